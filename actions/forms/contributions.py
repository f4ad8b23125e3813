"""What is typed when a body is asked, and when it answers."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from actions.forms.actions import rag_words
from actions.models import Contribution
from actions.models.action import UpdateHeard
from actions.status import Rag
from areas.forms import partners
from areas.models import LocalArea, Organisation
from send_tracker.lib.dates import said
from send_tracker.lib.forms import DayField, Form, SubmissionField, VersionField, Words

RATINGS = [(rag.value, rag_words(rag)) for rag in Rag]


class AskForm(Form):
    """What is asked, of which partner of the area, by when."""

    organisation = forms.ModelChoiceField(label="Body that is asked", queryset=Organisation.objects.none())
    asked = Words(
        label="What you ask them to give",
        help_text="Say it so that both sides will know when it has been given. Name no child.",
        max_length=2000,
    )
    wanted_by_on = DayField(label="Wanted by", required=False)
    submission = SubmissionField()

    submit = "Ask"

    def __init__(self, *args, area: LocalArea, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["organisation"].queryset = partners(area, on)

    def clean_wanted_by_on(self):
        return not_past(self.cleaned_data["wanted_by_on"], self.on)


class AnswerForm(Form):
    """What every answer carries: which version of the contribution was seen, and the mark of this press."""

    version = VersionField()
    submission = SubmissionField()

    def __init__(self, *args, contribution: Contribution, on: date, **kwargs):
        kwargs["initial"] = {"version": contribution.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.contribution = contribution
        self.on = on
        self.wanted = contribution.wanted_by_on


class AgreeForm(AnswerForm):
    """The day a body agrees to: the one wanted, or an earlier one; any day where none was named."""

    for_on = DayField(label="The day you will give it")
    words = Words(label="Anything to add", required=False)

    submit = "Agree"

    def __init__(self, *args, contribution: Contribution, on: date, **kwargs):
        super().__init__(
            *args, contribution=contribution, on=on, initial={"for_on": contribution.wanted_by_on}, **kwargs
        )

    def clean_for_on(self):
        day = not_past(self.cleaned_data["for_on"], self.on)
        if self.wanted and day > self.wanted:
            raise ValidationError(
                f"This is after {said(self.wanted)}, the day wanted. Go back and propose it as another date."
            )
        return day


class ProposeForm(AnswerForm):
    """Another day than the one wanted, and why."""

    for_on = DayField(label="The day you could give it")
    words = Words(label="Why this day")

    submit = "Propose this date"

    def clean_for_on(self):
        day = not_past(self.cleaned_data["for_on"], self.on)
        if self.wanted and day <= self.wanted:
            raise ValidationError(f"It is wanted by {said(self.wanted)}: go back and agree to it.")
        return day


class DeclineForm(AnswerForm):
    """Why it is not possible."""

    words = Words(label="Why it is not possible")

    submit = "Say it is not possible"


class AskAgainForm(AnswerForm):
    """What the asking side says to a proposed day or a refusal, and another day if it has one."""

    words = Words(label="What you ask now")
    wanted_by_on = DayField(
        label="Wanted by",
        required=False,
        help_text="Leave it empty to keep the day wanted before. For example, 14 5 2027",
    )

    submit = "Ask again"

    def clean_wanted_by_on(self):
        return not_past(self.cleaned_data["wanted_by_on"], self.on)


class GiveForm(AnswerForm):
    """What the body itself gave, in its own words, with its own rating if it wants to give one."""

    words = Words(label="What you have given, in your own words", help_text="Name no child.")
    rag = forms.ChoiceField(
        label="How you rate it",
        choices=[*RATINGS, ("", "No rating")],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--rag"}),
    )

    submit = "Record as given"


class GiveForOtherForm(GiveForm):
    """What another body gave, and how that is known."""

    words = Words(label="What they have given, in their own words", help_text="Name no child.")
    rag = forms.ChoiceField(
        label="How they rate it",
        choices=[*RATINGS, ("", "No rating")],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--rag"}),
    )
    heard_by = forms.ChoiceField(label="How you know", choices=UpdateHeard.choices, widget=forms.RadioSelect)
    heard_on = DayField(label="When you heard")

    def clean_heard_on(self):
        day = self.cleaned_data["heard_on"]
        if day > self.on:
            raise ValidationError("This day is still to come. Enter the day you heard.")
        return day


def not_past(day: date | None, on: date) -> date | None:
    if day and day < on:
        raise ValidationError(f"{said(day)} has passed. Enter today or a later day.")
    return day
