"""Boards and their meetings, the reports they are given, and what the public was shown."""

from boards.models.board import Board, Meeting, Seat
from boards.models.report import Clearance, Publication, Report, SectionKey, SectionText

__all__ = ["Board", "Clearance", "Meeting", "Publication", "Report", "Seat", "SectionKey", "SectionText"]
