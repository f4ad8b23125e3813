"""Addresses anybody may open."""

from django.urls import path

from boards import public_views

app_name = "published"
urlpatterns = [
    path("national/", public_views.national, name="national"),
    path("national/themes/", public_views.themes, name="themes"),
    path("national/register.csv", public_views.national_csv, name="national_csv"),
    path("published/", public_views.area_list, name="area_list"),
    path("published/<slug:area_slug>/", public_views.area_detail, name="area_detail"),
    path("published/<slug:area_slug>/<slug:slug>/", public_views.publication_detail, name="publication_detail"),
    path("published/<slug:area_slug>/<slug:slug>.pdf", public_views.publication_pdf, name="publication_pdf"),
]
