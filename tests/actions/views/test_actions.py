"""The pages on which an action is set up and read."""

from datetime import date, timedelta

import pytest

from actions.models import Action, ActionLead
from actions.services import promises
from tests.actions.views.test_plans import day, text
from tests.factories.actions import make_action, make_contribution, make_plan, make_update, make_workstream
from tests.factories.areas import make_post
from tests.factories.inspections import make_finding, make_source


@pytest.fixture
def source(northshire):
    return make_source(northshire)


@pytest.fixture
def workstream(northshire, council, source):
    return make_workstream(make_plan(northshire, title="Written statement", sources=[source]), council)


@pytest.fixture
def action(workstream, neds_post):
    return make_action(workstream, neds_post)


@pytest.fixture
def url(action):
    return f"/areas/northshire/actions/{action.pk}/"


@pytest.fixture
def create_url(workstream):
    return f"/areas/northshire/workstreams/{workstream.pk}/actions/new/"


def test_who_may_open_which_page(sign_in, eve, dee, ned, action, url, create_url):
    written = [create_url, f"{url}edit/", f"{url}date/"]
    updated = [f"{url}updates/new/", f"{url}updates/no-change/"]
    client = sign_in(eve)
    for address in [url, *written, *updated]:
        assert client.get(address).status_code == 404
        assert client.get(address.replace("northshire", "southshire")).status_code == 404
    client = sign_in(dee)
    assert client.get(url).status_code == 200
    for address in written + updated:
        assert client.get(address).status_code == 403
        assert client.post(address, {}).status_code == 403
    client = sign_in(ned)
    for address in written:
        assert client.get(address).status_code == 403


def test_action_create(sign_in, ada, workstream, create_url, source, neds_post, beas_post, on):
    finding, strength = make_finding(source), make_finding(source, kind="strength")
    client = sign_in(ada)
    page = client.get(create_url)
    assert finding.text in text(page)
    assert strength.text not in text(page)
    given = {
        "reference": "1.2",
        "title": "Recruit case workers",
        "success": "No case waits",
        "is_statutory": "yes",
        "findings": [finding.pk],
        "lead_posts": [neds_post.pk, beas_post.pk],
        "reporting_post": neds_post.pk,
        **day("due_on", "14-5-2027"),
    }
    page = client.post(create_url, given, follow=True)
    action = Action.objects.get()
    assert (action.title, action.due_on, action.first_due_on) == (
        "Recruit case workers", date(2027, 5, 14), date(2027, 5, 14),
    )  # fmt: skip
    assert list(action.findings.all()) == [finding]
    assert action.leads.get(is_reporting=True).post == neds_post
    assert "Action 1.2 is added." in text(page)
    assert "has an action of that reference" in text(client.post(create_url, given))
    assert Action.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Enter what will be done"),
        ({"reference": "a" * 13}, "Use 12 characters or fewer"),
        ({"lead_posts": []}, "the posts that lead it"),
        ({"lead_posts": ["south"]}, "Choose from the list."),
        ({"findings": ["south"]}, "Choose from the list."),
        ({"reporting_post": ""}, "the post that reports each month"),
        ({"reporting_post": "bea"}, "The post that reports is one of those that lead."),
        (day("due_on", "31-2-2020"), "Enter a real date"),
        ({"due_on_day": "1"}, "The date needs a month and a year too"),
    ],
)
def test_bad_input_adds_no_action(sign_in, ada, create_url, neds_post, beas_post, southshire, icb, changed, said):
    given = {
        "reference": "1",
        "title": "Kept <b>words</b>",
        "is_statutory": "yes",
        "lead_posts": [neds_post.pk],
        "reporting_post": neds_post.pk,
    }
    swaps = {
        ("lead_posts", "south"): lambda: [make_post(southshire, icb).pk],
        ("findings", "south"): lambda: [make_finding(make_source(southshire)).pk],
        ("reporting_post", "bea"): lambda: beas_post.pk,
    }
    for name, value in changed.items():
        swap = swaps.get(
            (name, value[0] if isinstance(value, list) and value else value if isinstance(value, str) else "")
        )
        given[name] = swap() if swap else value
    page = sign_in(ada).post(create_url, given)
    assert page.status_code == 200
    assert said in text(page)
    assert "Kept &lt;b&gt;words" in text(page) or "title" in changed
    assert not Action.objects.exists()


