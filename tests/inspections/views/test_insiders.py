"""The pages on which an area lead says who may see an inspection before it is published."""

from datetime import date

import pytest

from inspections import services
from inspections.models import Insider
from tests.factories.inspections import make_inspection
from tests.words import words_of


@pytest.fixture
def secret(northshire):
    return make_inspection(northshire, report_published_on=date(2026, 11, 20))


@pytest.fixture
def url(secret):
    return f"/areas/northshire/inspections/{secret.pk}/insiders/new/"


def test_the_page_of_the_inspection_says_until_when_and_who(sign_in, secret, url, ada, bea, on):
    client = sign_in(ada)
    source = secret.source.get_absolute_url()
    text = words_of(client.get(source))
    assert "Embargoed until 20 November 2026" in text
    assert "Nobody is named: only area leads see it." in text
    page = client.post(url, {"membership": bea.membership.pk}, follow=True)
    assert page.redirect_chain == [(source, 302)]
    assert "Bea (Shires ICB) may see it from now on." in words_of(page)
    assert "Bea (Shires ICB), since 14 October 2026, named by Ada (Northshire Council)." in words_of(page)
    assert "Embargoed until 20 November 2026" in words_of(client.get("/areas/northshire/inspections/"))
    # Who is let in sees who else is, and names nobody.
    text = words_of(sign_in(bea).get(source))
    assert "Bea (Shires ICB), since" in text
    assert "Name somebody" not in text
    assert sign_in(bea).get(url).status_code == 403


def test_who_is_a_lead_or_named_already_is_not_offered(sign_in, secret, url, ada, ned, bea, eve, on):
    services.name_insider(inspection=secret, membership=bea.membership, by=ada.membership, on=on)
    offered = sign_in(ada).get(url).context["form"].fields["membership"].queryset
    assert list(offered) == [ned.membership]


@pytest.mark.parametrize("typed", ["", "0", "abc", "9" * 40, "\x00"])
def test_bad_input_is_told_and_writes_nothing(sign_in, url, ada, typed):
    page = sign_in(ada).post(url, {"membership": typed})
    assert page.status_code == 200
    assert "membership" in page.context["form"].errors
    assert not Insider.objects.exists()


def test_somebody_of_another_area_cannot_be_named(sign_in, url, ada, eve):
    assert "membership" in sign_in(ada).post(url, {"membership": eve.membership.pk}).context["form"].errors


def test_once_published_there_is_nobody_to_name(sign_in, northshire, ada, bea):
    inspection = make_inspection(northshire)
    url = f"/areas/northshire/inspections/{inspection.pk}/insiders/new/"
    client = sign_in(ada)
    assert "is published: everybody in the area sees it." in words_of(client.get(url))
    page = client.post(url, {"membership": bea.membership.pk})
    assert "This inspection is published" in words_of(page)
    assert not Insider.objects.exists()
    assert "Embargoed" not in words_of(client.get(inspection.source.get_absolute_url()))


def test_somebody_is_shut_out_after_asking(sign_in, secret, ada, bea, on):
    insider = services.name_insider(inspection=secret, membership=bea.membership, by=ada.membership, on=on)
    url = f"/areas/northshire/insiders/{insider.pk}/end/"
    client = sign_in(ada)
    assert "Shut out Bea (Shires ICB)" in words_of(client.get(url))
    assert Insider.objects.get().ended_on is None
    assert "Bea (Shires ICB) no longer sees it." in words_of(client.post(url, follow=True))
    assert Insider.objects.get().ended_by == ada.membership
    assert "ended on 14 October 2026" in words_of(client.post(url))


def test_to_everybody_else_there_is_no_such_page(sign_in, secret, url, ned, dee, eve, ada, bea, on):
    insider = services.name_insider(inspection=secret, membership=bea.membership, by=ada.membership, on=on)
    for person in (ned, dee, eve):
        for path in (url, f"/areas/northshire/insiders/{insider.pk}/end/"):
            client = sign_in(person)
            assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)
