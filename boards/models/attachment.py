"""Which letters and documents belong to a meeting."""

from django.db import models

from areas.models import Attachment
from boards.models.board import Meeting


class MeetingDocument(Attachment):
    """A document belongs to a meeting of a board."""

    TARGET = "meeting"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attachments")

    PUBLIC = frozenset()
    PRIVATE = frozenset({"document", "attached_on", "attached_by", "removed_on", "removed_by", "meeting"})