def test_action_edit(sign_in, ada, action, url, neds_post, beas_post):
    client = sign_in(ada)
    assert 'value="Do thing 1"' in text(client.get(f"{url}edit/"))
    given = {"reference": "A1", "title": "New words", "lead_posts": [neds_post.pk], "reporting_post": neds_post.pk}
    given |= {"is_statutory": "yes", "workstream": action.workstream_id}
    client.post(f"{url}edit/", given | {"version": 0})
    action.refresh_from_db()
    assert (action.title, action.version) == ("New words", 1)
    page = client.post(f"{url}edit/", given | {"title": "Mine", "version": 0})
    assert page.status_code == 409
    assert "New words" in text(page)
    assert 'value="Mine"' in text(page)
    assert 'name="version" value="1"' in text(page)
    page = client.post(f"{url}edit/", given | {"reporting_post": beas_post.pk, "version": 1})
    assert "one of those that lead" in text(page)
    page = client.post(f"{url}edit/", given | {"version": "nonsense"})
    assert "It is not clear which version you had open" in text(page)
    action.refresh_from_db()
    assert action.version == 1


def test_action_move(sign_in, ada, action, url):
    client = sign_in(ada)
    assert "It is due on 31 March 2027. The first date, 31 March 2027, stays on record." in text(
        client.get(f"{url}date/")
    )
    given = {"reason": "The tender failed", "authority": "Improvement board", "version": 0, **day("to_on", "14-5-2027")}
    page = client.post(f"{url}date/", given, follow=True)
    assert "The date is now 14 May 2027. The first date was 31 March 2027." in text(page)
    assert "Moved from 31 March 2027 to 14 May 2027" in text(page)
    assert "on the authority of Improvement board. Recorded by Ada (Northshire Council)." in text(page)
    page = client.post(f"{url}date/", given | day("to_on", "1-6-2027"))
    assert page.status_code == 409
    assert "14 May 2027" in text(page)
    assert "The tender failed" in text(page)
    page = client.post(f"{url}date/", given | {"version": 1})
    assert "The due date is 14 May 2027 already." in text(page)
    page = client.post(f"{url}date/", given | {"version": 1, "authority": "", "to_on_day": "32"})
    assert "Enter who agreed to it" in text(page)
    assert "Enter a real date" in text(page)
    assert action.date_changes.count() == 1


def test_action_detail_tells_the_story(sign_in, dee, ada, ned, action, url, source, neds_post, beas_post, icb, on):
    finding = make_finding(source, number="4", text="Plans are late")
    action.findings.add(finding)
    ActionLead.objects.create(action=action, post=beas_post)
    make_contribution(action, icb, ada.membership, asked="A paediatrician for two days")
    make_update(
        action, ned.membership, on - timedelta(days=60), rag="green", reason="On course", forecast_on=date(2027, 3, 1)
    )
    make_update(
        action, ada.membership, on - timedelta(days=30), rag="amber", reason="Two have left", for_post=neds_post,
        heard_by="call", heard_on=on - timedelta(days=31), route_to_green="Recruit two", green_by_on=date(2027, 1, 31),
        wanted_from_board="A decision on pay", forecast_on=date(2027, 4, 30),
    )  # fmt: skip
    make_update(action, ned.membership, on, rag="amber", reason="Two have left", kind="no change")
    page = text(sign_in(dee).get(url))
    for words in (
        "Plans are late",
        "A paediatrician for two days",
        "Head of SEND, Northshire Council <strong>reports each month</strong>",
        "Designated clinical officer, Shires ICB",
        "First update: Green.",
        "From green to amber. The forecast moved from 1 March 2027 to 30 April 2027.",
        "Recorded by Ada (Northshire Council) for Head of SEND, Northshire Council, "
        "who said so by telephone on 13 September 2026.",
        "No change since 14 September 2026.",
        "A decision on pay",
    ):
        assert words in page, words
    assert page.index("No change since") < page.index("From green to amber") < page.index("First update")
    assert "/updates/new/" not in page


def test_the_first_date_is_kept_and_shown(sign_in, dee, ada, action, url, on):
    promises.move_date(
        action=action, to_on=date(2027, 5, 14), reason="Late", authority="Board", by=ada.membership, on=on
    )
    assert "14 May 2027. The first date was 31 March 2027" in text(sign_in(dee).get(url))


def test_an_action_of_which_nothing_is_said_says_so(sign_in, ned, action, url):
    page = text(sign_in(ned).get(url))
    assert "Nobody has said anything of it yet." in page
    assert f"{url}updates/new/" in page
    assert "Nothing changed" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_action_detail_queries(sign_in, ned, ada, action, url, source, icb, on, count, django_assert_num_queries):
    for number in range(count):
        action.findings.add(make_finding(source))
        make_update(action, ned.membership, on - timedelta(days=30 * (count - number)), rag="green")
        make_contribution(action, icb, ada.membership)
        promises.move_date(
            action=action, to_on=date(2027, 5, 14 + number), reason="Late", authority="Board", by=ada.membership, on=on
        )
    client = sign_in(ned)
    with django_assert_num_queries(13):
        client.get(url)
