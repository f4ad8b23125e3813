"""Every write about sources, inspections, findings and the dates that follow from them."""

from inspections.services.area_rules import change_rule, choose_reviews, review_rules
from inspections.services.counts import explain_count, state_count
from inspections.services.deadlines import meet_deadline, meet_deadlines, override_deadline, settle_proposal
from inspections.services.events import correct_event, record_event, withdraw_event
from inspections.services.findings import CORRECTABLE as FINDING_FACTS
from inspections.services.findings import Line, correct_finding, line_faults, record_finding, record_findings
from inspections.services.framework_file import BadFrameworksError
from inspections.services.frameworks import FRAMEWORKS, load_framework_file, load_frameworks
from inspections.services.insiders import end_insider, name_insider
from inspections.services.inspections import CORRECTABLE, correct_inspection, record_inspection
from inspections.services.judgements import correct_judgement, judge_findings
from inspections.services.notices import issue_notice, record_notice_step, record_support, record_support_step
from inspections.services.questions import load_questions
from inspections.services.reference import load_boundary_changes, load_themes
from inspections.services.sources import correct_source, record_source
from inspections.services.stated import record_stated, withdraw_stated
from inspections.services.themes import record_theme

__all__ = [
    "CORRECTABLE",
    "FINDING_FACTS",
    "FRAMEWORKS",
    "BadFrameworksError",
    "Line",
    "change_rule",
    "choose_reviews",
    "correct_event",
    "correct_finding",
    "correct_inspection",
    "correct_judgement",
    "correct_source",
    "end_insider",
    "explain_count",
    "issue_notice",
    "judge_findings",
    "line_faults",
    "load_boundary_changes",
    "load_framework_file",
    "load_frameworks",
    "load_questions",
    "load_themes",
    "meet_deadline",
    "meet_deadlines",
    "name_insider",
    "override_deadline",
    "record_event",
    "record_finding",
    "record_findings",
    "record_inspection",
    "record_notice_step",
    "record_source",
    "record_stated",
    "record_support",
    "record_support_step",
    "record_theme",
    "review_rules",
    "settle_proposal",
    "state_count",
    "withdraw_event",
    "withdraw_stated",
]
