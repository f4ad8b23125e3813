"""The pages of a plan as a whole."""

import pytest

from actions.models import Plan, PlanApproval, PlanSubmission, Verdict
from actions.services import plans
from actions.summaries import counts, findings_answered, plan_page, snapshot
from tests.factories.actions import make_action, make_plan, make_update, make_workstream
from tests.factories.inspections import make_finding, make_source

PLANS = "/areas/northshire/plans/"


@pytest.fixture
def source(northshire):
    return make_source(northshire)


@pytest.fixture
def plan(northshire, source):
    return make_plan(northshire, title="Written statement", sources=[source])


@pytest.fixture
def workstream(plan, council, neds_post):
    return make_workstream(plan, council, neds_post)


def day(name, value):
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), value.split("-"), strict=True))


def text(page):
    return " ".join(page.content.decode().split())


def test_plan_list(sign_in, dee, plan, northshire, on):
    make_plan(northshire, title="Older", ended_on=on)
    make_plan(northshire, title="Newer", supersedes=plan)
    page = sign_in(dee).get(PLANS)
    for words in ("Written statement", "Superseded by Newer", "Ended on 14 October 2026", "Running"):
        assert words in text(page)
    assert "Open a plan" not in text(page)


def test_an_empty_plan_list_says_how_to_begin(sign_in, ada):
    page = text(sign_in(ada).get(PLANS))
    assert "There is no plan yet" in page
    assert f'href="{PLANS}new/"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_plan_list_queries(sign_in, dee, northshire, count, django_assert_num_queries):
    for _ in range(count):
        make_plan(northshire)
    client = sign_in(dee)
    with django_assert_num_queries(5):
        client.get(PLANS)


GOOD_PLAN = {"kind": "wsoa", "title": "Our plan", **day("started_on", "1-9-2026"), **day("ends_on", "1-9-2028")}


def test_plan_create(sign_in, ada, source):
    page = sign_in(ada).post(f"{PLANS}new/", GOOD_PLAN | {"sources": [source.pk]}, follow=True)
    plan = Plan.objects.get()
    assert page.redirect_chain == [(f"{PLANS}{plan.pk}/", 302)]
    assert (plan.title, plan.started_on.isoformat(), plan.ends_on.isoformat()) == (
        "Our plan", "2026-09-01", "2028-09-01",
    )  # fmt: skip
    assert "The plan is open: Our plan." in text(page)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Enter the title"),
        ({"title": "Written statement"}, "This area has a plan of that title. Choose another."),
        ({"title": "a" * 151}, "Use 150 characters or fewer. There are 151 now."),
        ({"title": "nul\x00"}, "character"),
        ({"kind": "nonsense"}, "Choose from the list."),
        ({"sources": ["999999"]}, "Choose from the list."),
        ({"sources": ["9" * 40]}, "Choose from the list."),
        ({"sources": ["south"]}, "Choose from the list."),
        ({"supersedes": "9" * 40}, "Choose from the list."),
        (day("started_on", "31-02-2020"), "Enter a real date"),
        (day("ends_on", "1-8-2026"), "The plan cannot end before it starts."),
    ],
)
def test_bad_input_opens_no_plan(sign_in, ada, plan, source, southshire, changed, said):
    if changed.get("sources") == ["south"]:
        changed = {"sources": [make_source(southshire).pk]}
    page = sign_in(ada).post(f"{PLANS}new/", GOOD_PLAN | {"sources": [source.pk]} | changed)
    assert page.status_code in (200, 400)
    if page.status_code == 200:
        assert said in text(page)
    assert Plan.objects.count() == 1


def test_what_was_typed_is_kept_and_is_only_text(sign_in, ada, source):
    page = sign_in(ada).post(f"{PLANS}new/", {"title": "<script>alert(1)</script> 😀", "sources": [source.pk]})
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 😀" in text(page)
    assert "<script>alert" not in text(page)


@pytest.fixture
def submission(plan, ada, on):
    return plans.submit_plan(plan=plan, by=ada.membership, on=on)


def test_who_may_open_which_page(sign_in, eve, dee, plan, workstream, submission):
    written = [
        f"{PLANS}new/",
        f"{PLANS}{plan.pk}/edit/",
        f"{PLANS}{plan.pk}/submit/",
        f"{PLANS}{plan.pk}/approvals/new/",
        f"{PLANS}{plan.pk}/workstreams/new/",
        f"/areas/northshire/submissions/{submission.pk}/verdict/",
        f"/areas/northshire/workstreams/{workstream.pk}/edit/",
    ]
    read = [PLANS, f"{PLANS}{plan.pk}/", f"{PLANS}{plan.pk}/findings/"]
    client = sign_in(eve)
    for url in read + written:
        assert client.get(url).status_code == 404, url
        is_hers = url in (PLANS, f"{PLANS}new/")
        assert client.get(url.replace("northshire", "southshire")).status_code == (200 if is_hers else 404), url
    client = sign_in(dee)
    for url in read:
        assert client.get(url).status_code == 200, url
    for url in written:
        assert client.get(url).status_code == 403, url
        assert client.post(url, {}).status_code == 403, url


