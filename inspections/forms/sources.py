"""What is typed about sources, made clean."""

from django import forms

from inspections.forms import REASON_LENGTH
from inspections.models import Source
from send_tracker.lib.forms import DayField, Form, Line, VersionField, Words

MOST_STATED = 999


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


class SourceEditForm(SourceForm):
    """The same, put right with a reason."""

    submit = "Save the correction"

    reason = Words(label="Reason for the correction", max_length=REASON_LENGTH)
    version = VersionField()


class CountForm(Form):
    """How many there are, as a paper says."""

    submit = "Keep this count"

    kind = forms.ChoiceField(label="How many of what?", widget=forms.RadioSelect)
    count = forms.IntegerField(
        label="How many are there?",
        min_value=0,
        max_value=MOST_STATED,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "invalid": "Enter a whole number, such as 12.",
            "min_value": "Enter 0 or more.",
            "max_value": f"Enter {MOST_STATED} at most.",
        },
    )
    said_in = Line(label="Where it says so", help_text="For example, the inspectors' letter; Ofsted's published data")

    def __init__(self, *args, kinds: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds
        self.fields["kind"].initial = kinds[0][0]


class ExplainForm(Form):
    """Why as many as are entered are right."""

    submit = "Keep this explanation"

    explanation = Words(
        label="Why is the number entered right?",
        max_length=REASON_LENGTH,
        help_text="For example: the paper makes one bullet of two weaknesses that the letter counts apart.",
    )
    version = VersionField()
