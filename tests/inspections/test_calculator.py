"""The public calculator: the dates of a receipt or publication, as page, JSON and calendar file, without an account."""

import html
import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from inspections.models import DeadlineRule, Framework
from tests.factories.inspections import framework

pytestmark = pytest.mark.django_db
WAYS = ["/dates/", "/dates.json", "/dates.ics"]
RECEIPT = {"framework": "2016", "received": "2019-05-02"}


def ask(client, **query):
    return client.get("/dates.json", query)


def dates_of(client, **query) -> dict[str, dict]:
    answer = ask(client, **query)
    assert answer.status_code == 200, answer.content
    return {row["rule"]["code"]: row for row in answer.json()["dates"]}


def text(page) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split()))


def events(answer) -> list:
    return Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.mark.parametrize(
    ("query", "code", "day"),
    [
        (RECEIPT, "wsoa_due", "2019-08-12"),
        ({"framework": "2016", "received": "2018-11-29"}, "wsoa_due", "2019-03-12"),
        ({"framework": "2016", "published": "2018-05-16"}, "wsoa_due", "2018-08-23"),
        ({"framework": "2016", "received": "2018-05-11", "published": "2018-05-16"}, "wsoa_due", "2018-08-20"),
        ({"framework": "2023", "received": "2024-01-18"}, "pap_due", "2024-03-07"),
        ({"framework": "2023", "published": "2024-01-30"}, "pap_due", "2024-03-19"),
        ({"framework": "2016", "ended": "2019-03-29"}, "letter_expected", "2019-05-20"),
    ],
)
def test_the_dates_of_real_areas(client, query, code, day):
    found = dates_of(client, **query)[code]
    assert found["date"] == day
    assert found["is_upper_bound"] == ("received" not in query and "ended" not in query)


def test_json_tells_the_rule_and_the_working(client):
    answer = ask(client, **RECEIPT)
    assert answer["Content-Type"] == "application/json"
    found = answer.json()
    assert found["framework"] == {"code": "2016", "name": "Local area SEND inspection framework 2016"}
    assert found["given"] == {"received": "2019-05-02"}
    (due,) = (row for row in found["dates"] if row["rule"]["code"] == "wsoa_due")
    rule = DeadlineRule.objects.get(code="wsoa_due")
    assert due == {
        "title": "Written Statement of Action due",
        "date": "2019-08-12",
        "precision": "day",
        "said": "12 August 2019",
        "is_upper_bound": False,
        "only_after": "only if the outcome requires a Written Statement of Action",
        "practice": "",
        "rule": {
            "code": "wsoa_due",
            "from": "the day the report was received",
            "amount": 70,
            "unit": "working days",
            "firmness": "Statutory",
            "only_if_a_plan_is_required": True,
            "source": rule.source,
            "in_force_from": "2016-05-01",
        },
        "working": {
            "from": "the day the report was received",
            "starts_on": "2019-05-02",
            "counts": "70 working days",
            "weekend_days_left_out": 30,
            "bank_holidays_left_out": [
                {"date": "2019-05-06", "name": "May Day"},
                {"date": "2019-05-27", "name": "Spring Bank Holiday"},
            ],
        },
    }
    assert "letter_expected" in {row["rule"]["code"] for row in found["other_rules"]}
    assert found["calendar"].startswith("holidays ")


def test_the_page_tells_the_same(client):
    page = client.get("/dates/", RECEIPT)
    told = text(page)
    assert page.status_code == 200
    for words in (
        "Written Statement of Action due 12 August 2019",
        "Statutory, only if the outcome requires a Written Statement of Action",
        "Starts from the day the report was received: 2 May 2019, which is day 0",
        "Counts 70 working days",
        "Leaves out 30 weekend days, May Day 6 May 2019, Spring Bank Holiday 27 May 2019",
        "SI 2015/1792",
        "Inspectors' letter expected to be published 33 working days the last day of the inspection",
    ):
        assert words in told
    assert "at the latest" not in told
    assert 'href="/dates.ics?framework=2016&amp;received=2019-05-02"' in page.content.decode()
    assert 'value="2019-05-02"' in page.content.decode()


def test_from_publication_the_page_warns_that_it_is_the_latest_it_could_be(client):
    told = text(client.get("/dates/", {"framework": "2016", "published": "16 May 2018"}))
    assert "23 August 2018 at the latest" in told
    assert "The true date is about 4 to 8 working days earlier: give the day of receipt." in told


