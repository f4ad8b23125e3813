"""The rules that apply in an area, changing one for it, and choosing the reviews of an inspection."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.models import DeadlineRule, Inspection
from tests.inspections.views.conftest import typed_day

LIST = "/areas/northshire/rules/"
TYPED = {"amounts": "7", "source": "The board's terms", "reason": "Members asked"} | typed_day(
    "from_on", date(2027, 1, 1)
)
CHOSEN = {"code": "own", "months": "3, 9 and 15", "source": "The adviser's letter", "reason": "As agreed", "version": 0}


def of(code):
    rule = DeadlineRule.objects.get(code=code, area=None)
    return reverse("inspections:rule_change", args=["northshire", rule.pk])


@pytest.fixture
def papers(db):
    return of("committee_papers")


@pytest.fixture
def reviews(inspection):
    Inspection.objects.update(framework=DeadlineRule.objects.get(code="wsoa_due").framework)
    return reverse("inspections:reviews_choose", args=["northshire", inspection.pk])


def test_everybody_reads_the_rules_and_the_lead_is_offered_those_that_may_change(sign_in, ada, dee, papers, northshire):
    text = " ".join(sign_in(dee).get(LIST).content.decode().split())
    assert "5 clear working days before the day of the meeting" in text
    assert "70 working days from the day the report was received" in text
    assert papers not in text
    text = sign_in(ada).get(LIST).content.decode()
    assert papers in text
    assert of("wsoa_due") not in text


def test_the_lead_changes_a_rule_from_a_day_on(sign_in, ada, papers, northshire):
    page = sign_in(ada).post(papers, TYPED, follow=True)
    assert page.redirect_chain == [(LIST, 302)]
    text = " ".join(page.content.decode().split())
    assert "7 clear working days before here for clocks that start from 1 January 2027 on" in text
    assert "Reason: Members asked" in text
    back = sign_in(ada).post(papers, TYPED | {"amounts": "5"} | typed_day("from_on", date(2028, 1, 1)), follow=True)
    assert "the national rule for clocks that start from 1 January 2028 on" in back.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amounts": ""}, "amounts"),
        ({"amounts": "four"}, "amounts"),
        ({"amounts": "0"}, "amounts"),
        ({"amounts": "-7"}, "amounts"),
        ({"amounts": "31"}, "amounts"),
        ({"amounts": "7, 6"}, "amounts"),
        ({"amounts": "6, 7"}, "amounts"),  # it gives one date
        ({"amounts": "4"}, "amounts"),  # less than the law asks
        ({"amounts": "9" * 101}, "amounts"),
        ({"amounts": ", ".join(str(n) for n in range(1, 14))}, "amounts"),
        ({"source": ""}, "source"),
        ({"reason": "a\x00b"}, "reason"),
        (typed_day("from_on", ("31", "2", "2027")), "from_on"),
        (typed_day("from_on", ("1", "1", "0001")), "from_on"),
        (typed_day("from_on", date(2016, 4, 30)), "from_on"),  # before the rule itself
    ],
)
def test_bad_input_is_told_and_nothing_written(sign_in, ada, papers, northshire, written, changes, field):
    page = sign_in(ada).post(papers, TYPED | changes)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    assert (written(), DeadlineRule.objects.exclude(area=None).count()) == (0, 0)


def test_what_the_law_sets_has_no_page_to_change_it(sign_in, ada, northshire):
    assert sign_in(ada).get(of("wsoa_due")).status_code == 403
    assert sign_in(ada).post(of("pap_due"), TYPED).status_code == 403


def test_the_lead_sets_reviews_of_the_areas_own(sign_in, ada, reviews, inspection):
    page = sign_in(ada).post(reviews, CHOSEN, follow=True)
    assert "The reviews are set." in page.content.decode()
    text = " ".join(page.content.decode().split())
    assert "3, 9 and 15 months from the day the plan was accepted" in text
    inspection.refresh_from_db()
    assert inspection.review_rule == "own_reviews_1"
    again = sign_in(ada).post(reviews, {"code": "wsoa_reviews", "reason": "x", "version": 1}, follow=True)
    assert "4, 8, 12 and 15 months" in again.content.decode()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"code": "their_reviews", "months": ""}, {"code"}),
        ({"months": ""}, {"months"}),
        ({"months": "soon"}, {"months"}),
        ({"code": "wsoa_reviews"}, {"months"}),
        ({"reason": ""}, {"reason"}),
        ({"version": ""}, {"version"}),
    ],
)
def test_bad_reviews_are_told_and_nothing_written(sign_in, ada, reviews, inspection, written, changes, fields):
    before = written()
    page = sign_in(ada).post(reviews, CHOSEN | changes)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == fields
    inspection.refresh_from_db()
    assert (inspection.review_rule, written()) == ("", before)


def test_a_stale_choice_is_refused(sign_in, ada, reviews, inspection):
    Inspection.objects.update(version=3)
    page = sign_in(ada).post(reviews, CHOSEN)
    assert (page.status_code, "As agreed" in page.content.decode()) == (409, True)


def test_a_stranger_is_told_nothing_and_a_reader_may_not(sign_in, eve, dee, papers, reviews, northshire):
    for url in (papers, reviews):
        assert sign_in(eve).post(url, TYPED).status_code == 404
        assert sign_in(dee).post(url, TYPED).status_code == 403
    assert sign_in(eve).get(LIST).status_code == 404
