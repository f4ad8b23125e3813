"""The letters and documents of a plan and of the verdicts on it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from actions.models import Plan, PlanDocument
from actions.views.common import page
from areas import access
from areas.access import Permission
from areas.summaries import attached
from areas.views.attachments import attach, detach
from send_tracker.lib.dates import said, today


@require_safe
def plan_document_list(request, area_slug, pk):
    """The documents of a plan: on a page of their own, for the plan's is long enough."""
    here = access.enter(request.user, area_slug, today())
    plan = get_object_or_404(Plan.objects.visible_to(here).select_related("area"), pk=pk)
    documents = attached(
        plan.attachments.all(),
        here,
        today(),
        add_url=reverse("actions:plan_document_create", args=[area_slug, pk]),
        end_name="actions:plan_document_end",
        parts=("verdict",),
    )
    return page(request, here, "plan_document_list", plan=plan, documents=documents)


def plan_document_create(request, area_slug, pk):
    """Add a document to a plan, or to a verdict on it."""
    here = access.enter(request.user, area_slug, today())
    plan = get_object_or_404(Plan.objects.visible_to(here).select_related("area"), pk=pk)
    if not here.may(Permission.DOCUMENT_RECORD):
        raise PermissionDenied
    submissions = plan.submissions.order_by("on", "id").prefetch_related("verdicts")
    verdicts = {str(verdict.pk): verdict for submission in submissions for verdict in submission.verdicts.all()}
    abouts = {"": "The plan", **{key: f"The verdict of {said(verdict.on)}" for key, verdict in verdicts.items()}}

    def make(document, about) -> PlanDocument:
        return PlanDocument(plan=plan, document=document, verdict=verdicts.get(about))

    return attach(request, here, "plans", plan, make, abouts, back=_list_of(plan))


def plan_document_end(request, area_slug, pk):
    """Take a document off again."""
    here = access.enter(request.user, area_slug, today())
    rows = PlanDocument.objects.visible_to(here).standing().select_related("document", "plan__area")
    attachment = get_object_or_404(rows, pk=pk)
    if not here.may(Permission.DOCUMENT_RECORD):
        raise PermissionDenied
    return detach(request, here, "plans", attachment, back=_list_of(attachment.plan))


def _list_of(plan: Plan) -> str:
    return reverse("actions:plan_document_list", args=[plan.area.slug, plan.pk])
