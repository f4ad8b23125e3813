"""How many there are, and why as many are entered."""

import pytest
from django.urls import reverse

from inspections import services
from inspections.models import StatedCount
from tests.factories.inspections import make_finding

TYPED = {"kind": "priority action", "count": "2", "said_in": "the report"}


@pytest.fixture
def source(inspection):
    make_finding(inspection.source, kind="priority action")
    return inspection.source


@pytest.fixture
def create_url(source):
    return reverse("inspections:count_create", args=["northshire", source.pk])


@pytest.fixture
def stated(source, ada, on):
    return services.state_count(
        source=source, kind="priority action", count=2, said_in="the report", by=ada.membership, on=on
    )


@pytest.fixture
def explain_url(stated):
    return reverse("inspections:count_explain", args=["northshire", stated.pk])


def test_a_difference_is_flagged_on_the_page_and_on_the_areas_home(sign_in, ada, dee, create_url, source):
    page = sign_in(ada).post(create_url, TYPED, follow=True)
    assert page.redirect_chain == [(f"{source.get_absolute_url()}#found", 302)]
    assert "2 stated, 1 entered" in page.content.decode()
    home = reverse("boards:area_detail", args=["northshire"])
    said = "Local area inspection: 2 areas for priority action stated, 1 entered"
    assert said in sign_in(ada).get(home).content.decode()
    assert said in sign_in(ada).get(reverse("my_home"), follow=True).content.decode()
    assert said not in sign_in(dee).get(home).content.decode()


def test_an_explanation_ends_it(sign_in, ada, explain_url, source):
    page = sign_in(ada).post(explain_url, {"explanation": "One bullet", "version": 0}, follow=True)
    assert page.redirect_chain == [(f"{source.get_absolute_url()}#found", 302)]
    text = " ".join(page.content.decode().split())
    assert "Explained by Ada (Northshire Council), 14 October 2026: One bullet" in text
    assert "areas for priority action stated" not in sign_in(ada).get("/areas/northshire/").content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "significant weakness"}, "kind"),
        ({"count": ""}, "count"),
        ({"count": "-1"}, "count"),
        ({"count": "1000"}, "count"),
        ({"count": "9" * 40}, "count"),
        ({"count": "twelve"}, "count"),
        ({"count": "1.5"}, "count"),
        ({"said_in": ""}, "said_in"),
        ({"said_in": "a\x00b"}, "said_in"),
    ],
)
def test_bad_counts_are_told_and_kept(sign_in, ada, create_url, written, changes, field):
    before = written()
    page = sign_in(ada).post(create_url, TYPED | changes)
    assert set(page.context["form"].errors) == {field}
    assert (StatedCount.objects.count(), written()) == (0, before)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"explanation": ""}, "explanation"), ({"explanation": "x" * 501}, "explanation"), ({"version": ""}, "version")],
)
def test_bad_explanations_are_told(sign_in, ada, explain_url, written, changes, field):
    before = written()
    page = sign_in(ada).post(explain_url, {"explanation": "One", "version": 0} | changes)
    assert set(page.context["form"].errors) == {field}
    assert written() == before


def test_a_stale_explanation_is_refused_with_both_texts(sign_in, ada, explain_url, stated, on):
    services.explain_count(stated=stated, explanation="Theirs", version=0, by=ada.membership, on=on)
    page = sign_in(ada).post(explain_url, {"explanation": "Mine", "version": 0})
    assert page.status_code == 409
    assert "Theirs" in page.content.decode()
    assert "Mine" in page.content.decode()


def test_strangers_and_readers(sign_in, eve, dee, create_url, explain_url):
    for url, typed in ((create_url, TYPED), (explain_url, {"explanation": "x", "version": 0})):
        assert sign_in(eve).post(url, typed).status_code == 404
        assert sign_in(dee).get(url).status_code == 403
        assert sign_in(dee).post(url, typed).status_code == 403
    assert not StatedCount.objects.exclude(explanation="").exists()
