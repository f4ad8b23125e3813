"""Council and health sign one version of a plan together."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from areas import audit
from areas.models import Membership, Organisation, Post
from boards.models import ApprovalRoute, Certificate, Signature
from boards.services.approvals import is_current
from boards.services.reports import is_demonstration
from boards.summaries.certificates import certificate_page
from boards.summaries.reports import DEMONSTRATION
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused


@transaction.atomic
def open_certificate(
    *, route: ApprovalRoute, words: str, bodies: Iterable[Organisation], by: Membership, on: date
) -> Certificate:
    """The certificate of this version of the plan, to be signed by each of these bodies. One for a version.

    Raises Refused unless the bodies, all of them councils, CCGs or ICBs and partners of the area, are of council and of
    health both; if there is one already; if a later version of the plan has its own route.
    """
    route = ApprovalRoute.objects.select_for_update(of=("self",)).select_related("plan__area").get(pk=route.pk)
    bodies = list(bodies)
    if Certificate.objects.filter(route=route).exists():
        raise Refused("This version of the plan has its certificate already.")
    if not is_current(route):
        raise Refused("A later version of the plan has a route of its own: open the certificate of that one.")
    _check_bodies(route, bodies, on)
    certificate = Certificate.objects.create(route=route, words=words, opened_on=on, opened_by=by)
    certificate.bodies.set(bodies)
    audit.record(
        "certificate of joint sign-off opened", on=on, subject=certificate, by=by,
        bodies=sorted(body.name for body in bodies),
    )  # fmt: skip
    return certificate


@transaction.atomic
def sign(
    *,
    certificate: Certificate,
    post: Post,
    signed_on: date | None = None,
    heard_by: str = "",
    heard_on: date | None = None,
    by: Membership,
    on: date,
) -> Signature:
    """The post signs for its body; with `heard_by` and `heard_on` that it has is recorded for it, from a named source.

    `signed_on` is today unless it is recorded for another. Raises Refused if the body is not asked to sign or has
    signed, for a day in the future or before the certificate, and for a certificate of a version that was superseded.
    """
    route = ApprovalRoute.objects.select_for_update(of=("self",)).get(pk=certificate.route_id)
    certificate = Certificate.objects.select_related("route__plan__area").get(pk=certificate.pk)
    signed_on = signed_on or on
    if not certificate.bodies.filter(pk=post.organisation_id).exists():
        raise Refused(f"{post.organisation} is not asked to sign this certificate.", "post")
    if not is_current(route):
        raise Refused("A later version of the plan has its own certificate: this one is signed no more.")
    if post.area_id != certificate.route.plan.area_id or post.closed_on is not None:
        raise Refused("Choose an open post of this area.", "post")
    if bool(heard_by) != bool(heard_on) or (heard_on and heard_on > on):
        raise Refused("Say how you heard that they signed, and on which day, today or before.", "heard_on")
    if signed_on > on or (heard_on and signed_on > heard_on):
        raise Refused("The signature cannot be from the future, or later than you heard of it.", "signed_on")
    if signed_on < on and not heard_by:
        raise Refused("You sign today.", "signed_on")
    try:
        with transaction.atomic():
            signature = Signature.objects.create(
                certificate=certificate, organisation=post.organisation, post=post, on=signed_on, recorded_by=by,
                heard_by=heard_by, heard_on=heard_on,
            )  # fmt: skip
    except IntegrityError as error:
        first = certificate.signatures.get(organisation=post.organisation_id)
        raise Refused(f"{post.organisation} signed on {said(first.on)} already.", "post") from error
    audit.record(
        "certificate signed", on=on, subject=certificate, by=by, post=post, signed_on=said(signed_on),
        recorded_for_another=bool(heard_by),
    )  # fmt: skip
    return signature


def certificate_html(certificate: Certificate) -> str:
    """The HTML the certificate's PDF is made of."""
    demonstration = DEMONSTRATION if is_demonstration() else ""
    context = {"found": certificate_page(certificate), "demonstration": demonstration}
    return render_to_string("reports/certificate.html", context)


def _check_bodies(route: ApprovalRoute, bodies: list[Organisation], on: date) -> None:
    kinds = {body.kind for body in bodies}
    council, health = Organisation.SPEAKS_FOR_COUNCIL, Organisation.SPEAKS_FOR_HEALTH
    if not kinds <= council | health or not kinds & council or not kinds & health:
        raise Refused("Choose the council and each CCG or ICB that is jointly responsible: both must sign.", "bodies")
    partners = set(route.plan.area.partners.live(on).values_list("organisation", flat=True))
    if not all(body.same_bodies(on) & partners for body in bodies):
        raise Refused("Choose bodies that are partners of this area today.", "bodies")
