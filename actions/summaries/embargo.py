"""Which plans are under embargo because of what they answer to, and who may hear of them."""

from datetime import date

from django.db.models import Q

from actions.models import Action, Plan
from areas.access import Permission, members_who_may
from areas.models import Organisation
from inspections.models import Source
from inspections.summaries import let_in
from send_tracker.lib.dates import said


def plans_let_in(on: date) -> dict[int, frozenset[int]]:
    """For each plan under embargo on that day, the ids of the people who may see it and so hear of its parts.

    A plan that answers to several such sources is for those who may see them all. Two queries more than `let_in`;
    none where nothing is under embargo.
    """
    sources = let_in(on)
    pairs = (
        {
            *Plan.sources.through.objects.filter(source__in=sources).values_list("plan_id", "source_id"),
            *Action.findings.through.objects.filter(finding__source__in=sources).values_list(
                "action__plan_id", "finding__source_id"
            ),
        }
        if sources
        else ()
    )
    found: dict[int, frozenset[int]] = {}
    for plan_id, source_id in pairs:
        found[plan_id] = found.get(plan_id, sources[source_id]) & sources[source_id]
    return found


def embargo_on(plan: Plan, on: date) -> str:
    """Why nothing of this plan may be made public on that day, in words; nothing if nothing it answers to is secret."""
    answered = Q(plans=plan) | Q(findings__actions__plan=plan)
    source = Source.objects.unpublished(on).filter(answered).select_related("inspection").order_by("pk").first()
    if source is None:
        return ""
    until = source.inspection.report_published_on
    until_words = f"until {said(until)}" if until else "until its day of publication"
    return f"Its plan answers to {source.title}, which is under embargo {until_words}."


def answering_let_in(plan: Plan, organisation: Organisation, on: date) -> bool:
    """Whether somebody who answers for this body may see the plan; always, where nothing is under embargo."""
    may_see = plans_let_in(on).get(plan.pk)
    if may_see is None:
        return True
    answering = members_who_may(Permission.CONTRIBUTION_ANSWER, [organisation], on)
    return any(person.pk in may_see for person in answering.get((plan.area_id, organisation.pk), ()))
