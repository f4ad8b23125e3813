"""Addresses of sources, inspections, findings and statutory dates."""

from django.urls import path

from inspections.views import (
    attachments,
    deadlines,
    events,
    findings,
    insiders,
    inspections,
    judgements,
    notices,
    rules,
    sources,
    themes,
)

app_name = "inspections"
AREA = "areas/<slug:area_slug>/"

urlpatterns = [
    path(f"{AREA}inspections/", sources.source_list, name="source_list"),
    path(f"{AREA}inspections/new/", inspections.inspection_create, name="inspection_create"),
    path(f"{AREA}inspections/from-register/", inspections.register_start, name="register_start"),
    path(f"{AREA}inspections/<int:pk>/edit/", inspections.inspection_edit, name="inspection_edit"),
    path(f"{AREA}inspections/<int:pk>/insiders/new/", insiders.insider_create, name="insider_create"),
    path(f"{AREA}insiders/<int:pk>/end/", insiders.insider_end, name="insider_end"),
    path(f"{AREA}themes/", themes.theme_list, name="theme_list"),
    path(f"{AREA}themes/new/", themes.theme_create, name="theme_create"),
    path(f"{AREA}sources/new/", sources.source_create, name="source_create"),
    path(f"{AREA}sources/<int:pk>/", sources.source_detail, name="source_detail"),
    path(f"{AREA}sources/<int:pk>/edit/", sources.source_edit, name="source_edit"),
    path(f"{AREA}sources/<int:pk>/counts/new/", sources.count_create, name="count_create"),
    path(f"{AREA}counts/<int:pk>/explain/", sources.count_explain, name="count_explain"),
    path(f"{AREA}sources/<int:pk>/findings/new/", findings.finding_create, name="finding_create"),
    path(f"{AREA}sources/<int:pk>/findings/several/", findings.finding_paste, name="finding_paste"),
    path(f"{AREA}sources/<int:pk>/judgements/<slug:visit>/", judgements.judgement_create, name="judgement_create"),
    path(f"{AREA}judgements/<int:pk>/edit/", judgements.judgement_edit, name="judgement_edit"),
    path(f"{AREA}findings/<int:pk>/", findings.finding_detail, name="finding_detail"),
    path(f"{AREA}findings/<int:pk>/edit/", findings.finding_edit, name="finding_edit"),
    path(f"{AREA}inspections/<int:pk>/events/new/", events.event_create, name="event_create"),
    path(f"{AREA}events/<int:pk>/edit/", events.event_edit, name="event_edit"),
    path(f"{AREA}events/<int:pk>/withdraw/", events.event_withdraw, name="event_withdraw"),
    path(f"{AREA}notices/", notices.notice_list, name="notice_list"),
    path(f"{AREA}notices/new/", notices.notice_create, name="notice_create"),
    path(f"{AREA}notices/<int:pk>/", notices.notice_detail, name="notice_detail"),
    path(f"{AREA}notices/<int:pk>/steps/new/", notices.notice_step_create, name="notice_step_create"),
    path(f"{AREA}notices/<int:pk>/documents/new/", notices.notice_document_create, name="notice_document_create"),
    path(f"{AREA}notices/documents/<int:pk>/end/", notices.notice_document_end, name="notice_document_end"),
    path(f"{AREA}support/new/", notices.support_create, name="support_create"),
    path(f"{AREA}support/<int:pk>/steps/new/", notices.support_step_create, name="support_step_create"),
    path(f"{AREA}sources/<int:pk>/documents/new/", attachments.source_document_create, name="source_document_create"),
    path(f"{AREA}sources/documents/<int:pk>/end/", attachments.source_document_end, name="source_document_end"),
    path(f"{AREA}dates/", deadlines.deadline_list, name="deadline_list"),
    path(f"{AREA}dates/<int:pk>/override/", deadlines.deadline_override, name="deadline_override"),
    path(f"{AREA}dates/<int:pk>/met/", deadlines.deadline_meet, name="deadline_meet"),
    path(f"{AREA}dates/<int:pk>/proposal/", deadlines.deadline_proposal, name="deadline_proposal"),
    path(f"{AREA}dates/<int:pk>/stated/new/", deadlines.stated_create, name="stated_create"),
    path(f"{AREA}stated/<int:pk>/withdraw/", deadlines.stated_withdraw, name="stated_withdraw"),
    path(f"{AREA}rules/", rules.rule_list, name="rule_list"),
    path(f"{AREA}rules/<int:pk>/change/", rules.rule_change, name="rule_change"),
    path(f"{AREA}inspections/<int:pk>/reviews/", rules.reviews_choose, name="reviews_choose"),
]
