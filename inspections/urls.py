"""Addresses of sources, inspections, findings and statutory dates."""

from django.urls import path

from inspections.views import deadlines, events, findings, inspections, sources

app_name = "inspections"
AREA = "areas/<slug:area_slug>/"

urlpatterns = [
    path(f"{AREA}inspections/", sources.source_list, name="source_list"),
    path(f"{AREA}inspections/new/", inspections.inspection_create, name="inspection_create"),
    path(f"{AREA}inspections/<int:pk>/edit/", inspections.inspection_edit, name="inspection_edit"),
    path(f"{AREA}sources/new/", sources.source_create, name="source_create"),
    path(f"{AREA}sources/<int:pk>/", sources.source_detail, name="source_detail"),
    path(f"{AREA}sources/<int:pk>/findings/new/", findings.finding_create, name="finding_create"),
    path(f"{AREA}findings/<int:pk>/edit/", findings.finding_edit, name="finding_edit"),
    path(f"{AREA}inspections/<int:pk>/events/new/", events.event_create, name="event_create"),
    path(f"{AREA}events/<int:pk>/edit/", events.event_edit, name="event_edit"),
    path(f"{AREA}events/<int:pk>/withdraw/", events.event_withdraw, name="event_withdraw"),
    path(f"{AREA}dates/", deadlines.deadline_list, name="deadline_list"),
    path(f"{AREA}dates/<int:pk>/override/", deadlines.deadline_override, name="deadline_override"),
    path(f"{AREA}dates/<int:pk>/met/", deadlines.deadline_meet, name="deadline_meet"),
]
