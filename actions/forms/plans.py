"""Forms of a plan as a whole, and the filter of its page."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from actions.models import FeedbackPoint, Plan, Verdict
from areas.forms import partners
from areas.models import LocalArea, Organisation, Post
from inspections.models import Source
from send_tracker.lib.forms import DayField, Form, Line, Several, VersionField, Words

LONGEST_POINT = 4000


def open_posts(area: LocalArea):
    """The posts of the area that have not been closed, body by body."""
    return (
        Post.objects.filter(area=area, closed_on__isnull=True)
        .select_related("organisation")
        .order_by("organisation__name", "title")
    )


class PlanForm(Form):
    """A plan: of which kind, under which title, in answer to what, from when."""

    kind = forms.ChoiceField(label="Kind of plan", choices=Plan.Kind.choices, widget=forms.RadioSelect)
    title = Line(label="Title", max_length=150, help_text="As it is known locally, such as SEND improvement plan")
    sources = Several(
        label="What does it answer to?",
        queryset=Source.objects.none(),
        help_text="A plan that answers to an inspection under embargo is hidden, with all in it, from everybody "
        "who may not see that inspection.",
    )
    started_on = DayField(label="First day")
    ends_on = DayField(label="Expected to end", required=False)

    def __init__(self, *args, area: LocalArea, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sources"].queryset = Source.objects.filter(area=area).order_by("-dated_on", "title")


class OpenPlanForm(PlanForm):
    """A new plan, which may take the place of an older one."""

    submit = "Open the plan"
    supersedes = forms.ModelChoiceField(
        label="Takes the place of",
        queryset=Plan.objects.none(),
        required=False,
        empty_label="No other plan",
        help_text="The older plan ends on the first day of this one",
    )

    def __init__(self, *args, area: LocalArea, **kwargs):
        super().__init__(*args, area=area, **kwargs)
        self.fields["supersedes"].queryset = Plan.objects.filter(area=area, superseded_by__isnull=True).order_by(
            "title"
        )


class EditPlanForm(PlanForm):
    """A plan as it is, to be changed."""

    version = VersionField()


class SubmitPlanForm(Form):
    """The plan goes to the inspectors today."""

    submit = "Record the submission"
    note = Line(label="Note", max_length=1000, required=False, help_text="How it was sent, by whom, to whom")


class VerdictForm(Form):
    """What the inspectors answered."""

    submit = "Record the answer"
    outcome = forms.ChoiceField(label="What they concluded", choices=Verdict.Outcome.choices, widget=forms.RadioSelect)
    letter_on = DayField(label="Date of the letter")
    points = Words(
        label="Points to strengthen",
        max_length=20_000,
        required=False,
        help_text="Each point on a line of its own. They are numbered as they come; more can be added later",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    words = forms.ChoiceField(
        label="Whose words are the points?",
        choices=FeedbackPoint.Words.choices,
        widget=forms.RadioSelect,
        initial=FeedbackPoint.Words.OWN,
    )
    remarks = Words(label="What else the letter says", required=False)

    def clean_points(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["points"].splitlines() if line.strip()]
        if any(len(line) > LONGEST_POINT for line in lines):
            raise forms.ValidationError(f"Use {LONGEST_POINT} characters or fewer for each point.")
        return lines


class EndPlanForm(Form):
    """The plan is over."""

    submit = "End the plan"
    ended_on = DayField(label="Ended on", help_text="From this day it is history, and nothing in it can be changed")
    reason = Line(label="Why it ends", max_length=1000)


class ApprovalForm(Form):
    """A body decided on the plan."""

    submit = "Record the decision"
    body = Line(label="Who decided", max_length=150, help_text="As it calls itself, such as Cabinet or Governing body")
    organisation = forms.ModelChoiceField(
        label="Of which organisation",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Several, or none",
    )
    approved_on = DayField(label="Day of the decision")
    decision = Words(label="What was decided", max_length=1000)

    def __init__(self, *args, area: LocalArea, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = partners(area, on)


class WorkstreamForm(Form):
    """A part of the plan and who leads it."""

    number = Line(label="Number", max_length=12)
    title = Line(label="Title", max_length=150)
    lead_body = forms.ModelChoiceField(label="Lead body", queryset=Organisation.objects.none(), empty_label="Choose")
    lead_post = forms.ModelChoiceField(
        label="Lead post",
        queryset=Post.objects.none(),
        required=False,
        empty_label="None yet",
        help_text="One of the lead body's",
    )

    def __init__(self, *args, area: LocalArea, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        if stored := self.initial.get("lead_body"):  # offered as the body that stands for it today
            self.initial = {**self.initial, "lead_body": stored.stands_as(on)}
        self.fields["lead_body"].queryset = partners(area, on)
        self.fields["lead_post"].queryset = open_posts(area)


class EditWorkstreamForm(WorkstreamForm):
    """A workstream as it is, to be changed."""

    version = VersionField()


class TextSelect(forms.Select):
    """A select put together as text: Django renders a template for each option, which a page of filters feels."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = SafeString(" selected")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, chosen if key == (value or "") else "", words) for key, words in self.choices),
        )
        attributes = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(attributes), options)


class PlanFilter(forms.Form):
    """Which actions of a plan to show. A value that is no choice is left out, and `is_odd` tells so."""

    workstream = forms.ChoiceField(label="Workstream", required=False, widget=TextSelect)
    finding = forms.ChoiceField(label="Answers", required=False, widget=TextSelect)
    body = forms.ChoiceField(label="Lead body", required=False, widget=TextSelect)
    rating = forms.ChoiceField(label="Rating", required=False, widget=TextSelect)
    overdue = forms.ChoiceField(
        label="Due date", required=False, widget=TextSelect, choices=[("", "Any"), ("yes", "Overdue")]
    )

    def __init__(self, data, *, choices: dict[str, Sequence[tuple[str, str]]]):
        super().__init__(data)
        for name, known in choices.items():
            self.fields[name].choices = [("", "All"), *known]
        for field in self.fields.values():
            field.widget.attrs["class"] = "govuk-select"

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_odd(self) -> bool:
        return bool(self.errors)
