"""The verbs of the story: letters and documents, and what they belong to."""

from collections.abc import Iterator

from actions.models import PlanDocument, Verdict
from areas import services as area_services
from areas.models import Attachment, Document
from boards.models import Meeting, MeetingDocument
from inspections.models import SourceDocument
from send_tracker.demo.finder import Finder


class DocumentVerbs(Finder):
    def tell_document(self, row: dict) -> None:
        document = area_services.record_document(
            area=self.area,
            kind=row["kind"],
            title=row["title"],
            dated_on=row.get("dated"),
            sender=row.get("sender", ""),
            recipient=row.get("recipient", ""),
            confidentiality=row.get("confidentiality", "members"),
            asks_for=row.get("asks_for", ""),
            answer_due_on=row.get("due"),
            file=None,
            link=row["link"],
            submission=self.submission_id(),
            by=self.lead,
            on=self.on,
        )
        for attachment in self.attachments(document, row):
            area_services.attach_document(attachment=attachment, by=self.lead, on=self.on)
        for title in row.get("answers", ()):
            area_services.answer_document(
                document=Document.objects.get(area=self.area, title=title),
                answered_on=row.get("dated", self.on),
                answer=document,
                answer_note="",
                version=None,
                by=self.lead,
                on=self.on,
            )

    def attachments(self, document: Document, row: dict) -> Iterator[Attachment]:
        """What the story says it belongs to: a source, a plan (or the verdict on it), a meeting of a board."""
        if "source" in row:
            yield SourceDocument(document=document, source=self.source_named(row["source"]))
        if "plan" in row:
            plan = self.plan_named(row["plan"])
            verdicts = Verdict.objects.filter(submission__plan=plan, on=row.get("verdict"))
            yield PlanDocument(document=document, plan=plan, verdict=verdicts.first())
        if "board" in row:
            meeting = Meeting.objects.get(board=self.board_named(row["board"]), on=row["meeting"])
            yield MeetingDocument(document=document, meeting=meeting)
