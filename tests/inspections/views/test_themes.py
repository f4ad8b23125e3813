"""Themes: the survey's own counts, and an area's findings beside them."""

import pytest
from django.urls import reverse

from areas.models import AuditEvent
from inspections.models import RegisterEntry, SurveyedArea, Theme
from inspections.services import load_themes
from inspections.summaries.themes import atlas
from tests.factories.inspections import make_finding, make_source

# As the survey gives them.
COUNTS = {
    "Leadership": 6, "Lack of awareness": 2, "Joint commissioning": 3, "EHC plans": 4,
    "Local Offer and engagement": 10, "Poor communication with parents": 3,
    "Ineffective promotion of the Local Offer": 4, "Lack of understanding of the Local Offer": 3,
    "Poor quality of the Local Offer": 2, "Weak co-production": 4,
}  # fmt: skip


def text_of(page):
    return " ".join(page.content.decode().split())


@pytest.fixture
def url(northshire):
    return reverse("inspections:theme_list", args=[northshire.slug])


@pytest.fixture
def create(northshire):
    return reverse("inspections:theme_create", args=[northshire.slug])


@pytest.mark.django_db
def test_the_counts_are_those_of_the_survey():
    found = atlas()
    assert {row.name: len(row.areas) for row in found.rows} == COUNTS
    assert (found.of, found.statements, found.letters) == (13, 13, 39)
    offer = next(row for row in found.rows if row.name == "Local Offer and engagement")
    assert {area.area_name for area in found.areas} - set(offer.areas) == {"Sandwell", "Wakefield", "Waltham Forest"}


@pytest.mark.django_db
def test_the_registers_own_count_is_another_and_says_why():
    assert atlas().sentence == (
        "To 6 October 2017 the survey counts 39 letters and 13 statements. Ofsted's closing file gives 37 letters and "
        "12 statements to that day, because areas abolished since (Dorset) are not in it."
    )


@pytest.mark.django_db
def test_where_nobody_is_missing_no_reason_is_given():
    SurveyedArea.objects.filter(area_name="Dorset").delete()
    assert atlas().sentence.endswith("37 letters and 12 statements to that day.")


@pytest.mark.django_db
def test_every_surveyed_area_of_the_register_had_to_write_a_statement():
    names = [area.area_name for area in SurveyedArea.objects.exclude(area_name="Dorset")]
    assert RegisterEntry.objects.filter(area_name__in=names, framework__code="2016", requires_plan=True).count() == 12


@pytest.mark.django_db
def test_loading_again_adds_nothing_and_overwrites_nothing():
    Theme.objects.filter(code="leadership").update(name="Leading")
    load_themes()
    assert Theme.objects.count() == 10
    assert SurveyedArea.objects.count() == 13
    assert SurveyedArea.themes.through.objects.count() == 28
    assert Theme.objects.get(code="leadership").name == "Leading"
    SurveyedArea.objects.filter(area_name="Bury").delete()
    load_themes()
    assert SurveyedArea.objects.get(area_name="Bury").themes.count() == 3


def test_own_findings_stand_beside_the_pattern(sign_in, dee, url, northshire):
    source = make_source(northshire, title="The letter")
    offer, quality = (Theme.objects.get(code=code) for code in ("offer_and_engagement", "offer_quality"))
    own = Theme.objects.create(area=northshire, name="Transport", position=50)
    first, second = make_finding(source, number="1"), make_finding(source, number="2")
    first.themes.add(offer, quality)
    second.themes.add(own)
    make_finding(source, number="3")
    make_finding(source, number="4", kind="strength")
    page = sign_in(dee).get(url)
    rows = {row.name: row for row in page.context["shown"].rows}
    assert [found.words for found in rows[offer.name].findings] == ["The letter: 1"], "once, though by two themes"
    assert [found.words for found in rows[quality.name].findings] == ["The letter: 1"]
    assert [found.words for found in rows["Transport"].findings] == ["The letter: 2"]
    assert [found.words for found in page.context["shown"].unsorted] == ["The letter: 3"]
    text = text_of(page)
    assert "1 of 3 findings has no theme." in text
    assert f"{source.get_absolute_url()}#finding-{first.pk}" in text
    assert "Ours alone" in text
    assert "Add a theme" not in text


def test_nothing_yet_says_what_will_be_here(sign_in, ada, url):
    text = text_of(sign_in(ada).get(url))
    assert "Nothing is recorded yet" in text
    assert "Add a theme" in text


def test_every_finding_sorted_is_said(sign_in, dee, url, northshire):
    make_finding(make_source(northshire)).themes.add(Theme.objects.get(code="ehc_plans"))
    assert "All that was found has a theme." in text_of(sign_in(dee).get(url))


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_database_the_same_however_many_findings(
    sign_in, dee, url, northshire, count, django_assert_num_queries
):
    source = make_source(northshire)
    for _ in range(count):
        make_finding(source).themes.add(Theme.objects.get(code="ehc_plans"))
    client = sign_in(dee)
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url)


def test_another_areas_theme_and_finding_are_not_there(sign_in, dee, url, southshire):
    Theme.objects.create(area=southshire, name="Southern secret", position=50)
    make_finding(make_source(southshire, title="Southern letter")).themes.add(Theme.objects.get(code="ehc_plans"))
    text = text_of(sign_in(dee).get(url))
    assert "Southern" not in text


def test_a_theme_is_added_and_told_in_the_ledger(sign_in, ada, create, url, northshire):
    page = sign_in(ada).post(create, {"name": "Transport", "meaning": "How they get there"}, follow=True)
    assert page.redirect_chain == [(url, 302)]
    theme = Theme.objects.get(area=northshire)
    assert (theme.name, theme.meaning, theme.parent, theme.code) == ("Transport", "How they get there", None, "")
    assert AuditEvent.objects.get(event="theme recorded").area == northshire
    assert "The theme Transport is added." in text_of(page)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Enter the name"),
        ({"name": "x" * 121}, "Use 120 characters or fewer."),
        ({"name": "a\x07b"}, "There is a character here that cannot be kept."),
        ({"name": "leadership"}, "There is a national theme of this name."),
        ({"name": "OUR OWN"}, "This area already has a theme of this name."),
        ({"name": "New", "meaning": "x" * 301}, "Use 300 characters or fewer."),
    ],
)
def test_bad_input_is_told_kept_and_nothing_written(sign_in, ada, create, northshire, written, typed, words):
    Theme.objects.create(area=northshire, name="Our own", position=50)
    before = written()
    page = sign_in(ada).post(create, {"meaning": "Kept", **typed})
    assert page.status_code == 200
    assert words in text_of(page)
    assert (Theme.objects.count(), written()) == (11, before)
    assert page.context["form"].data["name"] == typed["name"]


def test_another_area_may_have_a_theme_of_that_name(sign_in, ada, create, southshire):
    Theme.objects.create(area=southshire, name="Transport", position=50)
    assert sign_in(ada).post(create, {"name": "Transport"}).status_code == 302


def test_the_page_opens(sign_in, ada, create):
    assert "There is a problem" not in text_of(sign_in(ada).get(create))


def test_a_stranger_is_told_nothing_and_a_reader_may_not(sign_in, eve, dee, url, create):
    assert sign_in(eve).get(url).status_code == 404
    assert sign_in(eve).get(create).status_code == 404
    assert sign_in(dee).get(url).status_code == 200
    assert sign_in(dee).get(create).status_code == 403
    assert sign_in(dee).post(create, {"name": "Transport"}).status_code == 403
