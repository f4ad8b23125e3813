"""Starting an inspection from its line in the national register, and where the two differ afterwards."""

from datetime import date

import pytest
from django.urls import reverse

from areas import access
from areas.models import AuditEvent
from inspections import services
from inspections.models import Inspection, RegisterEntry
from inspections.summaries import beside_register
from tests.factories.areas import make_area, make_membership, make_organisation
from tests.factories.inspections import framework, make_finding
from tests.inspections.views.conftest import typed_day

TODAY = date(2026, 10, 14)


def text_of(page):
    return " ".join(page.content.decode().split())


def address(name, area, **kwargs):
    return reverse(f"inspections:{name}", kwargs={"area_slug": area.slug, **kwargs})


@pytest.fixture
def wokingham(northshire):
    """Northshire is Wokingham by its code, under another name."""
    northshire.ons_code = "E06000041"
    northshire.save()
    return northshire


@pytest.fixture
def entry(db):
    return RegisterEntry.objects.get(area_name="Wokingham")


@pytest.fixture
def typed(entry):
    """What the form sends back when it came filled in and the last day was added."""
    return {
        "title": "Local area SEND inspection, March 2019",
        "framework": entry.framework_id,
        "kind": "full",
        "outcome": entry.outcome_id,
        "register_entry": entry.pk,
        **typed_day("started_on", date(2019, 3, 11)),
        **typed_day("ended_on", date(2019, 3, 15)),
        **typed_day("report_published_on", date(2019, 5, 13)),
    }


@pytest.fixture
def recorded(wokingham, ada, on, entry):
    return services.record_inspection(
        area=wokingham, title="Inspection", framework=entry.framework, started_on=entry.started_on,
        ended_on=date(2019, 3, 15), report_published_on=entry.published_on, outcome=entry.outcome, register_entry=entry,
        by=ada.membership, on=on,
    )  # fmt: skip


def test_the_areas_own_line_is_found_by_its_code(sign_in, ada, wokingham, entry):
    page = sign_in(ada).get(address("register_start", wokingham))
    text = text_of(page)
    assert [line.title for line in page.context["shown"].lines] == ["Wokingham, inspected from 11 March 2019"]
    assert f'{address("inspection_create", wokingham)}?entry={entry.pk}"' in text
    assert "Sufficient progress on some (5 of 6), published 1 July 2021" in text
    assert "by its name alone" not in text
    assert "Open Government Licence v3.0" in text
    assert text.count("<option") == 164


def test_a_line_without_a_code_is_found_by_the_name_and_to_be_checked(sign_in, ada, northshire):
    northshire.name, northshire.ons_code = "Oldham", "E08000004"
    northshire.save()
    page = sign_in(ada).get(address("register_start", northshire))
    assert [line.is_by_name for line in page.context["shown"].lines] == [False, True]
    assert "Found by its name alone. Check that this is your area." in text_of(page)


def test_a_name_with_another_code_is_another_area(sign_in, ada, northshire):
    northshire.name, northshire.ons_code = "Wokingham", "E06000099"
    northshire.save()
    page = sign_in(ada).get(address("register_start", northshire))
    assert page.context["shown"].lines == []
    assert "No line of the register bears this area&#x27;s name or code" in page.content.decode().replace("'", "&#x27;")


def test_a_successor_is_told_and_gets_no_line_of_its_predecessor(sign_in, ada, northshire):
    northshire.name, northshire.ons_code = "Cumberland", "E06000063"
    northshire.save()
    page = sign_in(ada).get(address("register_start", northshire))
    assert page.context["shown"].lines == []
    assert "Made on 1 April 2023 from part of Cumbria: no outcome is carried over." in text_of(page)


@pytest.mark.parametrize("code", ["E06000063", ""])
def test_nor_may_it_choose_that_line(sign_in, ada, northshire, typed, written, code):
    northshire.name, northshire.ons_code = "Cumberland", code
    northshire.save()
    cumbria = RegisterEntry.objects.get(area_name="Cumbria")
    before = written()
    page = sign_in(ada).post(address("inspection_create", northshire), typed | {"register_entry": cumbria.pk})
    assert page.status_code == 200
    assert "Cumbria ended on 1 April 2023. Cumberland took its place" in text_of(page)
    assert (Inspection.objects.count(), written()) == (0, before)


