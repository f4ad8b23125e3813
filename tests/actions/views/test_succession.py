"""The pages of a plan that took another's place, and of a finding through every plan."""

import pytest

from actions.models import ActionSuccession
from actions.services.succession import Answer, record_succession
from actions.status import SuccessionKind
from tests.actions.test_succession import finding, new, old, say  # noqa: F401 -- the same two plans
from tests.actions.views.test_plans import text
from tests.factories.actions import make_plan, make_update
from tests.factories.inspections import make_finding, make_source

PLANS = "/areas/northshire/plans/"


@pytest.fixture
def url(new):  # noqa: F811
    return f"{PLANS}{new.pk}/succession/"


def row(old, **told):  # noqa: F811
    """What the form sends of these actions: `O1=("carried", "N1", "Why")`."""
    sent = {}
    for reference, (kind, into, reason) in told.items():
        pk = old.actions.get(reference=reference).pk
        sent |= {f"kind_{pk}": kind, f"to_{pk}": into, f"reason_{pk}": reason}
    return sent


def test_who_may_read_and_who_may_answer(sign_in, dee, eve, old, url):  # noqa: F811
    assert sign_in(eve).get(url).status_code == 404
    page = text(sign_in(dee).get(url))
    assert "4 of 4 actions are unaccounted for." in page
    assert "Say what became of each" not in page
    assert sign_in(dee).post(url, row(old, O1=("dropped", "", "No"))).status_code == 403
    assert not ActionSuccession.objects.exists()


def test_a_plan_that_took_no_place_has_no_such_page(sign_in, ada, northshire):
    assert sign_in(ada).get(f"{PLANS}{make_plan(northshire).pk}/succession/").status_code == 404


def test_all_are_answered_at_once(sign_in, ada, old, url):  # noqa: F811
    make_update(old.actions.get(reference="O4"), ada.membership, old.ended_on, "complete")
    both = {"O1": ("merged", "N1", ""), "O2": ("merged", "n1", "")}
    sent = row(old, **both, O3=("split", "N2, N3", "Two leads"), O4=("closed", "", ""))
    page = text(sign_in(ada).post(url, sent | {"reason_for_all": "Agreed in April"}, follow=True))
    assert "Recorded what became of 4 actions." in page
    assert "Every action is accounted for." in page
    reasons = list(ActionSuccession.objects.order_by("action__position").values_list("reason", flat=True))
    assert reasons == ["Agreed in April", "Agreed in April", "Two leads", "Agreed in April"]
    page = text(sign_in(ada).post(url, sent | {"reason_for_all": "Agreed in April"}, follow=True))
    assert "Recorded what became of 0 actions." in page


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("carried", "N9", "Why"), "The new plan has no action N9."),
        (("carried", "N1, N2", "Why"), "Give the one action of the new plan it goes into."),
        (("carried", "", "Why"), "Give the one action of the new plan it goes into."),
        (("split", "N1", "Why"), "Give the two or more actions"),
        (("closed", "", "Why"), "It is not complete"),
        (("dropped", "N1", "Why"), "goes into no action of the new plan"),
        (("merged", "N1", "Why"), "No other action goes into that one"),
        (("dropped", "", ""), "Give the reason."),
        (("", "N1", ""), "Choose what became of it."),
        (("", "", "Why"), "Choose what became of it."),
        (("nonsense", "", "Why"), "Choose from the list."),
        (("dropped", "", "a" * 1001), "Use 1000 characters or fewer."),
        (("dropped", "", "nul\x00"), "There is a character here that cannot be kept."),
        (("carried", "<script>alert(1)</script>", "Why"), "The new plan has no action &lt;script&gt;"),
    ],
)
def test_what_does_not_fit_is_told_kept_and_not_written(sign_in, ada, old, url, told, said):  # noqa: F811
    page = sign_in(ada).post(url, row(old, O1=told, O2=("dropped", "", "Kept 😀")))
    assert page.status_code == 200
    assert said in text(page)
    assert "Kept 😀" in text(page)
    assert not ActionSuccession.objects.exists()


def test_what_is_left_open_stays_open(sign_in, ada, old, new, url):  # noqa: F811
    page = text(sign_in(ada).post(url, row(old, O1=("dropped", "", "No money")), follow=True))
    assert "3 of 4 actions are unaccounted for." in page
    assert "Nobody has said yet what became of it" in page
    page = text(sign_in(ada).get(f"{PLANS}{new.pk}/"))
    assert "3 actions of Statement are unaccounted for" in page
    assert "3 actions of Statement to account for" in text(sign_in(ada).get("/areas/northshire/"))


def test_an_answer_may_be_changed_but_not_taken_back(sign_in, ada, old, url, say):  # noqa: F811
    say(O1=("carried", "N1"))
    page = sign_in(ada).post(url, row(old, O1=("", "", "Why")))
    assert "Choose from the list." in text(page)
    page = text(sign_in(ada).post(url, row(old, O1=("carried", "N2", "Better")), follow=True))
    assert "Recorded what became of 1 action." in page


def test_an_actions_page_has_the_history_of_those_it_comes_from(sign_in, dee, ned, old, new, say):  # noqa: F811
    first, next_one = old.actions.get(reference="O1"), new.actions.get(reference="N1")
    make_update(first, ned.membership, old.ended_on, rag="red", reason="Nobody was there.")
    say(O1=("carried", "N1"))
    page = text(sign_in(dee).get(f"/areas/northshire/actions/{next_one.pk}/"))
    assert "Before this plan" in page
    assert "Nobody was there." in page
    page = text(sign_in(dee).get(f"/areas/northshire/actions/{first.pk}/"))
    assert "What became of it" in page
    assert "Carried on" in page


def test_a_finding_through_every_plan(sign_in, dee, eve, old, new, finding, say):  # noqa: F811
    url = f"/areas/northshire/findings/{finding.pk}/plans/"
    page = text(sign_in(dee).get(url))
    assert "No action of this plan answers it" in page
    say(O1=("carried", "N1"))
    page = text(sign_in(dee).get(url))
    assert "Comes from O1 of Statement." in page
    assert "No action of this plan answers it" not in page
    assert sign_in(eve).get(url).status_code == 404
    assert url in text(sign_in(dee).get(f"{PLANS}{new.pk}/findings/"))


def test_a_finding_no_plan_answers_says_so(sign_in, dee, northshire):
    lonely = make_finding(make_source(northshire))
    page = text(sign_in(dee).get(f"/areas/northshire/findings/{lonely.pk}/plans/"))
    assert "No plan answers it yet" in page


@pytest.mark.parametrize("count", [1, 3])
def test_queries(sign_in, dee, ada, old, new, finding, url, on, count, django_assert_num_queries):  # noqa: F811
    into = list(new.actions.order_by("position"))
    answers = [
        Answer(action, SuccessionKind.CARRIED, (into[at],), "Agreed")
        for at, action in enumerate(old.actions.order_by("position")[:count])
    ]
    record_succession(plan=new, answers=answers, by=ada.membership, on=on)
    client = sign_in(dee)
    with django_assert_num_queries(10):
        client.get(url)
    with django_assert_num_queries(18):
        client.get(f"/areas/northshire/findings/{finding.pk}/plans/")