def test_plan_detail(sign_in, ada, plan, source, workstream, neds_post, ned, submission, on):
    finding = make_finding(source, number="3")
    late = make_action(workstream, neds_post, due_on=on.replace(day=13), findings=[finding])
    make_action(workstream)
    make_update(late, ned.membership, on, rag="red", reason="Nobody to do it")
    page = text(sign_in(ada).get(f"{PLANS}{plan.pk}/"))
    assert (
        f'<a class="govuk-link table-stack__title" href="/areas/northshire/actions/{late.pk}/">A1 Do thing 1</a>'
        in page
    )
    assert '<strong class="rag rag--red">Red</strong>' in page
    for words in ("13 October 2026", "Overdue", "Head of SEND, Northshire Council", "Submitted", source.title):
        assert words in page
    assert "2 actions" in page


def test_a_reader_is_offered_nothing_to_set_up(sign_in, dee, plan, workstream):
    page = text(sign_in(dee).get(f"{PLANS}{plan.pk}/"))
    assert "Add an action" not in page
    assert "/edit/" not in page


def test_an_ended_plan_says_so_and_takes_decisions_only(sign_in, ada, plan, workstream, on):
    Plan.objects.update(ended_on=on)
    client = sign_in(ada)
    page = text(client.get(f"{PLANS}{plan.pk}/"))
    assert "This plan ended on 14 October 2026" in page
    assert "Set up a workstream" not in page
    assert client.post(f"{PLANS}{plan.pk}/submit/").status_code == 403
    assert client.get(f"{PLANS}{plan.pk}/approvals/new/").status_code == 200


def test_the_plan_page_filters(sign_in, dee, plan, source, workstream, neds_post, beas_post, ned, on, council):
    other = make_workstream(plan, council)
    finding = make_finding(source)
    red = make_action(workstream, neds_post, findings=[finding], due_on=on.replace(day=1))
    complete = make_action(other, beas_post)
    make_update(red, ned.membership, on, rag="red")
    make_update(complete, ned.membership, on, "embedded")
    client = sign_in(dee)

    def found(**given):
        return [row.id for row in client.get(f"{PLANS}{plan.pk}/", given).context["rows"]]

    everything = [red.pk, complete.pk]
    assert found() == everything
    assert found(workstream=other.pk) == [complete.pk]
    assert found(finding=finding.pk) == [red.pk]
    assert found(body=beas_post.organisation_id) == [complete.pk]
    assert found(rating="red") == [red.pk]
    assert found(rating="complete") == [complete.pk]
    assert found(overdue="yes") == [red.pk]
    assert found(overdue="yes", rating="complete") == []
    for odd in ("nonsense", "9" * 40, "\x00", "<script>", "-1", "😀"):
        page = client.get(f"{PLANS}{plan.pk}/", {"workstream": odd, "rating": "red"})
        if page.status_code != 400:
            assert [row.id for row in page.context["rows"]] == [red.pk]
            assert "One filter was not understood and has been left out." in text(page)


@pytest.mark.parametrize("count", [1, 3, 200])
def test_the_plan_page_takes_ten_queries(
    sign_in, ada, plan, source, council, neds_post, count, django_assert_num_queries
):
    findings = [make_finding(source) for _ in range(min(count, 3))]
    workstreams = [make_workstream(plan, council) for _ in range(min(count, 3))]
    for number in range(count):
        make_action(workstreams[number % len(workstreams)], neds_post, findings=findings)
    client = sign_in(ada)
    with django_assert_num_queries(10):
        page = client.get(f"{PLANS}{plan.pk}/")
    assert len(page.context["rows"]) == count


def test_the_page_and_the_history_count_alike(plan, workstream, ned, on):
    for stage, rag in [
        ("in progress", "red"),
        ("in progress", "green"),
        ("complete", ""),
        ("paused", ""),
        ("superseded", ""),
    ]:
        make_update(make_action(workstream), ned.membership, on, stage, rag)
    make_action(workstream, due_on=on.replace(day=1))
    states, shown = snapshot(plan, on), plan_page(plan, on)
    assert shown.counts == counts(states)
    assert [(row.id, row.shown, row.is_overdue, row.due) for row in shown.rows] == [
        (state.id, state.shown, state.is_overdue, state.due) for state in states
    ]


def test_plan_edit(sign_in, ada, plan, source):
    url = f"{PLANS}{plan.pk}/edit/"
    client = sign_in(ada)
    page = client.get(url)
    assert 'value="Written statement"' in text(page)
    client.post(url, GOOD_PLAN | {"sources": [source.pk], "version": 0})
    plan.refresh_from_db()
    assert (plan.title, plan.version) == ("Our plan", 1)
    page = client.post(url, GOOD_PLAN | {"title": "Mine", "sources": [source.pk], "version": 0})
    assert page.status_code == 409
    assert "This was changed while you had it open" in text(page)
    assert 'value="Mine"' in text(page)
    assert "Our plan" in text(page)
    assert 'name="version" value="1"' in text(page)
    plan.refresh_from_db()
    assert plan.title == "Our plan"
    make_plan(plan.area, title="Taken")
    page = client.post(url, GOOD_PLAN | {"title": "Taken", "sources": [source.pk], "version": 1})
    assert "has a plan of that title" in text(page)


