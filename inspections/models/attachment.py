"""Which letters and documents belong to what was found."""

from django.db import models

from areas.models import Attachment
from inspections.models.source import Finding, Source


class SourceDocument(Attachment):
    """A document belongs to an inspection or another source, or to one of its findings."""

    TARGET = "source"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="attachments")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments")

    PUBLIC = frozenset()
    PRIVATE = frozenset({"document", "attached_on", "attached_by", "removed_on", "removed_by", "source", "finding"})

    def is_restricted(self, on) -> bool:
        inspection = getattr(self.source, "inspection", None)
        return inspection is not None and inspection.is_embargoed(on)

    @property
    def about(self) -> str:
        return f"{self.finding.get_kind_display().lower()} {self.finding.number}" if self.finding else ""