def test_the_calendar_file_is_read_by_a_parser(client):
    answer = client.get("/dates.ics", {"framework": "2023", "received": "2024-01-18"})
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="send-dates.ics"'
    assert {str(row["SUMMARY"]): row["DTSTART"].dt for row in events(answer)}["Priority action plan due"] == date(
        2024, 3, 7
    )
    for row in events(answer):
        assert row["DTSTART"].params["VALUE"] == "DATE"
        assert (row["DTEND"].dt - row["DTSTART"].dt).days == 1
        assert row["DTSTAMP"].dt.tzinfo is not None
        assert row["URL"] == "http://testserver/dates/?framework=2023&received=2024-01-18"
        assert "Left out: " in row["DESCRIPTION"]
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_an_event_keeps_its_name_and_two_have_two(client):
    def uids(**query):
        return [str(row["UID"]) for row in events(client.get("/dates.ics", query))]

    once = uids(**RECEIPT)
    assert once == uids(**RECEIPT) == uids(framework="2016", received="2 May 2019")
    others = uids(framework="2016", received="2019-05-03") + uids(framework="2016", published="2019-05-02")
    assert len({*once, *others}) == len(once) + len(others)


def test_a_latest_day_says_so_in_the_calendar_too(client):
    (row,) = events(client.get("/dates.ics", {"framework": "2016", "published": "2018-05-16"}))
    assert row["SUMMARY"] == "Written Statement of Action due (at the latest)"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("somebody", [False, True])
