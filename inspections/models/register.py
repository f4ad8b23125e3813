"""The national register, owned by no area: what Ofsted published of every inspection, and areas that were redrawn."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from areas.models import LocalArea
from inspections.models.rule import Framework, Outcome
from send_tracker.lib.records import one_of, together


class RevisitResult(models.TextChoices):
    """On how many of the weaknesses the inspectors found enough progress when they came back; Ofsted's own codes."""

    ALL = "Yes", "Sufficient progress on all"
    SOME = "Some", "Sufficient progress on some"
    NONE = "No", "Sufficient progress on none"


class RegisterEntryQuerySet(models.QuerySet):
    def of_area(self, area: LocalArea):
        """Lines that seem to be the area's own: by its code, else by its name, or by the name its code has here."""
        names = Q(area_name__iexact=area.name)
        if not area.ons_code:
            return self.filter(names)
        names |= Q(area_name__in=self.model.objects.filter(ons_code=area.ons_code).values("area_name"))
        return self.filter(Q(ons_code=area.ons_code) | Q(names, ons_code=""))

    def in_order(self):
        return self.select_related("framework", "outcome").order_by("area_name", "started_on")


class RegisterEntry(models.Model):
    """One line of Ofsted's published data: one inspection of one area, as the national register has it."""

    RevisitResult = RevisitResult

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="register_entries")
    area_name = models.CharField(max_length=100)
    ons_code = models.CharField("ONS code", max_length=9, blank=True)
    region = models.CharField(max_length=60)
    started_on = models.DateField()
    published_on = models.DateField()
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="register_entries")
    requires_plan = models.BooleanField()
    # Significant weaknesses (2016) or areas for priority action (2023); none is given where no plan is required.
    weakness_count = models.PositiveIntegerField(null=True)
    revisit_started_on = models.DateField(null=True)
    revisit_published_on = models.DateField(null=True)
    revisit_result = models.CharField(max_length=4, choices=RevisitResult, blank=True)
    sufficient_count = models.PositiveIntegerField(null=True)
    not_sufficient_count = models.PositiveIntegerField(null=True)
    # Where it stands in the source, and up to which day the source speaks: an older file changes nothing.
    source_title = models.CharField(max_length=200)
    source_file = models.CharField(max_length=100)
    source_line = models.PositiveIntegerField()
    as_at_on = models.DateField()

    objects = RegisterEntryQuerySet.as_manager()

    PUBLIC = frozenset(
        {
            "framework", "area_name", "ons_code", "region", "started_on", "published_on", "outcome", "requires_plan",
            "weakness_count", "revisit_started_on", "revisit_published_on", "revisit_result", "sufficient_count",
            "not_sufficient_count", "source_title", "source_file", "source_line", "as_at_on",
        }
    )  # fmt: skip
    PRIVATE = frozenset()

    class Meta:
        ordering = ["area_name", "started_on"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "area_name", "started_on"], name="register_entry_stands_once"),
            models.CheckConstraint(
                condition=Q(published_on__gte=F("started_on")), name="register_entry_published_after_start"
            ),
            models.CheckConstraint(
                condition=Q(weakness_count__isnull=True) | Q(requires_plan=True),
                name="register_entry_counted_only_with_a_plan",
            ),
            one_of("revisit_result", RevisitResult, "register_entry_revisit_result_is_known", blank=True),
            together(
                "revisit_started_on", "revisit_published_on", "sufficient_count", "not_sufficient_count",
                name="register_entry_revisit_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(revisit_started_on__isnull=True, revisit_result="")
                | (Q(revisit_started_on__isnull=False) & ~Q(revisit_result="")),
                name="register_entry_revisit_has_a_result",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.area_name}, inspected from {self.started_on:%d/%m/%Y}"

    def is_revisited_by(self, on: date) -> bool:
        """Whether the result of a revisit was known on that day: a story may be told from before it."""
        return self.revisit_published_on is not None and self.revisit_published_on <= on


class BoundaryChangeQuerySet(models.QuerySet):
    def that_made(self, area: LocalArea):
        """The changes by which the area took the place of others."""
        if area.ons_code:
            return self.filter(successor_code=area.ons_code)
        return self.filter(successor__iexact=area.name)


class BoundaryChange(models.Model):
    """From a day on, one council area took the place of another, or of a part of it; it inherits no outcome."""

    changed_on = models.DateField()
    predecessor = models.CharField(max_length=100)
    predecessor_code = models.CharField("ONS code of the predecessor", max_length=9)
    successor = models.CharField(max_length=100)
    successor_code = models.CharField("ONS code of the successor", max_length=9)
    # Which part of the predecessor went there, where it was not the whole of it.
    part = models.CharField(max_length=200, blank=True)

    objects = BoundaryChangeQuerySet.as_manager()

    PUBLIC = frozenset({"changed_on", "predecessor", "predecessor_code", "successor", "successor_code", "part"})
    PRIVATE = frozenset()

    class Meta:
        ordering = ["changed_on", "predecessor", "successor"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor_code", "successor_code"], name="boundary_change_stands_once"),
            models.CheckConstraint(
                condition=~Q(predecessor_code=F("successor_code")), name="boundary_change_is_to_another"
            ),
        ]

    def __str__(self):
        return f"{self.predecessor} to {self.successor}"
