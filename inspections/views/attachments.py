"""The letters and documents of a source and of its findings."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from areas import access
from areas.access import Permission
from areas.views.attachments import attach, detach
from inspections.models import Source, SourceDocument
from send_tracker.lib.dates import today


def source_document_create(request, area_slug, pk):
    """Add a document to a source, or to one of its findings."""
    here = access.enter(request.user, area_slug, today())
    source = get_object_or_404(Source.objects.visible_to(here).select_related("area"), pk=pk)
    if not here.may(Permission.DOCUMENT_RECORD):
        raise PermissionDenied
    findings = {str(finding.pk): finding for finding in source.findings.in_order()}
    abouts = {
        "": "All of it",
        **{key: f"{finding.get_kind_display()} {finding.number}" for key, finding in findings.items()},
    }

    def make(document, about) -> SourceDocument:
        return SourceDocument(source=source, document=document, finding=findings.get(about))

    return attach(request, here, "inspections", source, make, abouts)


def source_document_end(request, area_slug, pk):
    """Take a document off again."""
    here = access.enter(request.user, area_slug, today())
    rows = SourceDocument.objects.visible_to(here).standing().select_related("document", "source__area")
    attachment = get_object_or_404(rows, pk=pk)
    if not here.may(Permission.DOCUMENT_RECORD):
        raise PermissionDenied
    return detach(request, here, "inspections", attachment)
