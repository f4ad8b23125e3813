"""What is typed about deadlines, made clean."""

from datetime import date

from django import forms

from inspections.forms import REASON_LENGTH
from inspections.models import Deadline
from send_tracker.lib.dates import said
from send_tracker.lib.forms import DayField, Form, Line, VagueDayField, VersionField, Words

TAKE, KEEP = "take", "keep"


class MetForm(Form):
    """When what a deadline asks was done, and how that is known."""

    submit = "Record it as met"

    met_on = DayField(label="Day it was done")
    note = Words(
        label="How you know",
        max_length=REASON_LENGTH,
        help_text="For example: published that day, or submitted before the inspection was recorded here.",
    )
    version = VersionField()


class DeadlineForm(Form):
    """Another day to go by, how it came about, and why."""

    submit = "Set this date"

    set_as = forms.ChoiceField(label="What is this date?", choices=Deadline.SetAs.choices, widget=forms.RadioSelect)
    due = VagueDayField(
        label="Date to go by",
        help_text="For example, 14 May 2027. Of a review or a visit also a month, a term or a season, such as May 2027",
    )
    agreed_with = Line(
        label="Who agreed to it",
        required=False,
        help_text="For an agreed day or an extension. For example, DfE and NHS England; the lead inspector",
    )
    agreed_on = DayField(label="Day it was agreed", required=False)
    source_note = Line(
        label="Where it is written",
        max_length=300,
        required=False,
        help_text="For example, a letter of 3 March 2020; the paper to the scrutiny committee",
    )
    reason = Words(label="Reason", max_length=REASON_LENGTH)
    version = VersionField()

    @property
    def facts(self) -> dict:
        """What was typed, as the service asks for it."""
        facts = dict(self.cleaned_data)
        facts["due_on"], facts["due_precision"] = facts.pop("due")
        return facts

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due.on is None:
            raise forms.ValidationError("Enter a day, or the month, term or year it will be in.")
        return due


class ProposalForm(Form):
    """What becomes of a day that counting anew would give."""

    submit = "Save the decision"

    decision = forms.ChoiceField(label="Which day is to count?", widget=forms.RadioSelect)
    reason = Words(label="Reason", max_length=REASON_LENGTH)
    proposed_on = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])
    version = VersionField()

    def __init__(self, *args, proposed_on: date, stands: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [
            (TAKE, f"Take the new day, {said(proposed_on)}"),
            (KEEP, f"Keep the day there is, {stands}"),
        ]

    @property
    def facts(self) -> dict:
        """What was decided, as the service asks for it."""
        facts = dict(self.cleaned_data)
        facts["is_accepted"] = facts.pop("decision") == TAKE
        return facts


class StatedForm(Form):
    """What a paper says the date is."""

    submit = "Record what the paper says"

    stated = VagueDayField(label="The date it gives")
    words = Line(
        label="In its own words",
        max_length=300,
        help_text="For example, within 70 days of the publication of the report",
    )
    stated_in = Line(
        label="Where it stands", max_length=300, help_text="For example, the paper to the cabinet of 12 July 2018"
    )
    explanation = Words(
        label="Why it differs from the computed date",
        max_length=REASON_LENGTH,
        required=False,
        help_text="If you leave this empty, the page says which slip would give that date, if it can tell.",
    )


class StatedWithdrawForm(Form):
    """The paper does not say so, or no more."""

    submit = "Withdraw it"
    button_class = "govuk-button--warning"

    reason = Words(label="Reason", max_length=REASON_LENGTH)
    version = VersionField()
