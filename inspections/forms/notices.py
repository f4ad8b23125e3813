"""What is typed about improvement notices and brokered support, made clean."""

from django import forms

from areas.access import Visit
from inspections.models import NoticeStep, Source, SupportStep
from send_tracker.lib.forms import DayField, Form, Line, SubmissionField, Words

OFFER_LENGTH = 300


class SourceChoice(forms.ModelChoiceField):
    """The source it follows, if any."""

    def __init__(self, **kwargs):
        super().__init__(
            label="Which inspection or source it follows",
            queryset=Source.objects.none(),
            required=False,
            empty_label="None: without a new inspection",
            **kwargs,
        )


class OfSourceForm(Form):
    """A form that may name a source this person sees."""

    def __init__(self, *args, here: Visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Source.objects.visible_to(here).order_by("title")


class NoticeForm(OfSourceForm):
    """A notice that the area was given."""

    submit = "Record the notice"
    given_by = Line(label="Who issued it", max_length=150, initial="Department for Education")
    source = SourceChoice()
    issued_on = DayField(label="Issued on")
    deadline_on = DayField(
        label="Deadline", required=False, help_text="By when the area must have improved, if it says so."
    )
    review_months = forms.IntegerField(
        label="Reviews at least every how many months",
        min_value=1,
        max_value=24,
        initial=6,
        error_messages={
            "invalid": "Enter a whole number of months.",
            "min_value": "Enter a number from 1 to 24.",
            "max_value": "Enter a number from 1 to 24.",
        },
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
    )
    requires = Words(label="What it requires", max_length=4000, required=False)
    submission = SubmissionField()


class NoticeStepForm(Form):
    """What happened to a notice."""

    submit = "Record it"
    kind = forms.ChoiceField(
        label="What happened",
        choices=[choice for choice in NoticeStep.Kind.choices if choice[0] != NoticeStep.Kind.ISSUED],
        widget=forms.RadioSelect,
    )
    happened_on = DayField(label="On which day")
    deadline_on = DayField(label="New deadline", required=False, help_text="Only if the notice was updated with one.")
    words = Words(label="In words", max_length=4000, required=False)
    submission = SubmissionField()


class SupportForm(OfSourceForm):
    """Help that was offered."""

    submit = "Record the offer"
    offered_by = Line(label="Who offers it", max_length=150)
    brokered_by = Line(label="Who brokered it", max_length=150, required=False)
    source = SourceChoice()
    offered_on = DayField(label="Offered on")
    offers = Words(
        label="What is offered, one thing a line", max_length=6000, help_text="Each line can be taken up by itself."
    )

    def clean_offers(self):
        lines = [" ".join(line.split()).lstrip("-• ") for line in self.cleaned_data["offers"].split("\n")]
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > OFFER_LENGTH for line in found):
            raise forms.ValidationError(f"Use {OFFER_LENGTH} characters or fewer for each line.")
        if not found:
            raise forms.ValidationError("Enter what is offered, one thing a line")
        return found


class SupportStepForm(Form):
    """What became of an offer."""

    submit = "Record it"
    kind = forms.ChoiceField(label="What became of it", choices=SupportStep.Kind.choices, widget=forms.RadioSelect)
    happened_on = DayField(label="On which day")
    words = Words(label="In words", max_length=2000, required=False, help_text="For a change: what is different now.")
    submission = SubmissionField()
