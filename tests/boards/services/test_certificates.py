"""The certificate of joint sign-off: who must sign, who may, once each, and a later version needs its own."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from areas import access
from areas.models import AuditEvent, Role
from boards import rules
from boards.models import Certificate, Signature
from boards.services import certificates as services
from boards.services.approvals import open_route
from boards.summaries.certificates import certificate_page
from send_tracker.lib.records import AppendOnlyError
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_plan
from tests.factories.approvals import make_certificate, make_route
from tests.factories.areas import make_membership, make_organisation, make_post


@pytest.fixture
def act(ada, on):
    return {"by": ada.membership, "on": on}


@pytest.fixture
def route(northshire, ada, on):
    return make_route(make_plan(northshire, title="The plan"), ada.membership, on, edition="Version 1")


@pytest.fixture
def certificate(route, council, icb, ada, on):
    return make_certificate(route, [council, icb], ada.membership, on)


def heard(on, **fields):
    return {"heard_by": "call", "heard_on": on, **fields}


def test_it_is_complete_only_when_every_body_has_signed(
    certificate, neds_post, beas_post, ned, bea, on, django_assert_num_queries
):
    assert certificate_page(certificate).missing == ["Northshire Council", "Shires Integrated Care Board"]
    services.sign(certificate=certificate, post=neds_post, by=ned.membership, on=on)
    found = certificate_page(certificate)
    assert (found.is_complete, found.missing) == (False, ["Shires Integrated Care Board"])
    services.sign(certificate=certificate, post=beas_post, by=bea.membership, on=on)
    with django_assert_num_queries(3):
        found = certificate_page(certificate)
    assert found.is_complete
    assert [(line.body, line.post, line.day, line.how) for line in found.parties] == [
        ("Northshire Council", "Head of SEND", "14 October 2026", "Signed here"),
        ("Shires Integrated Care Board", "Designated clinical officer", "14 October 2026", "Signed here"),
    ]
    assert AuditEvent.objects.filter(event="certificate signed").count() == 2


def test_a_body_signs_once_by_whichever_post(certificate, northshire, council, neds_post, act):
    signature = services.sign(certificate=certificate, post=neds_post, **act)
    for post in (neds_post, make_post(northshire, council, "Director")):
        with pytest.raises(Refused, match=r"signed on 14 October 2026 already") as refused:
            services.sign(certificate=certificate, post=post, **act)
        assert refused.value.field == "post"
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            certificate=certificate, organisation=council, post=neds_post, on=act["on"], recorded_by=act["by"]
        )
    with pytest.raises(AppendOnlyError):
        signature.delete()
    assert Signature.objects.count() == 1


def test_a_signature_is_recorded_for_another_from_a_named_source(certificate, beas_post, ada, act, on):
    signed, told = date(2026, 10, 12), date(2026, 10, 13)
    services.sign(certificate=certificate, post=beas_post, signed_on=signed, **heard(told), **act)
    line = certificate_page(certificate).parties[1]
    assert line.day == "12 October 2026"
    assert line.how == f"Heard by telephone on 13 October 2026; recorded by {ada.membership}"


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("heard_on", {"heard_by": "call"}),
        ("heard_on", {"heard_on": 0}),
        ("heard_on", {"heard_by": "call", "heard_on": 1}),
        ("signed_on", {"heard_by": "call", "heard_on": -2, "signed_on": -1}),
        ("signed_on", {"signed_on": 1}),
        ("signed_on", {"signed_on": -1}),
    ],
)
def test_days_that_cannot_be(field, days, certificate, neds_post, act, on):
    asked = {name: on + timedelta(days=value) if isinstance(value, int) else value for name, value in days.items()}
    with pytest.raises(Refused) as refused:
        services.sign(certificate=certificate, post=neds_post, **asked, **act)
    assert refused.value.field == field
    assert not Signature.objects.exists()


def test_only_open_posts_of_the_bodies_named_sign(certificate, northshire, southshire, council, icb, forum, act, on):
    others = [
        make_post(northshire, forum), make_post(southshire, icb), make_post(northshire, council, closed_on=on),
    ]  # fmt: skip
    for post in others:
        with pytest.raises(Refused) as refused:
            services.sign(certificate=certificate, post=post, **act)
        assert refused.value.field in ("post", "")


def test_a_later_version_needs_its_own_certificate(certificate, route, council, icb, neds_post, act):
    later = open_route(plan=route.plan, edition="Version 2", **act)
    with pytest.raises(Refused, match="signed no more"):
        services.sign(certificate=certificate, post=neds_post, **act)
    assert certificate_page(certificate).superseded_by == "Version 2"
    with pytest.raises(Refused, match="already"):
        services.open_certificate(route=route, words="W", bodies=[council, icb], **act)
    second = services.open_certificate(route=later, words="W", bodies=[council, icb], **act)
    assert services.sign(certificate=second, post=neds_post, **act).certificate == second
    assert Certificate.objects.count() == 2


def test_no_certificate_is_opened_for_an_earlier_version(route, council, icb, act):
    open_route(plan=route.plan, edition="Version 2", **act)
    with pytest.raises(Refused, match="later version"):
        services.open_certificate(route=route, words="W", bodies=[council, icb], **act)


def test_council_and_health_both_sign_and_nobody_else(route, northshire, southshire, council, icb, forum, act):
    far = make_organisation(southshire, "Far CCG", "ccg")
    for bodies in ([], [council], [icb], [council, forum], [council, icb, forum], [council, far]):
        with pytest.raises(Refused) as refused:
            services.open_certificate(route=route, words="W", bodies=bodies, **act)
        assert refused.value.field == "bodies"
    assert not Certificate.objects.exists()


def test_who_may_sign_by_a_post_of_their_own(
    certificate, northshire, council, icb, ada, ned, bea, dee, fay, neds_post, beas_post, on
):
    def own(person):
        return rules.signing_posts(access.enter(person, "northshire", on), certificate)

    assert own(ned) == {neds_post.pk}
    assert own(bea) == {beas_post.pk}
    make_post(northshire, council, "Reader's post", holder=dee)
    # Bea holds a post of the council, too, but has no role for it.
    make_post(northshire, council, "Lent post", holder=bea)
    assert (own(ada), own(dee), own(fay)) == (frozenset(), frozenset(), frozenset())
    assert own(bea) == {beas_post.pk}
    make_membership(bea, northshire, council, Role.OFFICER)
    assert len(own(bea)) == 2
    services.sign(certificate=certificate, post=neds_post, by=ned.membership, on=on)
    assert own(bea) == {beas_post.pk}
    assert own(ned) == frozenset()
    visit = access.enter(ada, "northshire", on)
    assert rules.may_sign(visit, frozenset())
    assert not rules.may_sign(access.enter(ned, "northshire", on), frozenset())


def test_the_paper_says_what_the_page_says(certificate, neds_post, act):
    services.sign(certificate=certificate, post=neds_post, **act)
    html = services.certificate_html(certificate)
    for words in ("The plan", "Version 1", "We agree.", "Head of SEND", "Not complete", "Shires Integrated Care Board"):
        assert words in html
    assert "Demonstration" not in html
