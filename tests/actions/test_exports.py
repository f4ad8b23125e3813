"""Lists out: the plan as a table, and every list of this app as Excel and CSV."""

import csv
import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from actions.exports import plan_table
from actions.models import ActionLead
from tests.factories.actions import make_action, make_contribution, make_plan, make_update, make_workstream
from tests.factories.inspections import make_finding, make_source


@pytest.fixture
def source(northshire):
    return make_source(northshire, title="Inspection of 2019")


@pytest.fixture
def plan(northshire, source):
    return make_plan(northshire, title="Written statement: 2026/27", sources=[source])


@pytest.fixture
def workstream(plan, council, neds_post):
    return make_workstream(plan, council, neds_post, title="Joint work")


@pytest.fixture
def action(workstream, source, neds_post, beas_post, ned):
    finding = make_finding(source, number="4")
    action = make_action(
        workstream, neds_post, reference="1.1", title="=Appoint a nurse", success="One is there", findings=[finding],
        due_on=date(2027, 3, 31),
    )  # fmt: skip
    ActionLead.objects.create(action=action, post=beas_post)
    make_update(
        action, ned.membership, date(2026, 9, 20), "in progress", "amber", reason="Advertised\ntwice",
        route_to_green="A new advert", green_by_on=date(2026, 12, 1), forecast_on=date(2027, 4, 30),
    )  # fmt: skip
    return action


ROW = [
    "1.1", "1. Joint work", "=Appoint a nurse", "One is there", "4",
    "Head of SEND, Northshire Council; Designated clinical officer, Shires ICB", "Head of SEND, Northshire Council",
    date(2027, 3, 31), "In progress", "Amber", "Advertised\ntwice", date(2026, 9, 20), "A new advert",
    date(2026, 12, 1), date(2027, 4, 30), date(2026, 6, 1),
]  # fmt: skip


def test_a_plan_is_one_row_an_action(plan, workstream, action, neds_post, on):
    make_action(workstream, reference="1.2")
    table = plan_table(plan, on)
    assert list(table.rows[0]) == ROW
    assert [row[0] for row in table.rows] == ["1.1", "1.2"]
    assert len(table.head) == len(table.rows[1])
    stages = next(column.words for column in table.columns if column.name == "Stage")
    assert stages == ("Not started", "In progress", "Complete", "Complete and embedded", "Paused", "Superseded")


def test_findings_of_one_number_are_told_apart_by_their_source(plan, action, northshire, on):
    other = make_source(northshire, title="Peer review")
    plan.sources.add(other)
    action.findings.add(make_finding(other, number="4"), make_finding(other, number="5"))
    assert plan_table(plan, on).rows[0][4] == "4 (Inspection of 2019); 4 (Peer review); 5"


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_plan_as_a_table(plan, workstream, neds_post, on, count, django_assert_num_queries):
    for _ in range(count):
        make_action(workstream, neds_post)
    with django_assert_num_queries(9):
        plan_table(plan, on)


def test_the_plan_page_gives_itself_as_excel(sign_in, dee, plan, action, on):
    page = sign_in(dee).get(f"/areas/northshire/plans/{plan.pk}/?as=xlsx")
    assert page["Content-Disposition"] == 'attachment; filename="written-statement-202627.xlsx"'
    sheet = load_workbook(io.BytesIO(page.content)).worksheets[0]
    assert sheet.title == "Written statement  2026 27"
    (row,) = sheet.iter_rows(min_row=2, values_only=True)
    assert list(row) == [datetime(x.year, x.month, x.day) if isinstance(x, date) else x for x in ROW]


def test_and_as_csv_without_a_formula_narrowed_as_asked(sign_in, dee, plan, workstream, action, neds_post):
    make_action(workstream, neds_post, reference="1.2")
    page = sign_in(dee).get(f"/areas/northshire/plans/{plan.pk}/?as=csv&rating=amber")
    assert page["Content-Type"] == "text/csv; charset=utf-8"
    head, *rows = csv.reader(io.StringIO(page.content.decode("utf-8-sig"), newline=""))
    assert head[:3] == ["Reference", "Workstream", "Action"]
    assert [row[2] for row in rows] == ["'=Appoint a nurse"]


def test_the_page_offers_the_files_with_its_filters(sign_in, dee, plan, action):
    text = sign_in(dee).get(f"/areas/northshire/plans/{plan.pk}/?rating=amber").content.decode()
    assert 'href="?rating=amber&amp;as=xlsx"' in text
    assert 'href="?rating=amber&amp;as=csv"' in text


@pytest.mark.parametrize("kind", ["", "pdf", "xlsx\x00", "<script>"])
def test_any_other_kind_of_file_is_the_page(sign_in, dee, plan, action, kind):
    page = sign_in(dee).get(f"/areas/northshire/plans/{plan.pk}/", {"as": kind})
    assert page.status_code in (200, 400)
    assert "Content-Disposition" not in page


def test_nobody_gets_a_file_of_another_area(sign_in, eve, plan, action):
    for kind in ("xlsx", "csv"):
        assert sign_in(eve).get(f"/areas/northshire/plans/{plan.pk}/?as={kind}").status_code == 404


def test_findings_go_out_with_the_actions_that_answer_them(sign_in, dee, plan, action):
    page = sign_in(dee).get(f"/areas/northshire/plans/{plan.pk}/findings/?as=xlsx")
    (row,) = load_workbook(io.BytesIO(page.content)).worksheets[0].iter_rows(min_row=2, values_only=True)
    assert (row[0], row[-1]) == ("4", "1.1 =Appoint a nurse (Amber)")


def test_contributions_go_out(sign_in, bea, icb, action, ada):
    make_contribution(action, icb, ada.membership, asked="@Lend a nurse", wanted_by_on=date(2026, 10, 1))
    page = sign_in(bea).get("/my/contributions/?as=csv")
    row = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"), newline="")))[1]
    assert row == [
        "Shires ICB", "Northshire", "'@Lend a nurse", "2026-09-01", "Asked", "Wanted by 1 October 2026", "",
        "1.1 =Appoint a nurse",
    ]  # fmt: skip
