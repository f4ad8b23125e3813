"""What the pages of this app share: their frame, what was posted, and a stale form."""

from django.shortcuts import render
from django.urls import reverse

from areas.access import Permission
from areas.summaries import area_tabs
from inspections import summaries

RECORD = Permission.INSPECTION_RECORD
CHANGED_MEANWHILE = (
    "Somebody saved a change while you had this page open. Nothing of yours is saved yet. "
    "Compare what you typed with what is stored now, then save again."
)


def page(request, here, name, *, status=200, **context):
    context |= {"here": here, "tabs": area_tabs(here, "inspections")}
    return render(request, f"inspections/{name}.html", context, status=status)


def stale(request, here, name, form, row, **context):
    """The same form with what was typed, beside what is stored now; the next save is of the version shown here."""
    typed = request.POST.copy()
    typed["version"] = str(row.version)
    form.data = typed
    form.add_error(None, CHANGED_MEANWHILE)
    return page(request, here, name, status=409, form=form, stored=summaries.stored(row), **context)


def posted(request):
    return request.POST if request.method == "POST" else None


def list_url(here):
    return reverse("inspections:source_list", args=[here.area.slug])
