"""Answers that are files, and long lists cut into pages."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from send_tracker.lib.sheets import Table, to_csv, to_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A list goes out as a file when its own address is asked with `?as=xlsx` or `?as=csv`, filters and all.
FILES = {
    "xlsx": (to_xlsx, XLSX),
    "csv": (lambda table: to_csv(table.head, table.rows), "text/csv; charset=utf-8"),
}


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """The content as a file to keep, under this name."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": content_disposition_header(True, name), "X-Content-Type-Options": "nosniff"},
    )


def paginate(rows: QuerySet | Sequence, number: str | None, size: int = 50) -> Page:
    """The page of that number, counted from 1; the first for nonsense, the last for a number beyond it."""
    return Paginator(rows, size).get_page(number)


def wants_file(request: HttpRequest) -> bool:
    """Whether the list of this page is asked for as a file (see `parts/_files.html`)."""
    return request.GET.get("as") in FILES


def as_file(request: HttpRequest, table: Table) -> HttpResponse:
    """The list as the file asked for, named after it. Ask `wants_file` first."""
    kind = request.GET["as"]
    write, content_type = FILES[kind]
    return attachment(write(table), f"{slugify(table.title) or 'list'}.{kind}", content_type)
