"""Addresses of people, posts, settings, history, and an area's style sheet."""

from django.urls import path

from areas import views

app_name = "areas"
AREA = "areas/<slug:area_slug>/"
urlpatterns = [
    path("brand/<slug:colour>.css", views.brand, name="brand"),
    path(AREA + "people/", views.people_list, name="people_list"),
    path(AREA + "people/new/", views.membership_create, name="membership_create"),
    path(AREA + "people/<int:pk>/end/", views.membership_end, name="membership_end"),
    path(AREA + "partners/new/", views.partner_create, name="partner_create"),
    path(AREA + "partners/<int:pk>/end/", views.partner_end, name="partner_end"),
    path(AREA + "successions/new/", views.succession_create, name="succession_create"),
    path(AREA + "partners/<int:pk>/succession/withdraw/", views.succession_withdraw, name="succession_withdraw"),
    path(AREA + "commissioners/new/", views.commissioning_create, name="commissioning_create"),
    path(AREA + "posts/new/", views.post_create, name="post_create"),
    path(AREA + "posts/<int:pk>/", views.post_detail, name="post_detail"),
    path(AREA + "posts/<int:pk>/appoint/", views.post_appoint, name="post_appoint"),
    path(AREA + "posts/<int:pk>/close/", views.post_close, name="post_close"),
    path(AREA + "holders/<int:pk>/end/", views.holder_end, name="holder_end"),
    path(AREA + "officers/", views.officer_list, name="officer_list"),
    path(AREA + "officers/new/", views.officer_create, name="officer_create"),
    path(AREA + "officers/<int:pk>/end/", views.officer_end, name="officer_end"),
    path(AREA + "places/new/", views.place_create, name="place_create"),
    path(AREA + "settings/", views.area_edit, name="area_edit"),
    path(AREA + "documents/", views.document_list, name="document_list"),
    path(AREA + "documents/new/", views.document_create, name="document_create"),
    path(AREA + "documents/<int:pk>/", views.document_detail, name="document_detail"),
    path(AREA + "documents/<int:pk>/edit/", views.document_edit, name="document_edit"),
    path(AREA + "documents/<int:pk>/versions/new/", views.version_create, name="version_create"),
    path(AREA + "documents/<int:pk>/answer/", views.document_answer, name="document_answer"),
    path(AREA + "documents/<int:pk>/withdraw/", views.document_withdraw, name="document_withdraw"),
    path(AREA + "documents/versions/<int:pk>/file/", views.document_file, name="document_file"),
    path(AREA + "history/", views.history_list, name="history_list"),
    path(AREA + "reminders/", views.reminder_list, name="reminder_list"),
]
