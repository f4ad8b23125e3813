"""The verbs of the story: what was found."""

from inspections import services as inspection_services
from inspections.models import Finding, Framework
from send_tracker.demo.finder import Finder


class InspectionVerbs(Finder):
    def tell_source(self, row: dict) -> None:
        inspection_services.record_source(
            area=self.area,
            kind=row["kind"],
            title=row["title"],
            given_by=row.get("given_by", ""),
            dated_on=row.get("dated"),
            by=self.lead,
            on=self.on,
        )

    def tell_inspection(self, row: dict) -> None:
        framework = Framework.objects.get(code=row["framework"])
        inspection_services.record_inspection(
            area=self.area,
            title=row["title"],
            framework=framework,
            started_on=row["started"],
            ended_on=row["ended"],
            letter_on=row.get("letter"),
            report_received_on=row.get("received"),
            received_basis=row.get("received_basis", ""),
            report_published_on=row["published"],
            outcome=framework.outcomes.get(code=row["outcome"]),
            by=self.lead,
            on=self.on,
        )

    def tell_finding(self, row: dict) -> None:
        inspection_services.record_finding(
            source=self.source_named(row["source"]),
            number=row["number"],
            kind=row.get("kind", Finding.Kind.WEAKNESS),
            text=row["text"],
            words=Finding.Words.SUMMARY,
            words_from=row.get("words_from", "the council's committee paper"),
            bodies=[self.body_named(body) for body in row["bodies"]],
            by=self.lead,
            on=self.on,
        )