def test_an_area_as_it_was_keeps_its_line(sign_in, ada, northshire, typed):
    northshire.name = "Cumbria"
    northshire.save()
    cumbria = RegisterEntry.objects.get(area_name="Cumbria")
    sign_in(ada).post(address("inspection_create", northshire), typed | {"register_entry": cumbria.pk})
    assert Inspection.objects.get().register_entry == cumbria


def test_the_form_comes_filled_in_and_is_recorded_with_its_line(sign_in, ada, wokingham, entry, typed):
    url = address("inspection_create", wokingham)
    page = sign_in(ada).get(f"{url}?entry={entry.pk}")
    text = text_of(page)
    assert page.context["form"].initial == {
        "title": "Local area SEND inspection, March 2019", "framework": entry.framework_id, "kind": "full",
        "started_on": date(2019, 3, 11), "report_published_on": date(2019, 5, 13), "outcome": entry.outcome_id,
        "register_entry": entry.pk,
    }  # fmt: skip
    assert "Filled in from the national register" in text
    assert f'<option value="{entry.pk}" selected>Wokingham, from 11 March 2019 (2016)</option>' in text
    page = sign_in(ada).post(url, typed, follow=True)
    assert Inspection.objects.get().register_entry == entry
    assert "Wokingham, inspected from 11/03/2019" in str(AuditEvent.objects.get(event="inspection recorded").facts)
    start = sign_in(ada).get(address("register_start", wokingham))
    assert "Recorded here as" in text_of(start)
    assert "Start from this line" not in text_of(start)


@pytest.mark.parametrize("wrong", ["", "0", "-1", "987654321", "9" * 40, "abc", "1 OR 1=1", "\u0661", "<script>"])
def test_a_line_that_is_not_there_fills_in_nothing(sign_in, ada, wokingham, wrong):
    page = sign_in(ada).get(address("inspection_create", wokingham), {"entry": wrong})
    assert page.status_code == 200
    assert page.context["form"].initial == {}
    assert "Start from the national" in text_of(page)


def test_only_a_full_inspection_has_a_line(sign_in, ada, wokingham, typed):
    page = sign_in(ada).post(address("inspection_create", wokingham), typed | {"kind": "revisit", "outcome": ""})
    assert page.context["form"].errors["register_entry"] == [
        "Only a full inspection has a line there. Choose none here."
    ]
    assert not Inspection.objects.exists()


def test_the_line_is_chosen_later_by_a_correction(sign_in, ada, wokingham, typed, entry):
    sign_in(ada).post(address("inspection_create", wokingham), typed | {"register_entry": ""})
    inspection = Inspection.objects.get()
    url = address("inspection_edit", wokingham, pk=inspection.pk)
    sign_in(ada).post(url, typed | {"reason": "The line", "version": inspection.version})
    inspection.refresh_from_db()
    assert inspection.register_entry == entry
    event = AuditEvent.objects.get(event="inspection corrected")
    assert event.facts["register_entry"] == [None, "Wokingham, inspected from 11/03/2019"]


def differences(source, here):
    return {found.what: (found.here, found.there) for found in beside_register(source, here, TODAY).differences}


def visit(user, area):
    return access.enter(user, area.slug, TODAY)


def test_each_fact_that_differs_is_shown_and_no_other(ada, recorded, wokingham, on):
    here = visit(ada, wokingham)
    source = recorded.source
    own_name = {"Area": ("Northshire", "Wokingham")}
    missing = {"Significant weaknesses": ("0", "6")}
    revisit = {"Revisit": ("Not recorded", "From 11 May 2021, published 1 July 2021")}
    assert differences(source, here) == own_name | missing | revisit
    for number in range(1, 7):
        make_finding(source, number=str(number))
    make_finding(source, number="7", kind="strength")
    services.record_inspection(
        area=wokingham, title="Revisit", framework=recorded.framework, kind="revisit", started_on=date(2021, 5, 11),
        ended_on=date(2021, 5, 13), report_published_on=date(2021, 7, 1), by=ada.membership, on=on,
    )  # fmt: skip
    assert differences(source, here) == own_name
    none = framework("2016").outcomes.get(code="wsoa_not_required")
    services.correct_inspection(
        inspection=recorded, version=None, reason="Wrong", by=ada.membership, on=on, outcome=none,
        started_on=date(2019, 3, 12), report_published_on=None,
    )  # fmt: skip
    assert differences(source, here) == own_name | {
        "First day": ("12 March 2019", "11 March 2019"),
        "Report published": ("Not recorded", "13 May 2019"),
        "Outcome": ("No Written Statement of Action required", "Written Statement of Action required"),
    }


