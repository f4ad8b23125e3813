"""What anybody may read, without an account: pages of the Publication table and the national register, no other."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from boards.exports import NATIONAL_HEAD, national_rows
from boards.forms.national import NationalFilter
from boards.models import Publication
from boards.summaries import national as summaries
from boards.summaries.reports import paper
from inspections.summaries.themes import atlas, atlas_chart
from send_tracker.lib.http import attachment
from send_tracker.lib.sheets import to_csv
from send_tracker.lib.tables import table_rows

# Long enough to spare the server, short enough that a withdrawal is seen by everybody within a minute.
KEPT = {"public": True, "max_age": 60}
GONE = 410


@login_not_required
@require_safe
@cache_control(**KEPT)
def national(request):
    lines, filters, chosen = _national(request)
    return _page(
        request,
        "national",
        shown=summaries.national_page(lines),
        filters=filters,
        is_narrowed=bool(filters.chosen),
        count=len(chosen),
        total=len(lines),
        regions=[
            (region, table_rows("published/_national_row.html", (line.cells for line in region.lines)))
            for region in summaries.by_region(chosen)
        ],
        chart=summaries.region_chart(chosen),
    )


@login_not_required
@require_safe
@cache_control(**KEPT)
def themes(request):
    shown, urls = atlas(), summaries.publishers()
    areas = [(area, urls.get(area.area_name.casefold(), "")) for area in shown.areas]
    return _page(request, "themes", shown=shown, areas=areas, chart=atlas_chart(shown))


@login_not_required
@require_safe
@cache_control(**KEPT)
def national_csv(request):
    _, _, chosen = _national(request)
    content = to_csv(NATIONAL_HEAD, national_rows(chosen, settings.SITE_URL))
    return _mark(attachment(content, "area-send-inspections.csv", "text/csv; charset=utf-8"))


def _national(request):
    """All lines of the register, the filters that were asked, and the lines they let through."""
    lines = summaries.national_lines()
    filters = NationalFilter(request.GET, choices=summaries.filter_choices(lines))
    return lines, filters, summaries.narrowed(lines, filters.chosen)


@login_not_required
@require_safe
@cache_control(**KEPT)
def area_list(request):
    rows = Publication.objects.titles().filter(withdrawn_on__isnull=True, replacement__isnull=True)
    areas = {}
    for row in rows.order_by("area_name", "published_on", "pk"):
        areas[row.area_slug] = row  # the latest of each area
    return _page(request, "area_list", areas=list(areas.values()))


@login_not_required
@require_safe
@cache_control(**KEPT)
def area_detail(request, area_slug):
    rows = list(Publication.objects.titles().filter(area_slug=area_slug).order_by("-published_on", "-pk"))
    if not rows:
        raise Http404
    current = [row for row in rows if row.withdrawn_on is None and row.replacement_id is None]
    former = [row for row in rows if row not in current]
    return _page(request, "area_detail", area=rows[0], current=current, former=former, brand_url=rows[0].brand_url)


@login_not_required
@require_safe
@cache_control(**KEPT)
def publication_detail(request, area_slug, slug):
    rows = (
        Publication.objects.defer("pdf").select_related("replacement").defer("replacement__pdf", "replacement__content")
    )
    publication = get_object_or_404(rows, area_slug=area_slug, slug=slug)
    context = {"publication": publication, "brand_url": publication.brand_url}
    if publication.withdrawn_on:
        return _page(request, "publication_withdrawn", publication.content, **context)
    return _page(request, "publication_detail", publication.content, **context, **paper(publication.content))


@login_not_required
@require_safe
@cache_control(**KEPT)
def publication_pdf(request, area_slug, slug):
    publication = get_object_or_404(Publication, area_slug=area_slug, slug=slug)
    if publication.withdrawn_on:
        return HttpResponse(
            f"This report was withdrawn on {publication.withdrawn_on:%d/%m/%Y}.", content_type="text/plain", status=GONE
        )
    name = f"{publication.area_slug}-{publication.slug}.pdf"
    response = HttpResponse(
        bytes(publication.pdf),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(False, name), "ETag": f'"{publication.pdf_sha256}"'},
    )
    _mark(response, publication.content)
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _page(request, name, content=None, /, **context):
    return _mark(render(request, f"published/{name}.html", context), content)


def _mark(response, content=None):
    """The demonstration is of real councils: no search engine may take it for them."""
    if settings.DEMO_DAY is not None or (content and content["demonstration"]):
        response["X-Robots-Tag"] = "noindex"
    return response
