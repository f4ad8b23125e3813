"""Addresses of sources, inspections, findings and statutory dates."""

from django.urls import path

from inspections import views

app_name = "inspections"
AREA = "areas/<slug:area_slug>/"

urlpatterns = [
    path(f"{AREA}inspections/", views.source_list, name="source_list"),
    path(f"{AREA}inspections/new/", views.inspection_create, name="inspection_create"),
    path(f"{AREA}inspections/<int:pk>/edit/", views.inspection_edit, name="inspection_edit"),
    path(f"{AREA}sources/new/", views.source_create, name="source_create"),
    path(f"{AREA}sources/<int:pk>/", views.source_detail, name="source_detail"),
    path(f"{AREA}sources/<int:pk>/findings/new/", views.finding_create, name="finding_create"),
    path(f"{AREA}findings/<int:pk>/edit/", views.finding_edit, name="finding_edit"),
    path(f"{AREA}dates/", views.deadline_list, name="deadline_list"),
    path(f"{AREA}dates/<int:pk>/override/", views.deadline_override, name="deadline_override"),
    path(f"{AREA}dates/<int:pk>/met/", views.deadline_meet, name="deadline_meet"),
]
