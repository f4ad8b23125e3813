"""Boards and their meetings, the reports they are given, and what the public was shown."""

from boards.models.attachment import MeetingDocument
from boards.models.board import Board, Meeting, Seat
from boards.models.report import Clearance, Publication, Report, SectionKey, SectionText

__all__ = [
    "Board",
    "Clearance",
    "Meeting",
    "MeetingDocument",
    "Publication",
    "Report",
    "Seat",
    "SectionKey",
    "SectionText",
]
