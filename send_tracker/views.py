"""The few pages that belong to no app: the front door, health, the accessibility statement."""

import sys
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import defaults
from django.views.decorators.http import require_POST, require_safe

from areas.models import Demonstration, Heartbeat, OutgoingEmail, User
from areas.summaries import demo_people

TICK_IS_LATE_AFTER = timedelta(minutes=15)


def everywhere(request) -> dict:
    """What every template knows: whether this is the demonstration, and the people it signs in by one press."""
    if settings.DEMO_DAY is None:
        return {}
    return {"demo_day": settings.DEMO_DAY, "demo_people": demo_people}


@login_not_required
@require_safe
def home(request):
    """What this is, where to sign in, where to read what is published. Reads no table."""
    return render(request, "home.html")


@login_not_required
@require_safe
def health(request):
    """The process is up."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def health_ready(request):
    """The database answers, and the background work runs. No names, no words: numbers only."""
    at = timezone.now()
    try:
        beat = Heartbeat.objects.filter(name="tick").first()
        oldest = OutgoingEmail.objects.filter(state="pending").order_by("created_at").first()
        facts = {
            "tick_age_seconds": int((at - beat.beat_at).total_seconds()) if beat else None,
            "oldest_waiting_seconds": max(0, int((at - oldest.created_at).total_seconds())) if oldest else 0,
            "failed": OutgoingEmail.objects.filter(state="failed").count(),
            "in_doubt": OutgoingEmail.objects.filter(is_in_doubt=True).count(),
        }
    except DatabaseError:
        return JsonResponse({"database": "does not answer"}, status=503, headers={"Retry-After": "10"})
    ready = beat is not None and at - beat.beat_at <= TICK_IS_LATE_AFTER
    return JsonResponse(facts, status=200 if ready else 503)


def server_error(request):
    """What is said when a page broke: come back in a moment, if it was a database that is away or locked too long."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        page = defaults.server_error(request, "503.html")
        return HttpResponse(page.content, status=503, headers={"Retry-After": "60"})
    return defaults.server_error(request)


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "accessibility.html")


def account_email(request):
    """There is no such page: an address is proved by an invitation alone."""
    raise Http404


@login_not_required
@require_POST
def demo_sign_in(request):
    """Sign in by one press. It is there in the demonstration alone; elsewhere it is no page at all."""
    # The guard at the start lets an empty database pass, and one that does not answer yet: here the row is asked for.
    if settings.DEMO_DAY is None or not Demonstration.objects.exists():
        raise Http404
    user = get_object_or_404(User, pk=_number(request.POST.get("user", "")), is_active=True)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if is_ours else "my_home")


def _number(text: str) -> int:
    """The id that was posted, or 0, which no row has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
