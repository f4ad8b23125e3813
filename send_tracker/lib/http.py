"""Answers that are files, and long lists cut into pages."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.http import content_disposition_header


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
