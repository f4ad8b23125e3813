"""Local areas, their places, and the organisations that answer for them."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from areas.models import lineage
from send_tracker.lib.records import one_of

LOWEST_CONTRAST = 4.5


def contrast_with_white(colour: str) -> float:
    """The contrast ratio (WCAG 2) of `#rrggbb` text on white, from 1 to 21."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def check_brand_colour(value: str) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValidationError("Enter a colour as # and six digits, such as #00625b")
    if contrast_with_white(value) < LOWEST_CONTRAST:
        raise ValidationError("Choose a darker colour: white words on this one cannot be read by everybody")


class DatedQuerySet(models.QuerySet):
    """Rows that begin and may end. A row counts on its first day and no longer on the day it ends."""

    def live(self, on):
        return self.filter(Q(started_on__lte=on), Q(ended_on__isnull=True) | Q(ended_on__gt=on))


class InAreaQuerySet(DatedQuerySet):
    """Dated rows of one area each."""

    def visible_to(self, *visits):
        return self.filter(area__in=[here.area.pk for here in visits])


def ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name=name)


class LocalArea(models.Model):
    """One council area and its partners, inspected together: the wall between what they see and all others."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    ons_code = models.CharField("ONS code", max_length=9, blank=True)
    brand_colour = models.CharField(max_length=7, default="#00625b", validators=[check_brand_colour])
    created_at = models.DateTimeField(auto_now_add=True)

    PUBLIC = frozenset({"name", "slug", "brand_colour"})
    PRIVATE = frozenset({"ons_code", "created_at"})

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("boards:area_detail", args=[self.slug])

    @property
    def brand_url(self) -> str:
        """The style sheet of this colour: the address says it all, so it may be kept for ever and reads no row."""
        return reverse("areas:brand", args=[self.brand_colour.lower().removeprefix("#")])


class PlaceKind(models.TextChoices):
    QUADRANT = "quadrant", "Quadrant"
    DISTRICT = "district", "District"
    LOCALITY = "locality", "Locality"
    HEALTH_FOOTPRINT = "health footprint", "Health footprint"


class Place(models.Model):
    """A part of a local area that is planned or counted apart: a quadrant, a district, a health footprint."""

    Kind = PlaceKind

    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="places")
    kind = models.CharField(max_length=20, choices=PlaceKind)
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "kind", "name"], name="place_named_once_in_its_area"),
            one_of("kind", PlaceKind, "place_kind_is_known"),
        ]

    def __str__(self):
        return self.name


class OrganisationKind(models.TextChoices):
    COUNCIL = "council", "Council"
    CCG = "ccg", "Clinical commissioning group"
    ICB = "icb", "Integrated care board"
    NHS_TRUST = "nhs trust", "NHS trust"
    PROVIDER = "provider", "Other provider"
    SOCIAL_CARE = "social care", "Social care"
    SCHOOLS = "schools", "School or group of schools"
    COLLEGE = "college", "College"
    FORUM = "forum", "Parent carer forum"
    YOUNG_PEOPLE = "young people", "Young people's group"
    ADVOCACY = "advocacy", "SENDIASS or advocacy"
    YOUTH_JUSTICE = "youth justice", "Youth justice"
    PUBLIC_HEALTH = "public health", "Public health"
    DFE = "dfe", "Department for Education"
    NHSE = "nhse", "NHS England"
    OFSTED = "ofsted", "Ofsted"
    CQC = "cqc", "Care Quality Commission"
    REVIEWER = "reviewer", "Other council or reviewer"


class Organisation(models.Model):
    """A body that may answer for part of a plan: one row, however many areas it serves."""

    Kind = OrganisationKind

    HEALTH = frozenset(
        {OrganisationKind.CCG, OrganisationKind.ICB, OrganisationKind.NHS_TRUST, OrganisationKind.PROVIDER}
    )
    # Who may clear a joint report before the public sees it: the two that submit the statement together.
    SPEAKS_FOR_COUNCIL = frozenset({OrganisationKind.COUNCIL})
    SPEAKS_FOR_HEALTH = frozenset({OrganisationKind.CCG, OrganisationKind.ICB})

    name = models.CharField(max_length=150, unique=True)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")
    # Everybody it is joined to by succession (lineage.py), kept by the services, so that no page asks again.
    family = models.JSONField(default=list, blank=True)

    PUBLIC = frozenset({"name", "short_name", "kind"})
    PRIVATE = frozenset({"started_on", "ended_on", "successor", "family"})

    class Meta:
        constraints = [
            one_of("kind", OrganisationKind, "organisation_kind_is_known"),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(ended_on__isnull=False), name="organisation_succeeded_has_ended"
            ),
        ]

    def __str__(self):
        return lineage.called(self.pk, self.short_name or self.name, self.family)

    @property
    def full_name(self) -> str:
        """The long name, as of the day whose names are used."""
        return lineage.called(self.pk, self.name, self.family, short=False)

    @property
    def called_today(self) -> str:
        """The short name of the body that stands for it on the day whose names are used, without its own."""
        other = lineage.now(self.pk, self.family)
        return (other["short_name"] or other["name"]) if other else str(self)

    @property
    def full_name_today(self) -> str:
        """The long name of the body that stands for it on the day whose names are used, without its own."""
        other = lineage.now(self.pk, self.family)
        return other["name"] if other else self.name

    @property
    def kind_today(self) -> str:
        """The kind of the body that stands for it on the day whose names are used, in words."""
        other = lineage.now(self.pk, self.family)
        return OrganisationKind(other["kind"]).label if other else self.get_kind_display()

    def stands_as(self, on) -> int:
        """The id of the body that stands for it on that day: its own until it ended."""
        return lineage.stands_as(self.pk, self.family, on)

    def same_bodies(self, on) -> frozenset[int]:
        """The ids of all bodies that are one with it on that day, its own among them."""
        return lineage.same_bodies(self.pk, self.family, on)


class Partner(models.Model):
    """An organisation that answers for a local area, from a day on."""

    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = InAreaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "organisation"], name="partner_once_in_an_area"),
            ends_after_start("partner_ends_after_it_starts"),
        ]


class Commissioning(models.Model):
    """A provider works under a commissioner, who therefore sees what the provider is asked for."""

    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="commissioned_by")
    commissioner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="commissions")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "commissioner"], name="commissioning_named_once"),
            models.CheckConstraint(condition=~Q(provider=F("commissioner")), name="commissioning_is_of_another"),
            ends_after_start("commissioning_ends_after_it_starts"),
        ]
