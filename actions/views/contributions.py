"""The pages of contributions: asking, answering, and all that is asked of one's own bodies."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from actions import rules, summaries
from actions.exports import contributions_table
from actions.forms import contributions as forms
from actions.models import Action, Contribution
from actions.services import contributions as services
from actions.status import MoveRefused, may_step
from actions.views.common import STALE, page, seen_again
from areas.access import Permission, Visit, enter, visits
from areas.models import Membership
from send_tracker.lib.dates import said, today
from send_tracker.lib.http import as_file, wants_file
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused

P = Permission


@require_safe
def my_contributions(request):
    here = visits(request.user, today())
    bodies = summaries.owed_by_bodies_of(here, today())
    if wants_file(request):
        return as_file(request, contributions_table(bodies))
    return render(request, "actions/my_contributions.html", {"bodies": bodies, "has_area": bool(here)})


def contribution_create(request, area_slug, pk):
    here = enter(request.user, area_slug, today())
    action = get_object_or_404(Action.objects.visible_to(here).select_related("plan__area"), pk=pk)
    if not rules.may_ask(here, action, today()):
        raise PermissionDenied
    form = forms.AskForm(request.POST or None, area=here.area, on=today(), cancel_url=action.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(P.CONTRIBUTION_ASK)
            services.ask_contribution(action=action, by=by, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.tell(refusal)
        else:
            body = form.cleaned_data["organisation"]
            messages.success(request, f"{body} is asked. Its members see it on their page.")
            return redirect(action)
    return page(request, here, "contribution_create", action=action, form=form)


@require_safe
def contribution_detail(request, area_slug, pk):
    here = enter(request.user, area_slug, today())
    return _detail(request, here, _contribution(here, pk))


def contribution_agree(request, area_slug, pk):
    here = enter(request.user, area_slug, today())
    contribution = _contribution(here, pk)
    by = _owing(here, contribution)
    return _answer(request, here, contribution, "agreed", forms.AgreeForm, services.agree_contribution, by)


def contribution_propose(request, area_slug, pk):
    here = enter(request.user, area_slug, today())
    contribution = _contribution(here, pk)
    by = _owing(here, contribution)
    return _answer(request, here, contribution, "date proposed", forms.ProposeForm, services.propose_date, by)


def contribution_decline(request, area_slug, pk):
    here = enter(request.user, area_slug, today())
    contribution = _contribution(here, pk)
    by = _owing(here, contribution)
    return _answer(request, here, contribution, "not possible", forms.DeclineForm, services.decline_contribution, by)


def contribution_give(request, area_slug, pk):
    here = enter(request.user, area_slug, today())
    contribution = _contribution(here, pk)
    if rules.may_answer(here, contribution, today()):
        form_class, by = forms.GiveForm, here.acting(P.CONTRIBUTION_ANSWER, contribution.organisation_id)
    elif rules.may_record_for(here, contribution, today()):
        form_class, by = forms.GiveForOtherForm, here.acting(P.CONTRIBUTION_RECORD_FOR_OTHERS)
    else:
        raise PermissionDenied
    return _answer(request, here, contribution, "given", form_class, services.give_contribution, by)


def contribution_ask_again(request, area_slug, pk):
    here = enter(request.user, area_slug, today())
    contribution = _contribution(here, pk)
    by = _asking(here, contribution)
    return _answer(request, here, contribution, "asked again", forms.AskAgainForm, services.ask_again, by)


def contribution_accept(request, area_slug, pk):
    here = enter(request.user, area_slug, today())
    contribution = _contribution(here, pk)
    return _press(request, here, contribution, services.accept_date, _asking(here, contribution))


def contribution_confirm(request, area_slug, pk):
    here = enter(request.user, area_slug, today())
    contribution = _contribution(here, pk)
    return _press(request, here, contribution, services.confirm_contribution, _owing(here, contribution))


def _contribution(here: Visit, pk: int) -> Contribution:
    found = Contribution.objects.visible_to(here).select_related(
        "organisation", "action__plan__area", "asked_by__user", "asked_by__organisation"
    )
    return get_object_or_404(found, pk=pk)


def _owing(here: Visit, contribution: Contribution) -> Membership:
    if not rules.may_answer(here, contribution, today()):
        raise PermissionDenied
    return here.acting(P.CONTRIBUTION_ANSWER, contribution.organisation_id)


def _asking(here: Visit, contribution: Contribution) -> Membership:
    if not rules.may_settle(here, contribution, today()):
        raise PermissionDenied
    return here.acting(P.CONTRIBUTION_ASK, rules.asking_body(here, contribution))


def _answer(
    request: HttpRequest,
    here: Visit,
    contribution: Contribution,
    kind: str,
    form_class: type[forms.AnswerForm],
    verb: Callable,
    by: Membership,
) -> HttpResponse:
    """The rest of every answer in words: the form, the verb, and what is said if the page was an old one."""
    options = {"contribution": contribution, "on": today(), "cancel_url": _back_url(request, contribution)}
    form = form_class(request.POST or None, **options)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            verb(contribution=contribution, by=by, on=today(), **form.cleaned_data)
        except (StaleError, MoveRefused, Refused) as error:
            contribution = options["contribution"] = _contribution(here, contribution.pk)
            refusal = _told(error, contribution)
            form = form_class(seen_again(request.POST, contribution.version), **options)
        else:
            return _done(request, _contribution(here, contribution.pk))
    elif request.method != "POST" and not may_step(contribution.state, kind):
        messages.info(request, f"This cannot be said of it any more: {contribution.get_state_display().lower()}.")
        return redirect(contribution)
    story = summaries.contribution_story(contribution) if refusal else []
    return page(
        request,
        here,
        request.resolver_match.url_name,
        status=STALE if refusal else 200,
        contribution=contribution,
        form=form,
        refusal=refusal,
        latest=story[0] if story else None,
    )


def _press(
    request: HttpRequest, here: Visit, contribution: Contribution, verb: Callable, by: Membership
) -> HttpResponse:
    """The rest of every answer that is one press."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = forms.AnswerForm(request.POST, contribution=contribution, on=today())
    if not form.is_valid():
        return _detail(request, here, contribution, refusal="The page did not come back whole. Look again, then press.")
    try:
        verb(contribution=contribution, by=by, on=today(), **form.cleaned_data)
    except (StaleError, MoveRefused, Refused) as error:
        contribution = _contribution(here, contribution.pk)
        return _detail(request, here, contribution, refusal=_told(error, contribution))
    return _done(request, _contribution(here, contribution.pk))


