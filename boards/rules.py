"""Who may do what with this one report: questions without side effects."""

from datetime import date

from areas.access import Permission, Visit
from areas.models import Post
from boards.models import Certificate, Report, SectionKey


def may_read_report(here: Visit, report: Report) -> bool:
    """A draft is read by those who work on it; an approved report by every member of the area."""
    return report.state != Report.State.DRAFT or here.may(Permission.REPORT_READ_DRAFT)


def is_in_the_chair(here: Visit, report: Report, on: date) -> bool:
    """A chair's words and approval are of the board they chair: of any board only while no post is in its chair."""
    chair = report.meeting.board.seats.live(on).filter(is_chair=True, post__isnull=False).first()
    return chair is None or chair.post_id in here.posts


def section_permission(here: Visit, key: str, *, is_chair: bool) -> Permission:
    """What it takes to write this section: the chair's words are the chair's own, or recorded for the chair.

    `is_chair` is the answer of `is_in_the_chair`.
    """
    if key != SectionKey.CHAIR:
        return Permission.REPORT_DRAFT
    return _own_or_recorded(here, Permission.REPORT_CHAIR_WORDS, is_chair=is_chair)


def approval_permission(here: Visit, *, is_chair: bool) -> Permission:
    """What it takes to approve: the chair does, or the area lead records that the chair did."""
    return _own_or_recorded(here, Permission.REPORT_APPROVE, is_chair=is_chair)


def _own_or_recorded(here: Visit, own: Permission, *, is_chair: bool) -> Permission:
    return own if is_chair and here.may(own) else Permission.REPORT_RECORD_FOR_CHAIR


def may_write_section(here: Visit, report: Report, key: str, *, is_chair: bool) -> bool:
    """The report is still a draft, and the section is this person's to write."""
    return report.state == Report.State.DRAFT and here.may(section_permission(here, key, is_chair=is_chair))


def signing_posts(here: Visit, certificate: Certificate) -> frozenset[int]:
    """The posts this person holds by which a body that has not signed yet may sign, and for which they may act."""
    signed = certificate.signatures.values("organisation")
    bodies = certificate.bodies.filter(pk__in=here.speaks_for(Permission.PLAN_SIGN)).exclude(pk__in=signed)
    posts = Post.objects.filter(pk__in=here.posts, organisation__in=bodies, closed_on__isnull=True)
    return frozenset(posts.values_list("pk", flat=True))


def may_sign(here: Visit, own: frozenset[int]) -> bool:
    """By a post of one's own (`own` is the answer of `signing_posts`), or by recording it for another."""
    return bool(own) or here.may(Permission.PLAN_SIGN_FOR_OTHERS)
