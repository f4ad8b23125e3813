"""Who may do what with this one report: questions without side effects."""

from areas.access import Permission, Visit
from boards.models import Report, SectionKey


def may_read_report(here: Visit, report: Report) -> bool:
    """A draft is read by those who work on it; an approved report by every member of the area."""
    return report.state != Report.State.DRAFT or here.may(Permission.REPORT_READ_DRAFT)


def section_permission(key: str) -> Permission:
    """What it takes to write this section: the chair's words are the chair's alone."""
    return Permission.REPORT_CHAIR_WORDS if key == SectionKey.CHAIR else Permission.REPORT_DRAFT


def may_write_section(here: Visit, report: Report, key: str) -> bool:
    """The report is still a draft, and the section is this person's to write."""
    return report.state == Report.State.DRAFT and here.may(section_permission(key))
