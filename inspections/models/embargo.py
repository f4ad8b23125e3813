"""Who may see an inspection before it is published: one definition, which all that hangs on a source goes through."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from areas.access import Permission
from areas.models import Membership
from areas.models.area import DatedQuerySet, ends_after_start
from send_tracker.lib.records import together

HIDDEN = "hidden sources"


class InsiderQuerySet(DatedQuerySet):
    def visible_to(self, *visits):
        inspections = apps.get_model("inspections", "Inspection").objects  # its module imports this one
        return self.filter(inspection__in=inspections.visible_to(*visits))


class Insider(models.Model):
    """Somebody an area lead named to see one inspection before it is published, in one capacity and no other."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="insiders")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    named_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    objects = InsiderQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset({"inspection", "membership", "started_on", "named_by", "ended_on", "ended_by"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "membership"], condition=Q(ended_on__isnull=True), name="insider_named_once"
            ),
            together("ended_on", "ended_by", name="insider_ended_on_and_by"),
            ends_after_start("insider_ends_after_it_starts"),
        ]

    def __str__(self):
        return str(self.membership)


def unpublished(on) -> Q:
    """A source is under embargo on that day: of an inspection whose day of publication is unknown or still to come."""
    published_on = "inspection__report_published_on"
    return Q(inspection__isnull=False) & (Q(**{f"{published_on}__isnull": True}) | Q(**{f"{published_on}__gt": on}))


def embargo_in_area(on) -> Exists:
    """Whether anything is under embargo in the area of a membership: asked as somebody enters (inspections/apps.py)."""
    return Exists(_sources().filter(unpublished(on), area=OuterRef("area")))


def hidden_sources(visits) -> set[int]:
    """The sources these visits may not see: under embargo, by no area lead, and in no capacity that was named on it.

    Asked once a visit and kept with it, so that what hangs on a source costs no more to ask for than it did: one query
    for all visits together; none for an area lead, or where nothing is under embargo.
    """
    strangers = [here for here in visits if not here.may(Permission.EMBARGO_READ)]
    unasked = [here for here in strangers if HIDDEN not in here.known]
    hidden, by_area = Q(), {}
    for here in unasked:
        by_area[here.area.pk] = here.known[HIDDEN] = set()
        if here.memberships[0].has_embargo:
            capacities = [membership.pk for membership in here.memberships]
            insiders = Insider.objects.live(here.on).filter(
                inspection__source=OuterRef("pk"), membership__in=capacities
            )
            hidden |= Q(area=here.area.pk) & unpublished(here.on) & ~Exists(insiders)
    for area_id, pk in _sources().filter(hidden).values_list("area_id", "pk") if hidden else ():
        by_area[area_id].add(pk)
    return set().union(*(here.known[HIDDEN] for here in strangers))


def _sources():
    return apps.get_model("inspections", "Source").objects  # its module imports this one