def test_it_reads_the_frameworks_and_nothing_else(client, sign_in, dee, way, somebody):
    if somebody:
        sign_in(dee)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(way, RECEIPT)
    tables = set(re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', " ".join(query["sql"] for query in queries)))
    assert tables == {"inspections_framework", "inspections_deadlinerule", "inspections_outcome"}
    assert len(queries) <= 5
    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")
    assert page["Cache-Control"] == "public, max-age=300"
    assert "Access-Control-Allow-Origin" not in page


def test_practice_stands_beside_the_date_the_register_knows_of(client):
    query = {"framework": "2016", "ended": "2019-03-29"}
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/dates/", query)
    assert len(queries) <= 6
    assert "In practice 16 of 149 letters were published within 33 working days" in text(page)
    assert dates_of(client, **query)["letter_expected"]["practice"].startswith("In practice 16 of 149")


def test_more_rules_take_no_more_queries(client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get("/dates/", RECEIPT)
        return len(queries)

    before = count()
    for number in range(5):
        add_rule(f"extra_{number}")
    assert count() == before


def add_rule(code: str, **facts) -> DeadlineRule:
    facts = {
        "title": f"Rule {code}", "starts_from": "report_received_on", "amount": 10, "unit": "days",
        "firmness": "letter", "source": "A letter", "valid_from_on": date(2016, 5, 1),
    } | facts  # fmt: skip
    return DeadlineRule.objects.create(framework=framework("2016"), code=code, **facts)


def test_the_rule_in_force_on_the_day_is_taken(client):
    add_rule("wsoa_due", amount=50, unit="working days", valid_from_on=date(2021, 1, 1))
    add_rule("ended", valid_until_on=date(2019, 1, 1))
    assert dates_of(client, **RECEIPT)["wsoa_due"]["rule"]["amount"] == 70
    assert "ended" not in dates_of(client, **RECEIPT)
    later = dates_of(client, framework="2016", received="2021-03-01")["wsoa_due"]
    assert (later["rule"]["amount"], later["date"]) == (50, "2021-05-13")


def test_an_areas_own_rule_is_its_own_affair(client, northshire, ada):
    add_rule(
        "wsoa_due", area=northshire, amount=80, unit="working days", valid_from_on=date(2017, 1, 1),
        changed_on=date(2017, 1, 1), changed_by=ada.membership, reason="Longer with us",
    )  # fmt: skip
    assert dates_of(client, **RECEIPT)["wsoa_due"]["rule"]["amount"] == 70
    assert "Longer with us" not in text(client.get("/dates/", RECEIPT))


def test_a_rule_that_knows_a_month_gives_a_month(client):
    query = {"framework": "2023", "received": "2024-01-18"}
    found = dates_of(client, **query)["monitoring_inspection"]
    assert (found["date"], found["precision"], found["said"]) == ("2025-07-18", "month", "July 2025")
    assert "Monitoring inspection July 2025" in text(client.get("/dates/", query))
    titles = {str(row["SUMMARY"]) for row in events(client.get("/dates.ics", query))}
    assert "Monitoring inspection (about July 2025)" in titles


def test_a_date_says_after_which_outcomes_alone_it_follows(client):
    query = {"framework": "2023", "ended": "2024-01-18"}
    assert dates_of(client, **query)["full_inspection_positive"]["only_after"] == "only after: Typically positive"
    told = text(client.get("/dates/", query))
    assert "A guide only, only after: Inconsistent; or Widespread and/or systemic failings" in told


def test_a_date_beyond_the_last_year_is_no_date_but_a_rule(client):
    add_rule("far", amount=12 * 9000, unit="months")
    add_rule("further", amount=10**9, unit="days")
    answer = ask(client, **RECEIPT).json()
    assert {"far", "further"} <= {row["rule"]["code"] for row in answer["other_rules"]}
    assert {row["rule"]["code"] for row in answer["dates"]} == {"wsoa_due"}


def test_a_framework_that_was_over_by_then_is_pointed_out(client):
    assert "began before 1 January 2023" in ask(client, framework="2016", received="2024-01-18").json()["notes"][0]
    assert ask(client, **RECEIPT).json()["notes"] == []


def test_no_date_follows_from_the_days_given(client):
    Framework.objects.create(
        code="2030", name="A framework to come", in_force_on=date(2030, 1, 1), plan_name="Plan", finding_name="Finding"
    )
    query = {"framework": "2030", "ended": "2030-01-18"}
    assert ask(client, **query).json()["dates"] == []
    assert "No date follows from these days" in text(client.get("/dates/", query))
    assert events(client.get("/dates.ics", query)) == []


BAD = [
    ({}, {"framework": "Choose the framework", "received": "Enter the day the area received"}),
    ({"framework": "2016"}, {"received": "Enter the day the area received the report, or one of the days below."}),
    ({"received": "2019-05-02"}, {"framework": "Choose the framework"}),
    (RECEIPT | {"framework": "1999"}, {"framework": "Choose one of the frameworks here."}),
    (RECEIPT | {"framework": "9" * 3000}, {"framework": "Choose one of the frameworks here."}),
    (RECEIPT | {"framework": ["2016", "2023"]}, {"framework": "Give this once."}),
    (RECEIPT | {"received": ["2019-05-02", "2019-05-03"]}, {"received": "Give this once."}),
    (RECEIPT | {"received": "31/2/2020"}, {"received": "Enter a real day"}),
    (RECEIPT | {"received": "2019-02-30"}, {"received": "Enter a real day"}),
    (RECEIPT | {"received": "May 2019"}, {"received": "Enter a real day"}),
    (RECEIPT | {"received": "TBC"}, {"received": "Enter a real day"}),
    (RECEIPT | {"received": "<script>alert(1)</script>"}, {"received": "Enter a real day"}),
    (RECEIPT | {"received": "\N{PILE OF POO}"}, {"received": "Enter a real day"}),
    (RECEIPT | {"received": "9" * 61}, {"received": "Use 60 characters or fewer."}),
    (RECEIPT | {"received": "0001-01-01"}, {"received": "Enter a year from 2000 to 2099."}),
    (RECEIPT | {"received": "9999-12-31"}, {"received": "Enter a year from 2000 to 2099."}),
    (RECEIPT | {"received": "10000-01-01"}, {"received": "Enter a real day"}),
    (RECEIPT | {"received": "2016-04-30"}, {"received": "This framework is used from 1 May 2016."}),
    (RECEIPT | {"published": "2019-05-01"}, {"received": "The area has the report before it is published, 1 May 2019"}),
    (RECEIPT | {"ended": "2019-05-03"}, {"ended": "The inspection ends before the area has the report, 2 May 2019."}),
]


@pytest.mark.parametrize(("query", "faults"), BAD)
def test_bad_input_is_told_beside_its_field_in_every_form(client, query, faults):
    if query:
        page = client.get("/dates/", query)
        assert page.status_code == 200
        assert page.context["form"].errors.keys() == faults.keys()
        assert "There is a problem" in text(page)
        assert "<script>alert" not in page.content.decode()
    answer = ask(client, **query)
    assert answer.status_code == 400
    assert answer.json()["errors"].keys() == faults.keys()
    for name, words in faults.items():
        assert answer.json()["errors"][name][0].startswith(words)
    file = client.get("/dates.ics", query)
    assert (file.status_code, file["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert all(f"{name}: " in file.content.decode() for name in faults)


@pytest.mark.parametrize("way", WAYS)
def test_a_nul_is_refused_at_the_door(client, way):
    assert client.get(f"{way}?framework=2016&received=2019%0005-02").status_code == 400


@pytest.mark.parametrize("way", WAYS)
def test_it_only_answers_questions(client, way):
    assert client.post(way, RECEIPT).status_code == 405
    assert client.head(way, RECEIPT).status_code == 200


WILD = st.one_of(st.dates().map(str), st.text(max_size=70), st.sampled_from(["2016", "2023", "May 2019", "-1", "1e9"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.dictionaries(st.sampled_from(["framework", "received", "published", "ended", "page"]), WILD))
def test_no_address_breaks_it(client, query):
    for way in WAYS:
        assert client.get(way, query).status_code in {200, 400}


def test_without_a_question_it_shows_the_form_and_an_example(client):
    page = client.get("/dates/")
    assert "There is a problem" not in text(page)
    example = re.search(r'href="(/dates/\?[^"]+)"', page.content.decode())[1]
    assert "12 August 2019" in text(client.get(html.unescape(example)))
    # A link that somebody's mail program lengthened asks nothing either.
    assert "There is a problem" not in text(client.get("/dates/?utm_source=mail"))


def test_it_is_found_from_the_front_door(client):
    assert 'href="/dates/"' in client.get("/").content.decode()
    assert 'href="/dates/"' in client.get("/published/").content.decode()


def test_the_json_is_plain_enough_for_any_reader(client):
    assert json.loads(ask(client, **RECEIPT).content.decode("ascii"))
