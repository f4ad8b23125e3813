"""HTML in, tagged PDF out. Nothing is fetched but our own static files."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation


def own_file(name: str) -> Path | None:
    """The file behind a static address, under its plain name or, once collected, its hashed one; None if not ours."""
    try:
        collected = Path(staticfiles_storage.path(name)).resolve()
    except SuspiciousFileOperation:
        return None
    if collected.is_file() and collected.is_relative_to(Path(settings.STATIC_ROOT).resolve()):
        return collected
    try:
        found = finders.find(name)
    except SuspiciousFileOperation:
        return None
    return Path(found) if found and Path(found).is_file() else None


def render_pdf(html: str) -> bytes:
    """A PDF/UA-1 file of the HTML. The same HTML under the same `renderer()` gives the same bytes.

    Raises weasyprint's FatalURLFetchingError if the HTML asks for anything but a static file of ours.
    """
    import weasyprint  # noqa: PLC0415 -- slow import

    class OwnFilesOnly(weasyprint.URLFetcher):
        def fetch(self, url, headers=None):
            path = unquote(urlsplit(url).path)
            inside = url.startswith("file:") and path.startswith(settings.STATIC_URL)
            found = own_file(path.removeprefix(settings.STATIC_URL)) if inside else None
            if found is None:
                raise weasyprint.urls.FatalURLFetchingError(url)
            return super().fetch(found.as_uri(), headers)

    page = weasyprint.HTML(string=html, base_url="file:///", url_fetcher=OwnFilesOnly(allowed_protocols=["file"]))
    with _nothing_collected():
        return page.write_pdf(pdf_variant="pdf/ua-1")


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Looking for garbage among a paper's millions of live boxes took a sixth of the time, and found none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def renderer() -> str:
    """What made the PDF: the engine and its version, kept beside each file."""
    import weasyprint  # noqa: PLC0415 -- slow import

    return f"WeasyPrint {weasyprint.__version__}"
