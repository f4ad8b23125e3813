"""Who may do what with this one report: questions without side effects."""

from areas.access import Permission, Visit
from boards.models import Report, SectionKey


def may_read_report(here: Visit, report: Report) -> bool:
    """A draft is read by those who work on it; an approved report by every member of the area."""
    return report.state != Report.State.DRAFT or here.may(Permission.REPORT_READ_DRAFT)


def section_permission(here: Visit, key: str) -> Permission:
    """What it takes to write this section: the chair's words are the chair's own, or recorded for the chair."""
    if key != SectionKey.CHAIR:
        return Permission.REPORT_DRAFT
    return _own_or_recorded(here, Permission.REPORT_CHAIR_WORDS)


def approval_permission(here: Visit) -> Permission:
    """What it takes to approve: the chair does, or the area lead records that the chair did."""
    return _own_or_recorded(here, Permission.REPORT_APPROVE)


def _own_or_recorded(here: Visit, own: Permission) -> Permission:
    return own if here.may(own) else Permission.REPORT_RECORD_FOR_CHAIR


def may_write_section(here: Visit, report: Report, key: str) -> bool:
    """The report is still a draft, and the section is this person's to write."""
    return report.state == Report.State.DRAFT and here.may(section_permission(here, key))
