"""What is typed about a report and its release, made clean."""

from datetime import date

from django import forms

from actions.forms.plans import open_posts
from actions.models.action import UpdateHeard
from areas.models import LocalArea, Organisation, Post
from boards.forms.boards import PostChoiceField
from boards.models import Clearance
from send_tracker.lib.forms import DayField, Form, VersionField, Words

LONGEST_SECTION = 8000


class HeardFromChair(Form):
    """How and when the area lead, who records it, heard it from the chair."""

    heard_by = forms.ChoiceField(
        label="How you heard it from the chair",
        choices=UpdateHeard.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you heard it."},
    )
    heard_on = DayField(label="Which day you heard it")

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_heard_on(self):
        day = self.cleaned_data["heard_on"]
        if day > self.on:
            raise forms.ValidationError("This day is still to come. Enter the day you heard it.")
        return day


class SectionForm(Form):
    """The words of one section."""

    submit = "Save these words"
    words = Words(
        label="Words",
        max_length=LONGEST_SECTION,
        count=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="An empty line begins a new paragraph. Begin a line with a hyphen and a space for a point of a list.",
    )
    version = VersionField()


class ChairSectionForm(HeardFromChair, SectionForm):
    """The chair's words, recorded for the chair."""

    submit = "Save these words for the chair"
    layout = ("words", "heard_by", "heard_on")


class SeenForm(Form):
    """Nothing to type: which version of the report was on the page when the button was pressed."""

    version = VersionField()

    def __init__(self, *args, submit: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.submit = submit or self.submit


class ChairApprovalForm(HeardFromChair, SeenForm):
    """The chair's approval, recorded for the chair."""

    layout = ("heard_by", "heard_on")


class ClearanceForm(Form):
    """Who said, for council or for health, that the public may read the report."""

    submit = "Record the clearance"
    side = forms.ChoiceField(label="Who cleared it?", choices=Clearance.Side.choices, widget=forms.RadioSelect)
    post = PostChoiceField(
        label="Post that gave the clearance",
        queryset=Post.objects.none(),
        empty_label="Choose one",
        help_text="Of the council, or of a clinical commissioning group or integrated care board. "
        "An independent chair speaks for neither.",
    )
    cleared_on = DayField(label="Day it was given")

    def __init__(self, *args, area: LocalArea, on: date, **kwargs):
        super().__init__(*args, initial={"cleared_on": on}, **kwargs)
        kinds = Organisation.SPEAKS_FOR_COUNCIL | Organisation.SPEAKS_FOR_HEALTH
        self.fields["post"].queryset = open_posts(area).filter(organisation__kind__in=kinds)


class WithdrawForm(Form):
    """Why a release is taken back."""

    submit = "Withdraw it now"
    button_class = "govuk-button--warning"
    reason = Words(
        label="Why it is withdrawn",
        max_length=500,
        count=True,
        help_text="Everybody can read this on the page that stays in its place.",
    )
