"""The page of a workstream."""

import uuid
from datetime import date

import pytest

from actions.services.highlights import write_highlight
from tests.actions.views.reading import text_of
from tests.factories.actions import make_action, make_plan, make_update, make_workstream


@pytest.fixture
def stream(northshire, council, neds_post):
    return make_workstream(make_plan(northshire), council, neds_post, title="Timely plans")


@pytest.fixture
def write(stream, ned, on):
    def _write(month_on, done, **fields):
        return write_highlight(
            workstream=stream, month_on=month_on, rag="", done=done, next="More", submission=uuid.uuid4(),
            by=ned.membership, on=on, **fields,
        )  # fmt: skip

    return _write


@pytest.mark.parametrize("who", ["ada", "ned", "bea", "cal", "fay", "gil", "hal", "dee"])
def test_every_member_reads_it(who, stream, request, sign_in, council, ada, on):
    make_update(make_action(stream, title="Hire caseworkers"), ada.membership, on, rag="red", reason="No applicants")
    make_action(make_workstream(stream.plan, council), title="Not of this one")
    page = sign_in(request.getfixturevalue(who)).get(stream.get_absolute_url())
    text = text_of(page)
    assert page.status_code == 200
    assert all(words in text for words in ("Timely plans", "Head of SEND", "Hire caseworkers", "No applicants"))
    assert '<strong class="rag rag--red">Red</strong>' in text
    assert "Not of this one" not in text
    assert ("Write a highlight report" in text) == (who in {"ada", "ned"})
    assert ("Add an action" in text) == (who == "ada")


def test_a_stranger_does_not(stream, eve, sign_in):
    assert sign_in(eve).get(stream.get_absolute_url()).status_code == 404
    assert sign_in(eve).get(f"/areas/southshire/workstreams/{stream.pk}/").status_code == 404


def test_an_empty_one_says_what_will_be_here(northshire, council, dee, sign_in):
    bare = make_workstream(make_plan(northshire), council)
    text = text_of(sign_in(dee).get(bare.get_absolute_url()))
    assert "No highlight report yet" in text
    assert "No action yet" in text
    assert "Lead post: none yet." in text


def test_one_report_a_month_the_latest_month_first(stream, write, dee, sign_in):
    write(date(2026, 10, 1), "October work")
    write(date(2026, 9, 1), "First words")
    write(date(2026, 9, 1), "September work")
    text = text_of(sign_in(dee).get(stream.get_absolute_url()))
    assert text.index("October work") < text.index("September work")
    assert "First words" not in text
    assert "It replaces the one of 14 October 2026" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_same_queries_for_one_row_and_for_many(
    rows, stream, write, dee, ada, on, sign_in, django_assert_num_queries
):
    for number in range(rows):
        make_update(make_action(stream), ada.membership, on, rag="green")
        write(date(2026, 10 - number, 1), "Work", **({"moderation_reason": "As agreed"} if not number else {}))
    client = sign_in(dee)
    with django_assert_num_queries(12):
        client.get(stream.get_absolute_url())
