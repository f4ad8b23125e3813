"""What is typed about the plain events of an inspection, made clean."""

from django import forms

from inspections.forms import REASON_LENGTH
from inspections.models import Event
from send_tracker.lib.forms import Form, Line, VagueDayField, VersionField, Words


class EventForm(Form):
    """Something that happened to an inspection, or is to happen."""

    submit = "Record this event"

    kind = forms.ChoiceField(label="What kind of event is it?", choices=Event.Kind.choices, widget=forms.RadioSelect)
    title = Line(
        label="What it is called",
        required=False,
        help_text="Only if the kind does not say it. For example, Planning meeting with DfE and NHS England",
    )
    happened = VagueDayField(label="When")
    source_note = Line(
        label="How it is known",
        max_length=300,
        required=False,
        help_text="For example, the council's paper of 21 January 2020; a letter from the adviser",
    )


class EventEditForm(EventForm):
    """The same, put right with a reason."""

    submit = "Save the correction"

    reason = Words(
        label="Reason for the correction",
        max_length=REASON_LENGTH,
        help_text="It is kept with every date that moves because of it.",
    )
    version = VersionField()


class EventWithdrawForm(Form):
    """An event recorded by mistake."""

    submit = "Withdraw this event"
    button_class = "govuk-button--warning"

    reason = Words(label="Reason", max_length=REASON_LENGTH)
    version = VersionField()
