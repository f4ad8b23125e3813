"""What a visit says of every finding, on one form."""

from datetime import date

import pytest
from django.urls import reverse

from inspections import services
from inspections.models import Judgement
from tests.factories.inspections import framework, make_finding, make_inspection
from tests.inspections.views.conftest import typed_day


@pytest.fixture
def first(northshire, ada, on):
    return make_inspection(northshire, report_published_on=date(2026, 4, 20))


@pytest.fixture
def findings(first):
    make_finding(first.source, number="S", kind="strength")
    return [make_finding(first.source, number=str(number)) for number in (1, 2, 3)]


@pytest.fixture
def revisit(northshire, first, ada, on):
    return services.record_inspection(
        area=northshire, title="Revisit", framework=framework("2016"), kind="revisit", follows=first,
        started_on=date(2026, 8, 3), ended_on=date(2026, 8, 5), report_published_on=date(2026, 9, 7),
        by=ada.membership, on=on,
    )  # fmt: skip


@pytest.fixture
def url(first):
    return reverse("inspections:judgement_create", args=["northshire", first.source.pk, "revisit"])


@pytest.fixture
def typed(findings, revisit):
    return {
        "inspection": revisit.pk,
        "body": "Ofsted and CQC",
        "source_note": "the letter",
        f"verdict_{findings[0].pk}": "sufficient",
        f"verdict_{findings[1].pk}": "not sufficient",
    }


def test_one_press_judges_all_and_what_is_open_is_flagged(sign_in, ada, url, typed, first, findings, revisit):
    page = sign_in(ada).post(url, typed, follow=True)
    assert page.redirect_chain == [(f"{first.source.get_absolute_url()}#progress", 302)]
    text = " ".join(page.content.decode().split())
    assert "2 judged. It says nothing of 1." in text
    assert "1 not judged there" in text
    assert "2 of 3" in text
    rows = Judgement.objects.order_by("finding")
    assert [(row.finding, row.verdict, row.judged_on, row.inspection) for row in rows] == [
        (findings[0], "sufficient", date(2026, 9, 7), revisit),
        (findings[1], "not sufficient", date(2026, 9, 7), revisit),
    ]
    text = " ".join(sign_in(ada).get(revisit.source.get_absolute_url()).content.decode().split())
    assert "1: sufficient progress" in text
    assert "1: not sufficient progress" in text


def test_it_offers_what_the_visit_judges_and_may_say(sign_in, ada, url, first, findings, revisit):
    form = sign_in(ada).get(url).context["form"]
    assert [form[f"verdict_{finding.pk}"].label for finding in findings] == [
        f"{finding.number}. {finding.text}" for finding in findings
    ]
    assert sum(name.startswith("verdict_") for name in form.fields) == 3
    assert [value for value, _ in form.fields[f"verdict_{findings[0].pk}"].choices] == ["sufficient", "not sufficient"]
    assert form["inspection"].value() == revisit.pk
    review = reverse("inspections:judgement_create", args=["northshire", first.source.pk, "review"])
    form = sign_in(ada).get(review).context["form"]
    assert "inspection" not in form.fields
    assert form["body"].value() == "DfE and NHS England"
    other = reverse("inspections:judgement_create", args=["northshire", first.source.pk, "monitoring"])
    assert "Nothing here is judged at such a visit" in sign_in(ada).get(other).content.decode()
    assert sign_in(ada).get(other.replace("monitoring", "tea")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source_note": ""}, "source_note"),
        ({"source_note": "x" * 301}, "source_note"),
        ({"source_note": "a\x00b"}, "source_note"),
        ({"inspection": "0"}, "inspection"),
        ({"inspection": ""}, "judged_on"),
        (typed_day("judged_on", ("31", "2", "2020")), "judged_on"),
        (typed_day("judged_on", ("1", "1", "1")), "judged_on"),
        (typed_day("judged_on", date(2026, 10, 15)), "judged_on"),
        (typed_day("judged_on", date(2026, 3, 13)), "judged_on"),
        ({"body": "x" * 101}, "body"),
    ],
)
def test_bad_input_is_told_and_kept(sign_in, ada, url, typed, findings, written, changes, field):
    before = written()
    page = sign_in(ada).post(url, typed | changes)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    assert (Judgement.objects.count(), written()) == (0, before)
    assert page.context["form"][f"verdict_{findings[1].pk}"].value() == "not sufficient"


def test_a_verdict_that_is_none_and_no_verdict_at_all(sign_in, ada, url, typed, findings):
    names = [f"verdict_{finding.pk}" for finding in findings]
    page = sign_in(ada).post(url, typed | {names[0]: "released"})
    assert set(page.context["form"].errors) == {names[0]}
    page = sign_in(ada).post(url, typed | {names[0]: "", names[1]: ""})
    assert page.context["form"].errors == {"__all__": ["Choose a verdict for at least one of them."]}
    assert not Judgement.objects.exists()


def test_the_same_visit_twice_is_told_beside_each(sign_in, ada, url, typed, findings):
    client = sign_in(ada)
    client.post(url, typed)
    page = client.post(url, typed)
    assert set(page.context["form"].errors) == {f"verdict_{finding.pk}" for finding in findings[:2]}
    assert Judgement.objects.count() == 2


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, url, typed):
    assert sign_in(eve).post(url, typed).status_code == 404


def test_a_reader_may_not(sign_in, dee, url, typed):
    client = sign_in(dee)
    assert (client.get(url).status_code, client.post(url, typed).status_code) == (403, 403)
    assert not Judgement.objects.exists()
