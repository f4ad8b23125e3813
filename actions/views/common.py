"""What the pages of this app share: their frame, and how a refusal or a stale form is told."""

from datetime import date

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from areas.access import Visit
from areas.summaries import area_tabs
from send_tracker.lib.dates import said

STALE = 409


def page(request: HttpRequest, here: Visit, name: str, status: int = 200, **context) -> HttpResponse:
    """The page of this name, with the area's tabs above it."""
    context = {"here": here, "tabs": area_tabs(here, "plans"), **context}
    return render(request, f"actions/{name}.html", context, status=status)


def seen_again(data: QueryDict, version: int) -> QueryDict:
    """What was typed, now over the present version: the page shows both texts, and saving again works."""
    data = data.copy()
    data["version"] = version
    return data


def in_words(form: forms.Form, stored: dict) -> list[tuple[str, str]]:
    """What is stored, field by field, as (label, words), for somebody whose own words are in the form."""
    found = []
    for name, value in stored.items():
        field = form.fields[name]
        if field.widget.is_hidden or value in (None, "", []):
            continue
        if isinstance(value, date):
            words = said(value)
        elif isinstance(value, list):
            words = ", ".join(str(row) for row in value)
        elif isinstance(field, forms.ChoiceField) and not isinstance(value, Model):
            words = str(dict(field.choices).get(value, value))
        else:
            words = str(value)
        found.append((field.label, words))
    return found
