"""The pages of the rules that apply in an area, and of when an inspection's reviews are."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from areas import access
from inspections import rules, services, summaries
from inspections.forms.rules import ReviewsForm, RuleForm
from inspections.models import DeadlineRule, Inspection
from inspections.views.common import RECORD, page, posted, stale
from send_tracker.lib.dates import said, today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused


@require_safe
def rule_list(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    return page(
        request,
        here,
        "rule_list",
        groups=summaries.rule_groups(here.area, today()),
        may_record=rules.may_record(here),
    )


def rule_change(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    rule = get_object_or_404(DeadlineRule.objects.visible_to(here).select_related("framework"), pk=pk)
    if not rules.may_change_rule(here, rule):
        raise PermissionDenied
    back = reverse("inspections:rule_list", args=[here.area.slug])
    form = RuleForm(posted(request), rule=rule, cancel_url=back)
    if form.is_valid():
        try:
            made = services.change_rule(
                area=here.area, rule=rule, by=here.acting(RECORD), on=today(), **form.cleaned_data
            )
        except Refused as refused:
            form.tell(refused)
        else:
            day, length = said(form.cleaned_data["from_on"]), f"{made.length} here" if made else "the national rule"
            messages.success(request, f"{rule.title}: {length} for clocks that start from {day} on.")
            return redirect(back)
    return page(request, here, "rule_change", form=form, rule=rule)


def reviews_choose(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    inspection = get_object_or_404(
        Inspection.objects.visible_to(here).select_related("source__area", "framework"), pk=pk
    )
    if not rules.may_record(here):
        raise PermissionDenied
    source = inspection.source
    initial = {"code": inspection.review_rule, "version": inspection.version}
    form = ReviewsForm(
        posted(request),
        initial=initial,
        rules=services.review_rules(inspection),
        cancel_url=source.get_absolute_url(),
    )
    if form.is_valid():
        try:
            services.choose_reviews(inspection=inspection, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        except StaleError:
            inspection.refresh_from_db()
            return stale(request, here, "reviews_choose", form, inspection, source=source)
        else:
            messages.success(request, "The reviews are set. Their dates stand below once the plan is accepted.")
            return redirect(source)
    return page(request, here, "reviews_choose", form=form, source=source)
