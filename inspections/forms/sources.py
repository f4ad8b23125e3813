"""What is typed about sources, made clean."""

from django import forms

from inspections.models import Source
from send_tracker.lib.forms import DayField, Form, Line


class SourceForm(Form):
    """A source that is no inspection."""

    submit = "Record this source"

    kind = forms.ChoiceField(
        label="What kind of source is it?",
        choices=[choice for choice in Source.Kind.choices if choice[0] != Source.Kind.INSPECTION],
        widget=forms.RadioSelect,
    )
    title = Line(label="Title", help_text="For example, Peer review of SEND services, March 2026")
    given_by = Line(label="Who gave it", max_length=150, required=False)
    dated_on = DayField(label="Date on it", required=False)
