"""Letters and other documents: the list, each with its versions, and the file itself."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from areas import access, services, summaries
from areas.access import Permission
from areas.forms.documents import AnswerForm, DocumentEditForm, DocumentForm, VersionForm, WithdrawForm
from areas.models import Document, DocumentVersion
from areas.summaries import area_tabs
from send_tracker.lib import files
from send_tracker.lib.dates import today
from send_tracker.lib.http import attachment, paginate
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused

RECORD = Permission.DOCUMENT_RECORD
CHANGED_MEANWHILE = (
    "Somebody saved a change while you had this page open. Nothing of yours is saved yet. "
    "Compare what you typed with what is stored now, then save again."
)
logger = logging.getLogger(__name__)


@require_safe
def document_list(request, area_slug):
    """What each letter asked for, by when, and whether it was answered."""
    here = access.enter(request.user, area_slug, today())
    page = paginate(summaries.with_versions(summaries.correspondence(here)), request.GET.get("page"))
    context = {
        "waiting": summaries.waiting_for_an_answer(here, today()),
        "lines": summaries.lines_of(page.object_list, here, today()),
        "page": page,
        "may_record": here.may(RECORD),
    }
    return _page(request, here, "document_list", **context)


@require_safe
def document_detail(request, area_slug, pk):
    """One document: its facts, its versions, and what became of what it asks for."""
    here = access.enter(request.user, area_slug, today())
    document = get_object_or_404(Document.objects.visible_to(here), pk=pk)
    shown = summaries.document_page(document, here, today())
    return _page(
        request, here, "document_detail", document=document, shown=shown, may_record=_may_change(here, document)
    )


def document_create(request, area_slug):
    """Record a letter or another document; then on to where it is to be attached, if that is where this began."""
    here = access.enter(request.user, area_slug, today())
    if not here.may(RECORD):
        raise PermissionDenied
    after = _way_on(request, area_slug)
    cancel_url = after or reverse("areas:document_list", args=[area_slug])
    form = DocumentForm(_posted(request), request.FILES or None, here=here, cancel_url=cancel_url)
    if form.is_valid():
        try:
            document = services.record_document(area=here.area, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{document.title} is recorded.")
            return redirect(f"{after}?document={document.pk}" if after else document.get_absolute_url())
    return _page(request, here, "document_create", form=form)


def document_edit(request, area_slug, pk):
    """Correct what is said of a document."""
    here = access.enter(request.user, area_slug, today())
    document = get_object_or_404(Document.objects.visible_to(here).select_related("area"), pk=pk)
    if not _may_change(here, document):
        raise PermissionDenied
    initial = {name: getattr(document, name) for name in (*services.DOCUMENT_FACTS, "version")}
    form = DocumentEditForm(_posted(request), initial=initial, here=here, cancel_url=document.get_absolute_url())
    if form.is_valid():
        try:
            services.correct_document(document=document, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        except StaleError:
            return _stale(request, here, "document_edit", form, document)
        else:
            messages.success(request, f"{form.cleaned_data['title']} is corrected.")
            return redirect(document)
    return _page(request, here, "document_edit", form=form, document=document)


def version_create(request, area_slug, pk):
    """Add a later version of a document."""
    here = access.enter(request.user, area_slug, today())
    document = get_object_or_404(Document.objects.visible_to(here).select_related("area"), pk=pk)
    if not _may_change(here, document):
        raise PermissionDenied
    form = VersionForm(_posted(request), request.FILES or None, cancel_url=document.get_absolute_url())
    if form.is_valid():
        try:
            version = services.add_version(document=document, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"Version {version.number} of {document.title} is added. The earlier ones stay.")
            return redirect(document)
    return _page(request, here, "version_create", form=form, document=document)


def document_answer(request, area_slug, pk):
    """Record that what a document asks for was answered."""
    here = access.enter(request.user, area_slug, today())
    document = get_object_or_404(Document.objects.visible_to(here).select_related("area"), pk=pk)
    if not _may_change(here, document):
        raise PermissionDenied
    made_for = {"here": here, "document": document, "cancel_url": document.get_absolute_url()}
    form = AnswerForm(_posted(request), initial={"version": document.version}, **made_for)
    if form.is_valid():
        try:
            services.answer_document(document=document, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        except StaleError:
            return _stale(request, here, "document_answer", form, document)
        else:
            messages.success(request, f"{document.title} is answered.")
            return redirect(document)
    return _page(request, here, "document_answer", form=form, document=document)


def document_withdraw(request, area_slug, pk):
    """Say that a document no longer counts, and why."""
    here = access.enter(request.user, area_slug, today())
    document = get_object_or_404(Document.objects.visible_to(here).select_related("area"), pk=pk)
    if not _may_change(here, document):
        raise PermissionDenied
    made_for = {"initial": {"version": document.version}, "cancel_url": document.get_absolute_url()}
    form = WithdrawForm(_posted(request), **made_for)
    if form.is_valid():
        try:
            services.withdraw_document(document=document, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        except StaleError:
            return _stale(request, here, "document_withdraw", form, document)
        else:
            messages.success(request, f"{document.title} is withdrawn. It stays to be read, with the reason.")
            return redirect(document)
    return _page(request, here, "document_withdraw", form=form, document=document)


@require_safe
def document_file(request, area_slug, pk):
    """The file of one version, to be kept: a browser never shows it as a page of ours."""
    here = access.enter(request.user, area_slug, today())
    versions = DocumentVersion.objects.visible_to(here).select_related("document__area")
    version = get_object_or_404(versions, pk=pk)
    if not version.sha256:
        raise Http404
    try:
        content = files.kept(version.sha256)
    except files.FileLostError:
        logger.error("The file of document version %s is lost: %s", version.pk, version.sha256)
        words = "The file is missing here, or damaged. Ask whoever runs this service to restore it from the backup."
        messages.error(request, words)
        return redirect(version.document)
    return attachment(content, version.file_name, version.content_type)


def _may_change(here, document) -> bool:
    return here.may(RECORD) and document.withdrawn_on is None


def _way_on(request, area_slug) -> str:
    """The page of this area to go on to, which the address names; nothing if it names none, or one elsewhere."""
    after = request.GET.get("next", "")
    is_ours = after.startswith(f"/areas/{area_slug}/") and url_has_allowed_host_and_scheme(after, allowed_hosts=None)
    return after if is_ours and "?" not in after and ".." not in after else ""


def _page(request, here, name, *, status=200, **context):
    context |= {"here": here, "tabs": area_tabs(here, "documents")}
    return render(request, f"areas/{name}.html", context, status=status)


def _stale(request, here, name, form, document):
    """The same form with what was typed, beside what is stored now; the next save is of the version shown here."""
    document.refresh_from_db()
    typed = request.POST.copy()
    typed["version"] = str(document.version)
    form.data = typed
    form.add_error(None, CHANGED_MEANWHILE)
    stored = summaries.stored_document(document)
    return _page(request, here, name, status=409, form=form, document=document, stored=stored)


def _posted(request):
    return request.POST if request.method == "POST" else None
