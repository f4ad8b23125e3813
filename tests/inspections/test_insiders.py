"""Who is let in on an inspection before it is published."""

from datetime import timedelta

import pytest

from areas import access
from areas.models import AuditEvent, Role
from inspections import services
from inspections.models import Deadline, Finding, Insider, Inspection, Source
from inspections.summaries import let_in
from send_tracker.lib.refusals import Refused
from tests.factories.areas import make_membership
from tests.factories.inspections import make_finding, make_inspection


@pytest.fixture
def secret(northshire):
    """An inspection without a day of publication, with one finding."""
    inspection = make_inspection(northshire, report_published_on=None)
    make_finding(inspection.source)
    return inspection


def name(inspection, person, by, on):
    return services.name_insider(inspection=inspection, membership=person.membership, by=by.membership, on=on)


def sees(person, on, slug="northshire") -> set[str]:
    """The kinds of rows this person finds in the area."""
    here = access.enter(person, slug, on)
    return {model.__name__ for model in (Source, Inspection, Finding) if model.objects.visible_to(here).exists()}


def test_only_area_leads_and_those_named_see_it(secret, ada, ned, bea, on):
    assert [sees(person, on) for person in (ada, ned, bea)] == [{"Source", "Inspection", "Finding"}, set(), set()]
    insider = name(secret, bea, ada, on)
    assert (insider.named_by, insider.started_on) == (ada.membership, on)
    assert [len(sees(person, on)) for person in (ada, ned, bea)] == [3, 0, 3]
    services.end_insider(insider=insider, by=ada.membership, on=on)
    assert [len(sees(person, on)) for person in (ada, ned, bea)] == [3, 0, 0]
    assert list(AuditEvent.objects.order_by("id").values_list("event", "facts")) == [
        ("let in on embargo", {"person": "Bea (Shires ICB)"}),
        ("shut out of embargo", {"person": "Bea (Shires ICB)"}),
    ]


@pytest.mark.parametrize(("days", "is_seen"), [(None, False), (1, False), (0, True), (-1, True)])
def test_it_is_embargoed_until_its_day_of_publication(northshire, ned, on, days, is_seen):
    published_on = None if days is None else on + timedelta(days=days)
    inspection = make_inspection(northshire, report_published_on=published_on)
    assert inspection.is_embargoed(on) is not is_seen
    assert bool(sees(ned, on)) is is_seen
    assert Source.objects.unpublished(on).exists() is not is_seen


def test_somebody_is_named_in_one_capacity(secret, northshire, council, icb, ada, bea, on):
    """A second role adds nothing; when the one they were named in ends, they are a stranger again."""
    name(secret, bea, ada, on)
    make_membership(bea, northshire, council, Role.READER)
    bea.membership.ended_on = on
    bea.membership.save(update_fields=["ended_on"])
    assert sees(bea, on) == set()


def test_the_same_again_is_written_once(secret, ada, bea, on):
    assert name(secret, bea, ada, on) == name(secret, bea, ada, on)
    services.end_insider(insider=Insider.objects.get(), by=ada.membership, on=on)
    assert name(secret, bea, ada, on).pk != Insider.objects.first().pk


def test_nobody_is_named_on_what_is_published_nor_from_elsewhere(secret, northshire, southshire, ada, bea, eve, on):
    with pytest.raises(Refused, match="everybody in the area sees it"):
        name(make_inspection(northshire), bea, ada, on)
    with pytest.raises(Refused, match="a role in this area today"):
        name(secret, eve, ada, on)
    bea.is_active = False
    bea.save(update_fields=["is_active"])
    with pytest.raises(Refused, match="a role in this area today"):
        name(secret, bea, ada, on)
    assert not Insider.objects.exists()


def test_who_is_shut_out_already_cannot_be_again(secret, ada, bea, on):
    insider = name(secret, bea, ada, on)
    services.end_insider(insider=insider, by=ada.membership, on=on)
    with pytest.raises(Refused, match="ended on"):
        services.end_insider(insider=insider, by=ada.membership, on=on)


def test_who_may_hear_of_it(secret, northshire, ada, ned, bea, on):
    make_inspection(northshire)
    assert let_in(on) == {secret.source_id: {ada.pk}}
    name(secret, bea, ada, on)
    assert let_in(on) == {secret.source_id: {ada.pk, bea.pk}}
    bea.membership.ended_on = on
    bea.membership.save(update_fields=["ended_on"])
    assert let_in(on) == {secret.source_id: {ada.pk}}


def test_where_nothing_is_under_embargo_a_visit_asks_nothing_more(northshire, ada, ned, on, django_assert_num_queries):
    make_inspection(northshire)
    for person in (ada, ned):
        with django_assert_num_queries(4):  # two to enter
            here = access.enter(person, "northshire", on)
            assert (Source.objects.visible_to(here).count(), Deadline.objects.visible_to(here).count()) == (1, 0)


def test_where_something_is_it_asks_once(secret, ned, bea, on, django_assert_num_queries):
    with django_assert_num_queries(5):
        here = access.enter(ned, "northshire", on)
        assert (Source.objects.visible_to(here).count(), Deadline.objects.visible_to(here).count()) == (0, 0)
    with django_assert_num_queries(4):
        here = access.visits(bea, on)
        assert Source.objects.visible_to(*here).count() == 0