def test_finding_list(sign_in, dee, plan, source, workstream):
    answered, unanswered = make_finding(source, number="1"), make_finding(source, number="2")
    strength = make_finding(source, number="3", kind="strength")
    action, loose = make_action(workstream, findings=[answered]), make_action(workstream)
    page = sign_in(dee).get(f"{PLANS}{plan.pk}/findings/")
    lines = findings_answered(plan, plan_page(plan, plan.started_on).rows)
    assert [(line.number, line.is_unanswered, [row.id for row in line.actions]) for line in lines] == [
        ("1", False, [action.pk]), ("2", True, []), ("3", False, []),
    ]  # fmt: skip
    assert "1 of what was found has no action that answers it." in text(page)
    assert text(page).count("No action answers this") == 1
    assert "Actions that answer no finding" in text(page)
    assert [row.id for row in page.context["answering_none"]] == [loose.pk]
    for finding in (answered, unanswered, strength):
        assert finding.text in text(page)


@pytest.mark.parametrize("count", [1, 3])
def test_finding_list_queries(sign_in, dee, plan, source, council, workstream, count, django_assert_num_queries):
    for _ in range(count):
        make_action(workstream, findings=[make_finding(source, bodies=[council])])
    client = sign_in(dee)
    with django_assert_num_queries(11):
        client.get(f"{PLANS}{plan.pk}/findings/")


def test_plan_submit(sign_in, ada, plan, on):
    page = sign_in(ada).post(f"{PLANS}{plan.pk}/submit/", {"note": "By e-mail"}, follow=True)
    submission = PlanSubmission.objects.get()
    assert (submission.on, submission.note, submission.recorded_by) == (on, "By e-mail", ada.membership)
    assert "submitted on 14 October 2026" in text(page)
    page = sign_in(ada).post(f"{PLANS}{plan.pk}/submit/", {"note": "a" * 1001})
    assert "Use 1000 characters or fewer" in text(page)
    assert PlanSubmission.objects.count() == 1


def test_verdict_create(sign_in, ada, submission):
    url = f"/areas/northshire/submissions/{submission.pk}/verdict/"
    client = sign_in(ada)
    assert "submission of 14 October 2026" in text(client.get(url))
    page = client.post(url, {"outcome": "fit with points", "words": "own", **day("letter_on", "14-10-2026")})
    assert "Give the points to strengthen." in text(page)
    page = client.post(url, {"outcome": "fit", "words": "own", **day("letter_on", "1-10-2026")})
    assert "it cannot be older" in text(page)
    assert not Verdict.objects.exists()
    page = client.post(url, {"outcome": "fit", "words": "own", **day("letter_on", "14-10-2026")}, follow=True)
    assert Verdict.objects.get().outcome == "fit"
    assert "Recorded: Fit for purpose, letter of 14 October 2026." in text(page)


def test_approval_create(sign_in, ada, plan, council, south_council):
    url = f"{PLANS}{plan.pk}/approvals/new/"
    client = sign_in(ada)
    given = {"body": "Cabinet", "organisation": council.pk, "decision": "Approved", **day("approved_on", "1-10-2026")}
    for changed, said in [
        ({"decision": ""}, "Enter what was decided"),
        ({"organisation": south_council.pk}, "Choose from the list."),
        (day("approved_on", "15-10-2026"), "The decision cannot be from the future."),
    ]:
        assert said in text(client.post(url, given | changed))
    assert not PlanApproval.objects.exists()
    page = client.post(url, given, follow=True)
    assert PlanApproval.objects.get().body == "Cabinet"
    assert "The decision of Cabinet on 1 October 2026 is recorded." in text(page)
    assert "Decided by Cabinet" in text(page)


def test_workstream_create_and_edit(sign_in, ada, plan, council, neds_post, beas_post):
    client = sign_in(ada)
    url = f"{PLANS}{plan.pk}/workstreams/new/"
    given = {"number": "1", "title": "Assessments", "lead_body": council.pk, "lead_post": neds_post.pk}
    page = client.post(url, given | {"lead_post": beas_post.pk})
    assert "The lead post is not one of the lead body&#x27;s" in text(page)
    page = client.post(url, given, follow=True)
    workstream = plan.workstreams.get()
    assert (workstream.title, workstream.lead_post) == ("Assessments", neds_post)
    assert "Workstream 1. Assessments is set up." in text(page)
    assert "has a workstream of that number" in text(client.post(url, given))
    url = f"/areas/northshire/workstreams/{workstream.pk}/edit/"
    assert 'value="Assessments"' in text(client.get(url))
    assert "Choose the lead body" in text(client.post(url, given | {"lead_body": "", "version": 0}))
    client.post(url, given | {"title": "EHC assessments", "version": 0})
    workstream.refresh_from_db()
    assert workstream.title == "EHC assessments"
    page = client.post(url, given | {"title": "Other words", "version": 0})
    assert page.status_code == 409
    assert "EHC assessments" in text(page)
    assert 'value="Other words"' in text(page)
