"""Addresses anybody may open: the calculator of dates."""

from django.urls import path

from inspections import public_views

app_name = "dates"
urlpatterns = [
    path("dates/", public_views.calculator, name="calculator"),
    path("dates.json", public_views.calculator_json, name="calculator_json"),
    path("dates.ics", public_views.calculator_ics, name="calculator_ics"),
]
