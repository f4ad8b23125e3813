"""A report on its way to the public, page by page."""

import pytest
from django.urls import reverse

from boards.models import Clearance, Publication
from boards.services import reports
from tests.factories.areas import make_organisation, make_post
from tests.factories.reports import AT

DAY = {"cleared_on_day": "13", "cleared_on_month": "10", "cleared_on_year": "2026"}


def url(name, *args):
    return reverse(f"boards:{name}", args=["northshire", *args])


def text(page):
    return " ".join(page.content.decode().split())


def day(value):
    return dict(zip(("cleared_on_day", "cleared_on_month", "cleared_on_year"), value.split("/"), strict=True))


def test_record_a_clearance(sign_in, ada, approved, neds_post):
    page = sign_in(ada).post(
        url("clearance_create", approved.pk), {"side": "council", "post": neds_post.pk, **DAY}, follow=True
    )
    assert "cleared it for the council" in text(page)
    clearance = Clearance.objects.get()
    assert (clearance.post, clearance.recorded_by) == (neds_post, ada.membership)


def test_an_independent_chair_is_not_offered(sign_in, ada, approved, neds_post, beas_post, northshire):
    chair = make_post(northshire, make_organisation(northshire, "Independent", "reviewer"), "Independent chair")
    form = sign_in(ada).get(url("clearance_create", approved.pk)).context["form"]
    assert set(form.fields["post"].queryset) == {neds_post, beas_post}
    page = sign_in(ada).post(url("clearance_create", approved.pk), {"side": "council", "post": chair.pk, **DAY})
    assert page.context["form"].errors["post"]
    assert not Clearance.objects.exists()


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("side", {"side": "parents"}),
        ("side", {"side": ""}),
        ("post", {"post": ""}),
        ("post", {"post": "x"}),
        ("post", {"post": "99999999999999999999"}),
        ("cleared_on", day("31/02/2026")),
        ("cleared_on", day("11/10/2026")),
        ("cleared_on", day("15/10/2026")),
        ("cleared_on", day("//")),
    ],
)
def test_a_bad_clearance_is_said_beside_its_field(field, fields, sign_in, ada, approved, neds_post):
    data = {"side": "council", "post": neds_post.pk, **DAY, **fields}
    page = sign_in(ada).post(url("clearance_create", approved.pk), data)
    assert page.status_code == 200
    assert page.context["form"].errors[field]
    assert not Clearance.objects.exists()


def test_another_areas_post_is_not_taken(sign_in, ada, approved, southshire, south_council):
    post = make_post(southshire, south_council)
    page = sign_in(ada).post(url("clearance_create", approved.pk), {"side": "council", "post": post.pk, **DAY})
    assert page.context["form"].errors["post"]


@pytest.mark.parametrize("name", ["clearance_create", "report_publish"])
def test_only_who_publishes_may(name, sign_in, approved, eve, dee, ned, cal):
    assert sign_in(eve).get(url(name, approved.pk)).status_code == 404
    assert sign_in(eve).post(url(name, approved.pk)).status_code == 404
    for person in (dee, ned, cal):
        assert sign_in(person).get(url(name, approved.pk)).status_code == 403
        assert sign_in(person).post(url(name, approved.pk)).status_code == 403


def test_the_preview_is_what_will_be_public_and_says_what_is_missing(sign_in, ada, approved):
    page = text(sign_in(ada).get(url("report_publish", approved.pk)))
    assert "The council has not cleared it." in page
    assert "Health has not cleared it." in page
    assert "Its PDF is not ready yet." in page
    assert "Publish it now" not in page
    assert "What was promised" in page
    assert "Nobody could be found." not in page
    page = sign_in(ada).post(url("report_publish", approved.pk), {"version": approved.version})
    assert page.status_code == 200
    assert not Publication.objects.exists()


def test_publish(sign_in, ada, approved, neds_post, beas_post):
    reports.render_waiting(AT)
    client = sign_in(ada)
    for side, post in (("council", neds_post), ("health", beas_post)):
        client.post(url("clearance_create", approved.pk), {"side": side, "post": post.pk, **DAY})
    assert "Publish it now" in text(client.get(url("report_publish", approved.pk)))
    for _ in range(2):
        page = client.post(url("report_publish", approved.pk), {"version": approved.version}, follow=True)
        assert "/published/northshire/improvement-board-2026-10/" in text(page)
    assert Publication.objects.get().published_by == ada.membership


def test_a_draft_is_not_published(sign_in, ada, draft):
    assert sign_in(ada).get(url("report_publish", draft.pk)).status_code == 302


def test_withdraw(sign_in, ada, published):
    address = url("publication_withdraw", published.pk)
    page = sign_in(ada).post(address, {"reason": "A wrong figure."}, follow=True)
    assert "It is withdrawn." in text(page)
    published.refresh_from_db()
    assert (published.withdrawn_by, published.withdrawal_reason) == (ada.membership, "A wrong figure.")


def test_going_back_and_publishing_again_does_not_undo_a_withdrawal(sign_in, ada, published):
    client, address = sign_in(ada), url("report_publish", published.report_id)
    seen = client.get(address).context["form"].initial["version"]
    client.post(url("publication_withdraw", published.pk), {"reason": "A wrong figure."})
    page = client.post(address, {"version": seen})
    assert page.status_code == 409
    assert "It was withdrawn since you opened this page" in text(page)
    assert Publication.objects.count() == 1
    client.post(address, {"version": page.context["form"].initial["version"]})
    assert Publication.objects.count() == 2


def test_the_second_to_withdraw_learns_the_first_reason_and_keeps_theirs(sign_in, ada, published):
    client, address = sign_in(ada), url("publication_withdraw", published.pk)
    client.post(address, {"reason": "A wrong figure."})
    page = client.post(address, {"reason": "A child could be known."})
    assert page.status_code == 200
    assert "for this reason: A wrong figure." in page.context["form"].errors["reason"][0]
    assert "A child could be known." in text(page)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, "a\0b"])
def test_withdrawing_needs_a_reason(reason, sign_in, ada, published):
    page = sign_in(ada).post(url("publication_withdraw", published.pk), {"reason": reason})
    assert page.status_code == 200
    assert page.context["form"].errors["reason"]
    published.refresh_from_db()
    assert published.withdrawn_on is None


def test_withdrawing_is_refused(sign_in, published, eve, dee):
    address = url("publication_withdraw", published.pk)
    assert sign_in(eve).post(address, {"reason": "x"}).status_code == 404
    assert sign_in(dee).post(address, {"reason": "x"}).status_code == 403
    published.refresh_from_db()
    assert published.withdrawn_on is None
