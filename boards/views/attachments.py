"""The letters and documents of a meeting."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from areas import access
from areas.access import Permission
from areas.views.attachments import attach, detach
from boards.models import Meeting, MeetingDocument
from send_tracker.lib.dates import today


def meeting_document_create(request, area_slug, pk):
    """Add a document to a meeting."""
    here = access.enter(request.user, area_slug, today())
    meeting = get_object_or_404(Meeting.objects.visible_to(here).select_related("board__area"), pk=pk)
    if not here.may(Permission.DOCUMENT_RECORD):
        raise PermissionDenied

    def make(document, about) -> MeetingDocument:
        return MeetingDocument(meeting=meeting, document=document)

    return attach(request, here, "boards", meeting, make)


def meeting_document_end(request, area_slug, pk):
    """Take a document off again."""
    here = access.enter(request.user, area_slug, today())
    rows = MeetingDocument.objects.visible_to(here).standing().select_related("document", "meeting__board__area")
    attachment = get_object_or_404(rows, pk=pk)
    if not here.may(Permission.DOCUMENT_RECORD):
        raise PermissionDenied
    return detach(request, here, "boards", attachment)
