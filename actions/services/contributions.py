"""Asking a body for something, and everything that may be answered to it."""

from datetime import date
from uuid import UUID

from django.db import transaction

from actions.models import Action, Contribution, ContributionReply
from actions.services import check_live
from actions.status import check_step
from actions.summaries.embargo import answering_let_in
from areas import audit
from areas.models import Membership, Organisation
from send_tracker.lib.records import written_before
from send_tracker.lib.refusals import Refused

State = Contribution.State
Kind = ContributionReply.Kind


@transaction.atomic
def ask_contribution(
    *,
    action: Action,
    organisation: Organisation,
    asked: str,
    wanted_by_on: date | None = None,
    submission: UUID,
    by: Membership,
    on: date,
) -> Contribution:
    """Ask a body to give something to an action, by a day if one is named. The same `submission` asks once.

    Raises Refused if the plan has ended, or is under embargo from everybody who answers for the body.
    """
    action = Action.objects.select_for_update(of=("self",)).select_related("plan").get(pk=action.pk)
    if existing := written_before(Contribution, submission, action=action, organisation=organisation):
        return existing
    check_live(action.plan, on)
    if not answering_let_in(action.plan, organisation, on):
        raise Refused(
            f"This plan is under embargo, and nobody who answers for {organisation} may see it. An area lead names "
            "somebody on the inspection first.",
            "organisation",
        )
    contribution = Contribution.objects.create(
        action=action,
        organisation=organisation,
        asked=asked,
        asked_on=on,
        asked_by=by,
        wanted_by_on=wanted_by_on,
        first_wanted_by_on=wanted_by_on,
        submission=submission,
    )
    audit.record(
        "contribution asked",
        on=on,
        subject=contribution,
        by=by,
        action=action.reference,
        body=organisation.name,
        wanted_by=wanted_by_on,
    )
    return contribution


def agree_contribution(
    *,
    contribution: Contribution,
    for_on: date,
    submission: UUID,
    version: int | None = None,
    by: Membership,
    on: date,
    words: str = "",
) -> ContributionReply:
    """The body that owes it agrees to give it by this day, from which it can be late. `by` is one of its members."""
    return _reply(contribution, Kind.AGREED, submission, version, by, on, words=words, for_on=for_on)


def propose_date(
    *,
    contribution: Contribution,
    for_on: date,
    words: str,
    submission: UUID,
    version: int | None = None,
    by: Membership,
    on: date,
) -> ContributionReply:
    """The body that owes it names another day and says why; nothing is agreed until the asking side accepts."""
    return _reply(contribution, Kind.DATE_PROPOSED, submission, version, by, on, words=words, for_on=for_on)


def accept_date(
    *, contribution: Contribution, submission: UUID, version: int | None = None, by: Membership, on: date
) -> ContributionReply:
    """The asking side accepts the day that was proposed: it is agreed for that day."""
    return _reply(contribution, Kind.DATE_ACCEPTED, submission, version, by, on)


def decline_contribution(
    *,
    contribution: Contribution,
    words: str,
    submission: UUID,
    version: int | None = None,
    by: Membership,
    on: date,
) -> ContributionReply:
    """The body that was asked says that it is not possible, and why."""
    return _reply(contribution, Kind.NOT_POSSIBLE, submission, version, by, on, words=words)


def ask_again(
    *,
    contribution: Contribution,
    words: str,
    wanted_by_on: date | None = None,
    submission: UUID,
    version: int | None = None,
    by: Membership,
    on: date,
) -> ContributionReply:
    """The asking side asks again after another date was proposed or it was said not to be possible.

    `wanted_by_on` is the day wanted now; without it the first one stands.
    """
    return _reply(contribution, Kind.ASKED_AGAIN, submission, version, by, on, words=words, for_on=wanted_by_on)


def give_contribution(
    *,
    contribution: Contribution,
    words: str,
    rag: str = "",
    submission: UUID,
    version: int | None = None,
    by: Membership,
    on: date,
    heard_by: str = "",
    heard_on: date | None = None,
) -> ContributionReply:
    """It was given: in the body's own words, with its own rating if it gave one.

    Confirmed at once if `by` is a member of the body that owes it. Recorded by anybody else it is given and not yet
    confirmed, and `heard_by` (call, email, meeting) and `heard_on` say from whom and when it is known.
    Raises Refused if somebody else names no source, or the body itself names one.
    """
    is_own = contribution.organisation_id in by.organisation.same_bodies(on)
    if is_own == bool(heard_by and heard_on) or bool(heard_by) != bool(heard_on):
        raise Refused("What is recorded for another body, and nothing else, names how and when it was heard.")
    return _reply(
        contribution,
        Kind.GIVEN,
        submission,
        version,
        by,
        on,
        after=State.CONFIRMED if is_own else State.GIVEN,
        words=words,
        rag=rag,
        heard_by=heard_by,
        heard_on=heard_on,
    )


def confirm_contribution(
    *, contribution: Contribution, submission: UUID, version: int | None = None, by: Membership, on: date
) -> ContributionReply:
    """A member of the body that owes it confirms what was recorded for it. Raises Refused for anybody else."""
    if contribution.organisation_id not in by.organisation.same_bodies(on):
        raise Refused("Only a member of the body that owes it confirms it.")
    return _reply(contribution, Kind.CONFIRMED, submission, version, by, on)


@transaction.atomic
def _reply(
    contribution: Contribution,
    kind: Kind,
    submission: UUID,
    version: int | None,
    by: Membership,
    on: date,
    *,
    after: State | None = None,
    for_on: date | None = None,
    **said: object,
) -> ContributionReply:
    """Write one step: the reply, what it makes of the contribution, and the event.

    The same `submission` writes once. Raises StaleError if `version` is not the present one, MoveRefused if the state
    does not allow the step, Refused if the plan has ended; nothing is written then.
    """
    contribution = (
        Contribution.objects.select_for_update(of=("self",))
        .select_related("organisation", "action__plan")
        .get(pk=contribution.pk)
    )
    if existing := written_before(ContributionReply, submission, contribution=contribution, kind=kind):
        return existing
    contribution.check_seen(version)  # first of all: who sent an old page is told so, not that a step is not allowed
    check_live(contribution.action.plan, on)
    before = contribution.state
    contribution.state = check_step(before, kind)
    contribution.state = after or contribution.state
    _settle_dates(contribution, kind, for_on)
    contribution.step(version, "state", "wanted_by_on", "proposed_for_on", "agreed_for_on")
    reply = ContributionReply.objects.create(
        contribution=contribution,
        on=on,
        recorded_by=by,
        submission=submission,
        kind=kind,
        for_on=for_on or (contribution.agreed_for_on if kind == Kind.DATE_ACCEPTED else None),
        **said,
    )
    facts = {"before": before, "after": contribution.state, "for_on": reply.for_on}
    audit.record(f"contribution {kind.value}", on=on, subject=contribution, by=by, **facts)
    return reply


def _settle_dates(contribution: Contribution, kind: Kind, for_on: date | None) -> None:
    if kind == Kind.AGREED:
        contribution.agreed_for_on = for_on
    elif kind == Kind.DATE_PROPOSED:
        contribution.proposed_for_on = for_on
    elif kind == Kind.DATE_ACCEPTED:
        contribution.agreed_for_on = contribution.proposed_for_on
    elif kind == Kind.ASKED_AGAIN:
        contribution.proposed_for_on = None
        contribution.wanted_by_on = for_on or contribution.wanted_by_on
