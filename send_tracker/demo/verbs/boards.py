"""The verbs of the story: boards and reports."""

from areas.access import Permission
from areas.models import Membership, Organisation
from boards.models import Meeting
from boards.services import boards, publication, reports
from send_tracker.demo.finder import Finder


class BoardVerbs(Finder):
    def tell_board(self, row: dict) -> None:
        board = boards.create_board(
            area=self.area,
            kind=row["kind"],
            name=row["name"],
            parent=self.board_named(row["parent"]) if "parent" in row else None,
            plan=self.plan_named(row["plan"]) if "plan" in row else None,
            workstream=self.workstream_named(row["workstream"]) if "workstream" in row else None,
            established_on=row.get("established"),
            by=self.lead,
            on=self.on,
        )
        for place in row.get("seats", ()):
            post = self.post_named(place["post"]) if "post" in place else None
            boards.seat(
                board=board,
                organisation=post.organisation if post else self.body_named(place["body"]),
                post=post,
                is_chair=place.get("chair", False),
                is_required=place.get("required", True),
                by=self.lead,
                on=self.on,
            )

    def tell_meeting(self, row: dict) -> None:
        board = self.board_named(row["board"])
        boards.plan_meetings(board=board, days=row["days"], note=row.get("note", ""), by=self.lead, on=self.on)

    def tell_draft(self, row: dict) -> None:
        meeting = Meeting.objects.get(board=self.board_named(row["board"]), on=row["meeting"])
        reports.draft_report(meeting=meeting, cutoff_on=row["cutoff"], by=self.lead, on=self.on)

    def tell_chair_words(self, row: dict) -> None:
        report = self.report_of(row)
        version = report.section_texts.filter(key="chair").latest("version").version
        words = {"key": "chair", "words": row["chair_words"], "version": version}
        reports.write_section(report=report, **words, by=self.chair(row), on=self.on)

    def tell_approve(self, row: dict) -> None:
        report = self.report_of(row)
        reports.approve_report(report=report, version=report.version, by=self.chair(row), on=self.on)
        # Path not taken: leaving it to the background loop. The story publishes a few days later, and goes on at once.
        reports.render_waiting(self.at())

    def tell_clear(self, row: dict) -> None:
        post = self.post_named(row["post"])
        side = "council" if post.organisation.kind in Organisation.SPEAKS_FOR_COUNCIL else "health"
        publication.record_clearance(
            report=self.report_of(row), side=side, post=post, cleared_on=row["on"], by=self.lead, on=self.on
        )

    def tell_publish(self, row: dict) -> None:
        publication.publish_report(report=self.report_of(row), by=self.lead, on=self.on)

    def chair(self, row: dict) -> Membership:
        seat = self.board_named(row["board"]).seats.live(self.on).get(is_chair=True)
        return self.holder(seat.post, Permission.REPORT_APPROVE)
