"""What every request goes through: nonsense refused early, every page shut unless it is named open."""

from urllib.parse import unquote_to_bytes

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpResponseNotAllowed
from django.utils.cache import add_never_cache_headers
from django.utils.http import parse_header_parameters

from areas.models.lineage import names_of
from send_tracker.lib.dates import today
from send_tracker.lib.files import LARGEST_FILE

LONGEST_ADDRESS = 4000
# A page that takes a file says itself when one is too large; what is far beyond is not read at all.
LARGEST_BODY = 4 * LARGEST_FILE
LONGEST_LENGTH = 18
METHODS = ("GET", "HEAD", "POST")


def refuse_other_charsets(application):
    """All our forms are sent in UTF-8: whoever says they send anything else would be misread, and gets a 400.

    Around Django and not inside it, because a charset such as "hex" breaks the making of the request itself.
    """

    def checked(environ, start_response):
        try:
            charset = parse_header_parameters(environ.get("CONTENT_TYPE", ""))[1].get("charset", "utf-8")
        except (LookupError, ValueError):  # a parameter in an encoding that does not exist, or without end
            charset = ""
        if charset.lower() == "utf-8":
            return application(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "text/plain")])
        return [b"This site reads UTF-8 alone. Nothing has been saved."]

    return checked


def body_length(request) -> int:
    """How much the sender says comes with the request, in bytes; 0 if it says nothing readable."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < LONGEST_LENGTH else 0


class RefuseNonsense:
    """A NUL byte or an endless address is an attack or an accident, and no database should see it: 400.

    No page knows any method but those of links and forms; a view would take another for a GET.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if body_length(request) > LARGEST_BODY:
            raise BadRequest("More was sent than any page of ours takes.")
        query = request.META.get("QUERY_STRING", "")
        too_long = len(request.path) + len(query) > LONGEST_ADDRESS
        if too_long or "\0" in request.path or b"\0" in unquote_to_bytes(query):
            raise BadRequest("The address is too long or holds a character that has no place in it.")
        return None


class ShutUnlessNamed(LoginRequiredMiddleware):
    """Signed-in people only, unless the view is marked `login_not_required`: for that one nobody opens the session.

    What a signed-in person sees is private: no browser or proxy keeps it.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        request.is_open_page = not getattr(view_func, "login_required", True)
        if request.is_open_page:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def process_response(self, request, response):
        if not getattr(request, "is_open_page", False):
            add_never_cache_headers(response)
        return response


class NamesOfToday:
    """Bodies and posts are called on every page what they are called today: a body that ended, after who followed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with names_of(today()):
            return self.get_response(request)
