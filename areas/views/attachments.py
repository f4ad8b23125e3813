"""What the pages of other storeys share that add a document to something, and take it off again."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from areas import services
from areas.access import Permission, Visit
from areas.forms import ConfirmForm
from areas.forms.documents import AttachForm
from areas.models import Attachment
from areas.summaries import area_tabs
from send_tracker.lib.dates import today
from send_tracker.lib.refusals import Refused


def attach(
    request: HttpRequest,
    here: Visit,
    tab: str,
    target: Model,
    make: Callable[..., Attachment],
    abouts: Mapping[str, str] | None = None,
    *,
    back: str = "",
) -> HttpResponse:
    """The page that adds a document to `target`: `make(document, about)` gives the new row, not yet saved.

    `back` is where one goes afterwards, if not to the target's own page. Ask for the permission first. The page keeps
    its own address, from which one is led to record a document and back.
    """
    back = back or target.get_absolute_url()
    posted = request.POST if request.method == "POST" else None
    initial = {"document": request.GET.get("document")}
    form = AttachForm(posted, initial=initial, here=here, abouts=abouts or {}, cancel_url=back)
    if form.is_valid():
        document, about = form.cleaned_data["document"], form.cleaned_data.get("about", "")
        by = here.acting(Permission.DOCUMENT_RECORD)
        try:
            services.attach_document(attachment=make(document, about), by=by, on=today())
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{document.title} is added.")
            return redirect(back)
    record_url = f"{reverse('areas:document_create', args=[here.area.slug])}?next={request.path}"
    context = {"here": here, "tabs": area_tabs(here, tab), "form": form, "target": target, "back": back}
    return render(request, "areas/document_attach.html", {**context, "record_url": record_url})


def detach(request: HttpRequest, here: Visit, tab: str, attachment: Attachment, *, back: str = "") -> HttpResponse:
    """The page that takes a document off again, after asking. Ask for the permission first."""
    target = getattr(attachment, attachment.TARGET)
    back = back or target.get_absolute_url()
    form = ConfirmForm({} if request.method == "POST" else None, submit="Take it off", cancel_url=back)
    if form.is_valid():
        by = here.acting(Permission.DOCUMENT_RECORD)
        try:
            services.detach_document(attachment=attachment, by=by, on=today())
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{attachment.document.title} is taken off.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, tab), "form": form, "target": target, "back": back}
    return render(request, "areas/document_detach.html", {**context, "document": attachment.document})
