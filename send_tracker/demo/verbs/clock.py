"""The verbs of the story: what happened to an inspection, when its reviews are, and what papers say of its dates."""

from inspections import services
from inspections.models import Deadline
from send_tracker.demo.finder import Finder
from send_tracker.lib.vague_words import parse


class ClockVerbs(Finder):
    def tell_event(self, row: dict) -> None:
        services.record_event(
            inspection=self.source_named(row["source"]).inspection,
            kind=row["kind"],
            title=row.get("title", ""),
            happened=parse(row["happened"]),
            source_note=row["note"],
            by=self.lead,
            on=self.on,
        )

    def tell_reviews(self, row: dict) -> None:
        services.choose_reviews(
            inspection=self.source_named(row["source"]).inspection,
            code=row["rule"],
            reason=row["reason"],
            version=None,
            by=self.lead,
            on=self.on,
        )

    def tell_agreed(self, row: dict) -> None:
        due_on, due_precision = parse(row["due"])
        services.override_deadline(
            deadline=self.deadline_titled(row),
            due_on=due_on,
            due_precision=due_precision,
            set_as=Deadline.SetAs.AGREED,
            agreed_with=row["with"],
            source_note=row["note"],
            reason=row["reason"],
            version=None,
            by=self.lead,
            on=self.on,
        )

    def tell_stated(self, row: dict) -> None:
        services.record_stated(
            deadline=self.deadline_titled(row),
            stated=parse(row["day"]),
            words=row["words"],
            stated_in=row["note"],
            explanation=row.get("explanation", ""),
            by=self.lead,
            on=self.on,
        )

    def tell_held(self, row: dict) -> None:
        services.meet_deadline(
            deadline=self.deadline_titled(row),
            met_on=row["held"],
            note=row["note"],
            version=None,
            by=self.lead,
            on=self.on,
        )

    def deadline_titled(self, row: dict) -> Deadline:
        inspection = self.source_named(row["source"]).inspection
        return Deadline.objects.standing().get(inspection=inspection, title=row["deadline"])
