"""What an embargo hides above the inspection itself: boards, papers, counts, and what is asked of others."""

import re
import uuid
from datetime import date

import pytest

from actions.models import Contribution, Plan
from actions.services.contributions import ask_contribution
from boards.models import Board, Publication, Report
from boards.services import publication, reports
from inspections import services as inspecting
from inspections.models import Inspection
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_action, make_contribution, make_plan, make_update, make_workstream
from tests.factories.boards import make_board, make_meeting
from tests.factories.documents import make_document
from tests.factories.inspections import framework, make_finding, make_inspection, make_source
from tests.factories.reports import CUTOFF, make_approved, make_thread

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')
LISTS = (
    "/areas/northshire/", "/areas/northshire/inspections/", "/areas/northshire/dates/", "/areas/northshire/plans/",
    "/areas/northshire/boards/", "/areas/northshire/documents/", "/my/actions/", "/my/contributions/", "/",
    "/areas/northshire/people/",
)  # fmt: skip


@pytest.fixture
def embargoed(northshire, ada, on):
    """`embargoed(post)`: an inspection nobody has published, and everything that may hang on it, by the factories."""

    def _embargoed(post):
        rules = framework("2023")
        inspection = inspecting.record_inspection(
            area=northshire, title="Secret visit", framework=rules, started_on=date(2026, 8, 3),
            ended_on=date(2026, 8, 7), report_received_on=date(2026, 9, 28),
            outcome=rules.outcomes.get(code="systemic_failings"), by=ada.membership, on=on,
        )  # fmt: skip
        source = inspection.source
        finding = make_finding(source, text="Secret finding", bodies=[post.organisation])
        plan = make_plan(northshire, title="Secret plan", sources=[source])
        stream = make_workstream(plan, post.organisation, post, title="Secret workstream")
        action = make_action(stream, post, findings=[finding], title="Secret action", due_on=date(2026, 9, 30))
        make_update(action, ada.membership, date(2026, 10, 1), "in progress", "red", reason="Secret reason")
        make_contribution(action, post.organisation, ada.membership, asked="Secret help")
        make_contribution(
            action, post.organisation, ada.membership, asked="Secret late help", state="agreed",
            agreed_for_on=date(2026, 10, 1),
        )  # fmt: skip
        board = make_board(northshire, plan=plan, name="Secret board")
        make_board(northshire, kind="task and finish group", name="Secret group", workstream=stream)
        make_meeting(board, date(2026, 10, 2))
        make_meeting(board, date(2026, 10, 15))
        reports.draft_report(meeting=make_meeting(board, date(2026, 10, 10)), by=ada.membership, on=on)
        document = make_document(northshire, ada.membership, on, title="Secret letter", asks_for="A secret answer")
        source.attachments.create(document=document, attached_on=on, attached_by=ada.membership)
        return inspection

    return _embargoed


@pytest.fixture
def thread(northshire, ada, neds_post):
    """A published inspection with its plan and its board: what everybody sees before and after."""
    return make_thread(northshire, ada.membership, neds_post)


def seen(client, paths=LISTS) -> dict[str, bytes]:
    return {path: TOKEN.sub(b"", client.get(path, follow=True).content) for path in paths}


@pytest.mark.parametrize("who", ["ned", "bea", "cal", "fay", "gil", "hal", "dee"])
def test_lists_and_counts_are_the_same_with_it_as_without(who, request, sign_in, thread, embargoed, neds_post, icb):
    """Whoever is outside finds every list, count and note of what needs them as it was, to the byte."""
    client = sign_in(request.getfixturevalue(who))
    seen(client)  # a first look leaves nothing behind
    paths = (*LISTS, thread.get_absolute_url(), thread.board.get_absolute_url())
    before = seen(client, paths)
    embargoed(neds_post)
    after = seen(client, paths)
    assert [path for path in paths if before[path] != after[path]] == []
    assert not any(b"ecret" in content for content in after.values())


def test_the_area_lead_sees_it_in_every_list(sign_in, ada, thread, embargoed, neds_post):
    embargoed(neds_post)
    after = seen(sign_in(ada))
    told = {path for path, content in after.items() if b"ecret" in content}
    assert told >= {f"/areas/northshire/{part}" for part in ("", "inspections/", "dates/", "plans/", "boards/")}
    assert "/areas/northshire/documents/" in told


def test_an_area_of_nothing_else_begins_as_if_it_were_empty(sign_in, ned, embargoed, neds_post):
    steps = sign_in(ned).get("/areas/northshire/").context["home"].steps
    embargoed(neds_post)
    assert sign_in(ned).get("/areas/northshire/").context["home"].steps == steps


def test_a_report_for_all_tells_no_date_of_it(thread, embargoed, neds_post, ada):
    secret = embargoed(neds_post)
    report = reports.draft_report(meeting=thread, by=ada.membership, on=CUTOFF)
    assert "Secret" not in str(report.figures)
    Inspection.objects.filter(pk=secret.pk).update(report_published_on=CUTOFF)
    reports.take_figures_again(report=report, by=ada.membership, on=CUTOFF)
    report.refresh_from_db()
    assert "Secret visit" in str(report.figures["dates"])


def test_a_report_on_its_plan_tells_its_own_dates_and_hides_with_it(embargoed, neds_post, sign_in, ada, ned):
    plan = Plan.objects.get(sources=embargoed(neds_post).source)
    report = Report.objects.get(plan=plan)
    assert "Secret visit" in str(report.figures["dates"])
    assert sign_in(ada).get(report.get_absolute_url()).status_code == 200
    assert sign_in(ned).get(report.get_absolute_url()).status_code == 404


