"""Addresses."""

from django.urls import path

from boards.views import approvals, attachments, boards, certificates, dashboard, publication, reports

app_name = "boards"
area = "areas/<slug:area_slug>/"
urlpatterns = [
    path(area, dashboard.area_detail, name="area_detail"),
    path(area + "boards/", boards.board_list, name="board_list"),
    path(area + "boards/new/", boards.board_create, name="board_create"),
    path(area + "boards/<int:pk>/", boards.board_detail, name="board_detail"),
    path(area + "boards/<int:pk>/edit/", boards.board_edit, name="board_edit"),
    path(area + "boards/<int:pk>/place/", boards.board_place, name="board_place"),
    path(area + "boards/<int:pk>/close/", boards.board_close, name="board_close"),
    path(area + "boards/<int:pk>/seats/new/", boards.seat_create, name="seat_create"),
    path(area + "seats/<int:pk>/fill/", boards.seat_fill, name="seat_fill"),
    path(area + "seats/<int:pk>/end/", boards.seat_end, name="seat_end"),
    path(area + "boards/<int:pk>/meetings/new/", boards.meeting_create, name="meeting_create"),
    path(area + "plans/<int:pk>/approval/", approvals.route_current, name="route_current"),
    path(area + "plans/<int:pk>/approval/new/", approvals.route_create, name="route_create"),
    path(area + "routes/<int:pk>/", approvals.route_detail, name="route_detail"),
    path(area + "routes/<int:pk>/edit/", approvals.route_edit, name="route_edit"),
    path(area + "routes/<int:pk>/steps/new/", approvals.step_create, name="step_create"),
    path(area + "steps/<int:pk>/edit/", approvals.step_edit, name="step_edit"),
    path(area + "steps/<int:pk>/withdraw/", approvals.step_withdraw, name="step_withdraw"),
    path(area + "steps/<int:pk>/decisions/new/", approvals.decision_create, name="decision_create"),
    path(area + "routes/<int:pk>/certificate/new/", certificates.certificate_create, name="certificate_create"),
    path(area + "certificates/<int:pk>/", certificates.certificate_detail, name="certificate_detail"),
    path(area + "certificates/<int:pk>/pdf/", certificates.certificate_pdf, name="certificate_pdf"),
    path(area + "certificates/<int:pk>/signatures/new/", certificates.signature_create, name="signature_create"),
    path(area + "meetings/<int:pk>/", boards.meeting_detail, name="meeting_detail"),
    path(area + "meetings/<int:pk>/cancel/", boards.meeting_cancel, name="meeting_cancel"),
    path(
        area + "meetings/<int:pk>/documents/new/", attachments.meeting_document_create, name="meeting_document_create"
    ),
    path(area + "meetings/documents/<int:pk>/end/", attachments.meeting_document_end, name="meeting_document_end"),
    path(area + "meetings/<int:pk>/report/", reports.report_create, name="report_create"),
    path(area + "reports/<int:pk>/", reports.report_detail, name="report_detail"),
    path(area + "reports/<int:pk>/sections/<slug:key>/", reports.section_edit, name="section_edit"),
    path(area + "reports/<int:pk>/figures/", reports.report_refresh, name="report_refresh"),
    path(area + "reports/<int:pk>/approve/", reports.report_approve, name="report_approve"),
    path(area + "reports/<int:pk>/pdf/", reports.report_pdf, name="report_pdf"),
    path(area + "reports/<int:pk>/status/", reports.report_status, name="report_status"),
    path(area + "reports/<int:pk>/clearances/new/", publication.clearance_create, name="clearance_create"),
    path(area + "reports/<int:pk>/publish/", publication.report_publish, name="report_publish"),
    path(area + "publications/<int:pk>/withdraw/", publication.publication_withdraw, name="publication_withdraw"),
]
