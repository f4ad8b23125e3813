"""Themes: what findings are about, so that one area's can be set beside the country's."""

from django.db import models
from django.db.models import Q

from areas.models import LocalArea


class ThemeQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        """The national themes, and those of the visitor's own areas."""
        return self.filter(Q(area__isnull=True) | Q(area__in=[here.area.pk for here in visits]))

    def for_area(self, area):
        """Those a finding of the area may have: the national ones and its own."""
        return self.filter(Q(area__isnull=True) | Q(area=area))

    def national(self):
        return self.filter(area__isnull=True)

    def in_order(self):
        """As the pages list them: the national ones as shipped, then the area's own by name."""
        return self.order_by("position", "name", "pk")


class Theme(models.Model):
    """What a finding is about. The national themes belong to no area; an area may add its own."""

    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, null=True, blank=True, related_name="themes")
    # Where it stands in the shipped file; empty for an area's own.
    code = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    name = models.CharField(max_length=120)
    meaning = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField()

    objects = ThemeQuerySet.as_manager()

    PUBLIC = frozenset({"parent", "name", "meaning", "position"})
    PRIVATE = frozenset({"area", "code"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="theme_named_once_in_its_area"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(area__isnull=True), name="theme_named_once_for_the_country"
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="theme_has_its_own_code"),
            models.CheckConstraint(
                condition=Q(area__isnull=True) | Q(code="", parent__isnull=True), name="theme_of_an_area_stands_alone"
            ),
        ]

    def __str__(self):
        return self.name


class SurveyedArea(models.Model):
    """An area whose statement of action a published survey of the inspectors' letters sorted by theme."""

    survey = models.CharField(max_length=200)
    area_name = models.CharField(max_length=100)
    themes = models.ManyToManyField(Theme, related_name="surveyed_areas")
    # What the survey says of the area that none of its themes holds.
    note = models.CharField(max_length=300, blank=True)

    PUBLIC = frozenset({"survey", "area_name", "themes", "note"})
    PRIVATE = frozenset()

    class Meta:
        ordering = ["area_name"]
        constraints = [models.UniqueConstraint(fields=["survey", "area_name"], name="surveyed_area_stands_once")]

    def __str__(self):
        return self.area_name
