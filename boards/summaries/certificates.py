"""The certificate of joint sign-off as it is read: who must sign, who has, and what is missing."""

from dataclasses import dataclass

from actions.summaries.actions import HEARD
from boards.models import Certificate
from boards.models.approval import ApprovalRoute
from send_tracker.lib.dates import said


@dataclass(frozen=True)
class PartyLine:
    """One body that must sign, and by which post it has, on which day."""

    body: str
    kind: str
    post: str
    day: str
    how: str

    @property
    def is_signed(self) -> bool:
        return bool(self.day)


@dataclass(frozen=True)
class CertificatePage:
    """All that a certificate says. It is complete only when every body has signed."""

    area: str
    plan: str
    kind: str
    edition: str
    submitted: str
    words: tuple[str, ...]
    opened: str
    parties: list[PartyLine]
    superseded_by: str

    @property
    def missing(self) -> list[str]:
        return [line.body for line in self.parties if not line.is_signed]

    @property
    def is_complete(self) -> bool:
        return not self.missing


def certificate_page(certificate: Certificate) -> CertificatePage:
    """One certificate, councils first. Three queries."""
    route = certificate.route
    rows = certificate.signatures.select_related("post", "recorded_by__user", "recorded_by__organisation")
    signed = {row.organisation_id: row for row in rows}
    bodies = sorted(certificate.bodies.all(), key=lambda body: (body.kind != "council", body.name))
    later = ApprovalRoute.objects.filter(plan=route.plan_id, pk__gt=route.pk).order_by("-pk").first()
    return CertificatePage(
        area=route.plan.area.name,
        plan=route.plan.title,
        kind=route.plan.get_kind_display(),
        edition=route.edition,
        submitted=said(route.submission.on) if route.submission else "",
        words=tuple(part for part in certificate.words.split("\n") if part.strip()),
        opened=said(certificate.opened_on),
        parties=[_party(body, signed.get(body.pk)) for body in bodies],
        superseded_by=later.edition if later else "",
    )


def _party(body, row) -> PartyLine:
    if row is None:
        return PartyLine(body.name, body.get_kind_display(), "", "", "")
    how = "Signed here"
    if row.heard_by:
        how = f"Heard {HEARD[row.heard_by]} on {said(row.heard_on)}; recorded by {row.recorded_by}"
    return PartyLine(body.name, body.get_kind_display(), row.post.title, said(row.on), how)
