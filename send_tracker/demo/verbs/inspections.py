"""The verbs of the story: what was found."""

from uuid import uuid5

from inspections import services as inspection_services
from inspections.models import Finding, Framework, Inspection, SupportOffer, SupportStep
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
            kind=row.get("kind", Inspection.Kind.FULL),
            follows=self.source_named(row["follows"]).inspection if "follows" in row else None,
            started_on=row["started"],
            ended_on=row["ended"],
            letter_on=row.get("letter"),
            report_received_on=row.get("received"),
            received_basis=row.get("received_basis", ""),
            report_published_on=row["published"],
            outcome=framework.outcomes.get(code=row["outcome"]) if "outcome" in row else None,
            register_entry=framework.register_entries.of_area(self.area).filter(started_on=row["started"]).first(),
            by=self.lead,
            on=self.on,
        )

    def tell_finding(self, row: dict) -> None:
        inspection_services.record_finding(
            source=self.source_named(row["source"]),
            number=row["number"],
            kind=row.get("kind", Finding.Kind.WEAKNESS),
            label=row.get("label", ""),
            text=row["text"],
            words=Finding.Words.SUMMARY,
            words_from=row.get("words_from", "the council's committee paper"),
            bodies=[self.body_named(body) for body in row["bodies"]],
            by=self.lead,
            on=self.on,
        )

    def tell_finding_corrected(self, row: dict) -> None:
        finding = self.source_named(row["source"]).findings.get(number=row["number"])
        inspection_services.correct_finding(
            finding=finding,
            version=None,
            reason=row["reason"],
            text=row["text"],
            bodies=finding.bodies.all(),
            by=self.lead,
            on=self.on,
        )

    def tell_stated_count(self, row: dict) -> None:
        stated = inspection_services.state_count(
            source=self.source_named(row["source"]),
            kind=row.get("kind", Finding.Kind.WEAKNESS),
            count=row["count"],
            said_in=row["said_in"],
            by=self.lead,
            on=self.on,
        )
        if "explanation" in row:
            inspection_services.explain_count(
                stated=stated, explanation=row["explanation"], version=None, by=self.lead, on=self.on
            )

    def tell_judgement(self, row: dict) -> None:
        source = self.source_named(row["source"])
        findings = {finding.number: finding for finding in source.findings.judged()}
        inspection_services.judge_findings(
            source=source,
            visit_kind=row["visit"],
            verdicts={findings[number]: verdict for number, verdict in row["verdicts"].items()},
            judged_on=row.get("judged"),
            body=row.get("body", ""),
            source_note=row["note"],
            inspection=self.source_named(row["inspection"]).inspection if "inspection" in row else None,
            by=self.lead,
            on=self.on,
        )

    def tell_notice(self, row: dict) -> None:
        inspection_services.issue_notice(
            area=self.area,
            source=self.source_named(row["source"]) if "source" in row else None,
            given_by=row["given_by"],
            issued_on=row["issued"],
            deadline_on=row.get("deadline"),
            review_months=row.get("review_months", 6),
            requires=row["requires"],
            submission=self.submission_id(),
            by=self.lead,
            on=self.on,
        )

    def tell_support(self, row: dict) -> None:
        offers = inspection_services.record_support(
            area=self.area,
            source=self.source_named(row["source"]) if "source" in row else None,
            offered_by=row["by"],
            brokered_by=row.get("broker", ""),
            offered_on=self.on,
            offers=row["offers"],
            by=self.lead,
            on=self.on,
        )
        for offer in offers if "taken_up" in row else ():
            self.support_step(offer, SupportStep.Kind.TAKEN_UP, row["taken_up"])

    def tell_support_step(self, row: dict) -> None:
        offer = SupportOffer.objects.get(area=self.area, offered_by=row["by"], offered=row["offer"])
        self.support_step(offer, row["kind"], row["words"])

    def support_step(self, offer: SupportOffer, kind: str, words: str) -> None:
        inspection_services.record_support_step(
            offer=offer,
            kind=kind,
            happened_on=self.on,
            words=words,
            submission=uuid5(self.submission_id(), str(offer.pk)),
            by=self.lead,
            on=self.on,
        )
