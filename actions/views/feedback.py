"""Pages of a letter about the plan: its points, the responses to them, and who signed them off."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from actions import summaries
from actions.forms.feedback import CorrectPointForm, PointForm, ResponseForm, SignOffForm
from actions.models import FeedbackPoint, Verdict
from actions.services import feedback
from actions.views.common import STALE, in_words, page, seen_again
from areas import access
from areas.access import Permission
from send_tracker.lib.dates import said, today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused


def _verdict(here, pk) -> Verdict:
    return get_object_or_404(Verdict.objects.visible_to(here).select_related("submission__plan__area"), pk=pk)


def _point(here, pk) -> FeedbackPoint:
    found = FeedbackPoint.objects.visible_to(here).select_related("verdict__submission__plan__area")
    return get_object_or_404(found, pk=pk)


@require_safe
def verdict_detail(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    verdict = _verdict(here, pk)
    letter = summaries.letter_of(verdict, today())
    context = {"plan": verdict.submission.plan, "verdict": verdict, "letter": letter}
    may_record = here.may(Permission.PLAN_EDIT)
    return page(request, here, "verdict_detail", heading=summaries.SECTION_HEADING, may_record=may_record, **context)


def point_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    verdict = _verdict(here, pk)
    if not here.may(Permission.PLAN_EDIT):
        raise PermissionDenied
    form = PointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            point = feedback.add_point(verdict=verdict, by=by, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, f"Point {point.number} is added.")
            return redirect(point)
    return page(request, here, "point_create", verdict=verdict, form=form)


def point_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    point = _point(here, pk)
    if not here.may(Permission.PLAN_EDIT):
        raise PermissionDenied
    form = CorrectPointForm(request.POST or None, initial=_stored(point))
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            feedback.correct_point(point=point, by=by, on=today(), **form.cleaned_data)
        except StaleError:
            point.refresh_from_db()
            form = CorrectPointForm(seen_again(request.POST, point.version), initial=_stored(point))
            stored = in_words(form, _stored(point))
            return page(request, here, "point_edit", STALE, point=point, form=form, stored=stored)
        else:
            messages.success(request, f"Point {point.number} is changed.")
            return redirect(point)
    return page(request, here, "point_edit", point=point, form=form)


def _stored(point: FeedbackPoint) -> dict:
    return {name: getattr(point, name) for name in ("text", "words", "version")}


def response_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    point = _point(here, pk)
    if not here.may(Permission.PLAN_EDIT):
        raise PermissionDenied
    form = ResponseForm(request.POST or None, point=point)
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            feedback.answer_point(point=point, by=by, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, f"The response to point {point.number} is recorded.")
            return redirect(point)
    return page(request, here, "response_create", point=point, form=form)


def verdict_sign(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    verdict = _verdict(here, pk)
    if not here.may(Permission.PLAN_EDIT):
        raise PermissionDenied
    form = SignOffForm(request.POST or None, verdict=verdict, letter=summaries.letter_of(verdict, today()))
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            feedback.sign_off(verdict=verdict, by=by, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.tell(refusal)
        else:
            day = said(form.cleaned_data["signed_on"])
            messages.success(request, f"The sign-off by {form.cleaned_data['body']} on {day} is recorded.")
            return redirect(verdict)
    return page(request, here, "verdict_sign", verdict=verdict, form=form)