def test_a_report_on_its_plan_cannot_be_published_before_it(thread, neds_post, beas_post, ada, on):
    report = make_approved(thread, ada.membership)
    for side, post in (("council", neds_post), ("health", beas_post)):
        publication.record_clearance(report=report, side=side, post=post, cleared_on=on, by=ada.membership, on=on)
    Report.objects.filter(pk=report.pk).update(
        pdf=b"%PDF", pdf_sha256="0" * 64, public_pdf=b"%PDF", public_pdf_sha256="1" * 64
    )
    inspection = Inspection.objects.get()
    for until, words in ((None, "until its day of publication"), (date(2026, 11, 20), "until 20 November 2026")):
        Inspection.objects.update(report_published_on=until)
        with pytest.raises(Refused, match=f"answers to {inspection.source.title}, which is under embargo {words}"):
            publication.publish_report(report=report, by=ada.membership, on=on)
    assert not Publication.objects.exists()
    assert publication.publish_report(report=report, by=ada.membership, on=date(2026, 11, 20))


def test_a_board_whose_next_plan_is_under_embargo_shows_and_drafts_nothing_of_it(
    thread, embargoed, neds_post, sign_in, ned, ada, on
):
    """The board is everybody's; the plan that took the place of its own is not yet."""
    old, new = thread.board.plan, Plan.objects.get(sources=embargoed(neds_post).source)
    Plan.objects.filter(pk=old.pk).update(ended_on=on)
    Plan.objects.filter(pk=new.pk).update(supersedes=old)
    url = thread.get_absolute_url()
    found = sign_in(ned).get(url).context["found"]
    assert (found.ratings, found.total) == ([], 0)
    page = sign_in(ned).post(f"{url}report/", follow=True)
    assert reports.NO_PLAN in page.content.decode()
    assert not thread.reports.exists()
    assert "Superseded" not in sign_in(ned).get("/areas/northshire/plans/").content.decode()
    assert sign_in(ada).get(url).context["found"].total == 1


def test_a_body_is_asked_for_nothing_nobody_of_it_may_see(embargoed, neds_post, icb, ada, bea, on):
    secret = embargoed(neds_post)
    action = Plan.objects.get(sources=secret.source).actions.get()

    def ask():
        return ask_contribution(
            action=action, organisation=icb, asked="A nurse", submission=uuid.uuid4(), by=ada.membership, on=on
        )

    with pytest.raises(Refused, match="nobody who answers for Shires ICB may see it"):
        ask()
    inspecting.name_insider(inspection=secret, membership=bea.membership, by=ada.membership, on=on)
    assert ask() in Contribution.objects.filter(organisation=icb)


def test_the_plan_says_that_it_is_under_embargo(embargoed, thread, neds_post, sign_in, ada):
    plan = Plan.objects.get(sources=embargoed(neds_post).source)
    assert "Under embargo" in sign_in(ada).get(plan.get_absolute_url()).content.decode()
    assert "Under embargo" not in sign_in(ada).get(thread.board.plan.get_absolute_url()).content.decode()


def test_a_revisit_under_embargo_shows_nowhere_on_what_it_comes_back_to(northshire, sign_in, ada, ned, on):
    first = make_inspection(northshire)
    finding = make_finding(first.source)
    urls = [first.source.get_absolute_url(), finding.get_absolute_url()]
    before = seen(sign_in(ned), urls)
    revisit = make_inspection(
        northshire, kind="revisit", follows=first, outcome="wsoa_required", started_on=date(2026, 9, 7),
        ended_on=date(2026, 9, 10), report_published_on=None,
    )  # fmt: skip
    inspecting.judge_findings(
        source=first.source, visit_kind="revisit", inspection=revisit, verdicts={finding: "sufficient"},
        body="Ofsted and CQC", source_note="Secret letter", by=ada.membership, on=on,
    )  # fmt: skip
    assert seen(sign_in(ned), urls) == before
    assert all(b"Sufficient" in content for content in seen(sign_in(ada), urls).values())
    Inspection.objects.filter(pk=revisit.pk).update(report_published_on=on)
    assert all(b"Sufficient" in content for content in seen(sign_in(ned), urls).values())


def test_a_document_hides_with_what_it_belongs_to(northshire, council, sign_in, ada, ned, on):
    """Also when it belongs to something everybody sees; taken off, it is a document as any other."""
    secret, review = make_inspection(northshire, report_published_on=None), make_source(northshire)
    document = make_document(northshire, ada.membership, on, title="A letter")
    for source in (secret.source, review):
        row = source.attachments.create(document=document, attached_on=on, attached_by=ada.membership)
        if source != review:
            hiding = row
    url = document.get_absolute_url()
    assert [sign_in(person).get(url).status_code for person in (ada, ned)] == [200, 404]
    hiding.removed_on, hiding.removed_by = on, ada.membership
    hiding.save()
    assert sign_in(ned).get(url).status_code == 200


def test_boards_of_other_plans_stay(thread, embargoed, neds_post, northshire, sign_in, ned):
    embargoed(neds_post)
    make_board(northshire, name="Scrutiny", kind="scrutiny committee", parent=Board.objects.get(name="Secret board"))
    lines = sign_in(ned).get("/areas/northshire/boards/").context["boards"]
    assert [(line.name, line.depth, line.reports_to) for line in lines] == [
        ("Improvement board", 0, ""), ("Scrutiny", 0, ""),
    ]  # fmt: skip