def _detail(request: HttpRequest, here: Visit, contribution: Contribution, refusal: str = "") -> HttpResponse:
    kinds = rules.replies_open(here, contribution, today())
    return page(
        request,
        here,
        "contribution_detail",
        status=STALE if refusal else 200,
        contribution=contribution,
        is_late=contribution.is_late(today()),
        story=summaries.contribution_story(contribution),
        ways=summaries.ways_on(contribution.get_absolute_url(), kinds),
        is_own=rules.may_answer(here, contribution, today()),
        refusal=refusal,
    )


def _done(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    messages.success(request, _now(contribution))
    return redirect(_back_url(request, contribution))


def _now(contribution: Contribution) -> str:
    """Where it stands, in a sentence."""
    words = {
        Contribution.State.ASKED: f"{contribution.organisation} is asked again.",
        Contribution.State.DATE_PROPOSED: f"{said(contribution.proposed_for_on)} is proposed. It counts once accepted.",
        Contribution.State.AGREED: f"It is agreed for {said(contribution.agreed_for_on)}.",
        Contribution.State.GIVEN: f"It is recorded as given. {contribution.organisation} is to confirm it.",
        Contribution.State.CONFIRMED: "It is given and confirmed.",
        Contribution.State.NOT_POSSIBLE: "It is recorded as not possible, with your reason.",
    }
    return words[contribution.state]


def _told(error: Exception, contribution: Contribution) -> str:
    if isinstance(error, StaleError):
        return "Somebody else answered while you had this page open. Nothing of yours is saved yet."
    if isinstance(error, MoveRefused):
        return f"This cannot be said of it any more: {contribution.get_state_display().lower()}. Nothing is saved."
    return f"{error} Nothing is saved."


def _back_url(request: HttpRequest, contribution: Contribution) -> str:
    """Back to the list of one's own for those who came from there, else to the contribution."""
    if request.GET.get("from") == "my":
        return reverse("actions:my_contributions")
    return contribution.get_absolute_url()