def test_a_revisit_of_later_than_the_day_it_is_told_on_is_not_told(ada, recorded, wokingham):
    told = beside_register(recorded.source, visit(ada, wokingham), date(2020, 1, 21)).differences
    assert "Revisit" not in {found.what for found in told}


def test_a_revisit_after_the_register_closed_is_no_difference(ada, recorded, wokingham, on, entry):
    RegisterEntry.objects.filter(pk=entry.pk).update(
        revisit_started_on=None, revisit_published_on=None, revisit_result="", sufficient_count=None,
        not_sufficient_count=None,
    )  # fmt: skip
    services.record_inspection(
        area=wokingham, title="Revisit", framework=recorded.framework, kind="revisit", started_on=date(2022, 10, 11),
        ended_on=date(2022, 10, 13), by=ada.membership, on=on,
    )  # fmt: skip
    assert "Revisit" not in differences(recorded.source, visit(ada, wokingham))


def test_the_page_shows_both_and_changes_neither(sign_in, dee, recorded, entry):
    text = text_of(sign_in(dee).get(recorded.source.get_absolute_url()))
    assert "Beside the national register" in text
    assert "From 11 May 2021, published 1 July 2021" in text
    assert f"line {entry.source_line}" in text
    entry.refresh_from_db()
    recorded.refresh_from_db()
    assert (entry.weakness_count, recorded.version) == (6, 0)


def test_what_says_the_same_is_said(sign_in, ada, on):
    area = make_area("York")
    make_membership(ada, area, make_organisation(area, "City of York Council", "council"), "lead")
    entry = RegisterEntry.objects.get(area_name="York")
    inspection = services.record_inspection(
        area=area, title="Inspection", framework=entry.framework, started_on=entry.started_on,
        ended_on=date(2019, 12, 13), report_published_on=entry.published_on, outcome=entry.outcome,
        register_entry=entry, by=ada.membership, on=on,
    )  # fmt: skip
    for _ in range(4):
        make_finding(inspection.source)
    assert "says the same" in text_of(sign_in(ada).get(inspection.source.get_absolute_url()))


def test_another_areas_inspection_is_never_named(sign_in, ada, eve, wokingham, southshire, recorded):
    southshire.name = "Wokingham"
    southshire.save()
    text = text_of(sign_in(eve).get(address("register_start", southshire)))
    assert "Start from this line" in text
    assert "Recorded here as" not in text


def test_a_stranger_is_told_nothing_and_a_reader_may_not(sign_in, eve, dee, northshire):
    assert sign_in(eve).get(address("register_start", northshire)).status_code == 404
    assert sign_in(dee).get(address("register_start", northshire)).status_code == 403


@pytest.mark.parametrize(("on", "is_told"), [(date(2023, 3, 31), False), (date(2023, 4, 1), True)])
def test_what_became_of_the_area_is_told_from_the_day_it_happened(ada, northshire, on, is_told):
    northshire.name = "Cumbria"
    northshire.save()
    entry = RegisterEntry.objects.get(area_name="Cumbria")
    inspection = services.record_inspection(
        area=northshire, title="Inspection", framework=entry.framework, started_on=entry.started_on,
        ended_on=date(2019, 3, 22), report_published_on=entry.published_on, outcome=entry.outcome,
        register_entry=entry, by=ada.membership, on=on,
    )  # fmt: skip
    note = "Replaced on 1 April 2023 by Cumberland, and Westmorland and Furness: no outcome is carried over."
    assert beside_register(inspection.source, visit(ada, northshire), on).notes == ((note,) if is_told else ())
