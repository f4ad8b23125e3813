"""Which letters and documents belong to a plan."""

from django.db import models

from actions.models.plan import Plan, Verdict
from areas.models import Attachment
from send_tracker.lib.dates import said


class PlanDocument(Attachment):
    """A document belongs to a plan, or to one of the verdicts on it."""

    TARGET = "plan"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="attachments")
    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments")

    PUBLIC = frozenset()
    PRIVATE = frozenset({"document", "attached_on", "attached_by", "removed_on", "removed_by", "plan", "verdict"})

    def is_restricted(self, on) -> bool:
        sources = self.plan.sources.select_related("inspection")
        return any(source.inspection.is_embargoed(on) for source in sources if hasattr(source, "inspection"))

    @property
    def about(self) -> str:
        return f"the verdict of {said(self.verdict.on)}" if self.verdict else ""
