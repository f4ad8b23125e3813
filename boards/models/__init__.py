"""Boards and their meetings, how a plan is approved, the reports they are given, and what the public was shown."""

from boards.models.approval import ApprovalDecision, ApprovalRoute, ApprovalStep
from boards.models.attachment import MeetingDocument
from boards.models.board import Board, Meeting, Seat
from boards.models.certificate import Certificate, Signature
from boards.models.report import Clearance, Publication, Report, SectionKey, SectionText

__all__ = [
    "ApprovalDecision",
    "ApprovalRoute",
    "ApprovalStep",
    "Board",
    "Certificate",
    "Clearance",
    "Meeting",
    "MeetingDocument",
    "Publication",
    "Report",
    "Seat",
    "SectionKey",
    "SectionText",
    "Signature",
]
