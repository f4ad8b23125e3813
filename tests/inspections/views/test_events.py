"""Recording what happened to an inspection, putting it right, and taking it back."""

from datetime import date

import pytest
from django.urls import reverse

from inspections import services
from inspections.models import Event
from send_tracker.lib.precision import exactly

TYPED = {"kind": "planning meeting", "title": "", "happened": "19 September 2026", "source_note": "A paper"}
PUT_RIGHT = TYPED | {"happened": "late September 2026", "reason": "Misread", "version": 0}
TAKEN_BACK = {"reason": "It fell through", "version": 0}


@pytest.fixture
def event(inspection, ada, on):
    return services.record_event(
        inspection=inspection,
        kind="planning meeting",
        happened=exactly(date(2026, 9, 18)),
        by=ada.membership,
        on=on,
    )


@pytest.fixture
def create(inspection):
    return reverse("inspections:event_create", args=["northshire", inspection.pk])


@pytest.fixture
def edit(event):
    return reverse("inspections:event_edit", args=["northshire", event.pk])


@pytest.fixture
def withdraw(event):
    return reverse("inspections:event_withdraw", args=["northshire", event.pk])


def test_an_event_is_recorded_and_stands_on_both_pages(sign_in, ada, dee, create, inspection):
    page = sign_in(ada).post(create, TYPED, follow=True)
    assert page.redirect_chain == [(inspection.source.get_absolute_url(), 302)]
    assert "Planning meeting, 19 September 2026, is recorded." in page.content.decode()
    # 19 September 2026 is a Saturday: told, not refused
    assert "This day is a Saturday." in page.content.decode()
    for path in (inspection.source.get_absolute_url(), reverse("inspections:deadline_list", args=["northshire"])):
        text = " ".join(sign_in(dee).get(path).content.decode().split())
        assert "19 September 2026" in text
        assert "How it is known: A paper" in text
        assert "withdraw" not in text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "party"}, "kind"),
        ({"kind": "other"}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"source_note": "x" * 301}, "source_note"),
        ({"happened": ""}, "happened"),
        ({"happened": "31/02/2020"}, "happened"),
        ({"happened": "4 February 0001"}, "happened"),
        ({"happened": "4 February 9999"}, "happened"),
        ({"happened": "spring or summer 2026"}, "happened"),
        ({"kind": "plan accepted", "happened": "4 February 2027"}, "happened"),
        ({"kind": "letter received", "happened": "9 July 2026"}, "happened"),  # the inspectors left on the 10th
    ],
)
def test_bad_input_is_told_kept_and_nothing_written(sign_in, ada, create, written, changes, field):
    before = written()
    page = sign_in(ada).post(create, TYPED | changes)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    assert "A paper" in page.content.decode() or field == "source_note"
    assert (Event.objects.count(), written()) == (0, before)


def test_an_event_is_put_right(sign_in, ada, edit, event):
    assert "18 September 2026" in sign_in(ada).get(edit).content.decode()
    page = sign_in(ada).post(edit, PUT_RIGHT, follow=True)
    assert "Planning meeting, late September 2026, is corrected." in page.content.decode()
    event.refresh_from_db()
    assert str(event.happened) == "late September 2026"


@pytest.mark.parametrize(("changes", "field"), [({"reason": ""}, "reason"), ({"happened": "soon"}, "happened")])
def test_a_bad_correction_writes_nothing(sign_in, ada, edit, event, written, changes, field):
    before = written()
    page = sign_in(ada).post(edit, PUT_RIGHT | changes)
    assert set(page.context["form"].errors) == {field}
    assert written() == before


def test_an_event_is_taken_back(sign_in, ada, withdraw, event, inspection):
    page = sign_in(ada).post(withdraw, TAKEN_BACK, follow=True)
    assert "Planning meeting is withdrawn." in page.content.decode()
    assert "18 September 2026" not in sign_in(ada).get(inspection.source.get_absolute_url()).content.decode()
    for name in ("edit", "withdraw"):
        url = reverse(f"inspections:event_{name}", args=["northshire", event.pk])
        assert sign_in(ada).post(url, TAKEN_BACK).status_code == 403


def test_a_stale_form_is_refused_and_kept(sign_in, ada, edit, withdraw, event):
    Event.objects.filter(pk=event.pk).update(version=1)
    for url, typed in ((edit, PUT_RIGHT), (withdraw, TAKEN_BACK)):
        page = sign_in(ada).post(url, typed)
        assert page.status_code == 409
        assert typed["reason"] in page.content.decode()
        assert "What is stored now" in page.content.decode()
    event.refresh_from_db()
    assert (str(event.happened), event.withdrawn_on) == ("18 September 2026", None)


def test_a_stranger_is_told_nothing_and_a_reader_may_not(sign_in, eve, dee, create, edit, withdraw):
    for url in (create, edit, withdraw):
        assert sign_in(eve).post(url, TYPED).status_code == 404
        assert sign_in(dee).post(url, TYPED).status_code == 403
