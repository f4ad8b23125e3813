"""What is typed about the approval of a plan, made clean."""

from datetime import date

from crispy_forms.layout import Fieldset
from django import forms

from actions.forms.plans import open_posts
from actions.models import Plan, PlanSubmission
from areas.forms import partners
from areas.models import Organisation, Post
from boards.forms.boards import PostChoiceField
from boards.models import ApprovalRoute, ApprovalStep, Board, Meeting
from boards.status import ASKED_WORDS, OUTCOME_WORDS, Outcome
from send_tracker.lib.dates import said
from send_tracker.lib.forms import DayField, Form, Line, VersionField, Words

MOST_TURNS, MOST_DAYS = 20, 60


class SubmissionChoiceField(forms.ModelChoiceField):
    """A submission of the plan by its day."""

    def label_from_instance(self, obj: PlanSubmission) -> str:
        return f"Submitted on {said(obj.on)}"


class MeetingChoiceField(forms.ModelChoiceField):
    """A meeting by its board and day."""

    def label_from_instance(self, obj: Meeting) -> str:
        return f"{obj.board}, {said(obj.on)}"


class Count(forms.IntegerField):
    """A small number of days or turns."""

    def __init__(self, *, least: int = 0, most: int = MOST_DAYS, **kwargs):
        words = f"Enter a whole number from {least} to {most}."
        errors = dict.fromkeys(("invalid", "min_value", "max_value", "required"), words)
        super().__init__(min_value=least, max_value=most, error_messages=errors, widget=forms.TextInput, **kwargs)
        self.widget.attrs |= {"class": "govuk-input govuk-input--width-2", "inputmode": "numeric"}


class RouteForm(Form):
    """Which version of the plan is to be approved, and by when."""

    submit = "Set out the route"
    edition = Line(label="Version of the plan", max_length=100, help_text="As it calls itself, such as Version 1")
    ready_on = DayField(
        label="Day the plan will be ready to be put before a body",
        required=False,
        help_text="Leave it empty if it is ready now. A meeting whose papers go earlier can only delegate.",
    )
    submit_by_on = DayField(
        label="Day it must be submitted, if the area has set one",
        required=False,
        help_text="The earlier of this and the day the inspection's clock gives counts.",
    )
    submission = SubmissionChoiceField(
        label="Submission it became",
        queryset=PlanSubmission.objects.none(),
        required=False,
        empty_label="Not submitted yet",
    )

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["submission"].queryset = PlanSubmission.objects.filter(plan=plan).order_by("-on", "-pk")


class EditRouteForm(RouteForm):
    """A route as it is, to be changed."""

    submit = "Save"
    version = VersionField()


class StepForm(Form):
    """A body that must decide on the plan: which, when, and how much time its decision takes."""

    submit = "Put it on the route"
    layout = (
        Fieldset("Which body", "kind", "board", "name", "organisation", "asked", "turn"),
        Fieldset("When it decides", "meeting", "meets_on", "papers_on"),
        Fieldset("How much time it takes", "is_key_decision", "notice_given_on", "clearance_days", "call_in_days"),
    )
    kind = forms.ChoiceField(label="Kind of body", choices=[("", "Choose one"), *ApprovalStep.Kind.choices])
    board = forms.ModelChoiceField(
        label="Board", queryset=Board.objects.none(), required=False, empty_label="It is not set up here",
        help_text="Its meetings are known then, and a meeting that does not fit is noticed.",
    )  # fmt: skip
    name = Line(label="Or the name of the body", max_length=150, required=False, help_text="Such as Governing body")
    organisation = forms.ModelChoiceField(
        label="Of which organisation", queryset=Organisation.objects.none(), required=False,
        empty_label="Several, or none",
    )  # fmt: skip
    asked = forms.ChoiceField(
        label="What it is asked",
        choices=[(asked.value, words) for asked, words in ASKED_WORDS.items()],
        widget=forms.RadioSelect,
        initial="approve",
    )
    turn = Count(
        label="Its turn", least=1, most=MOST_TURNS, initial=1,
        help_text="1 decides first. Bodies with the same number decide side by side.",
    )  # fmt: skip
    meeting = MeetingChoiceField(
        label="Meeting", queryset=Meeting.objects.none(), required=False, empty_label="None yet, or not known here"
    )
    meets_on = DayField(label="Or the day it decides", required=False)
    papers_on = DayField(label="Day its papers go, if not five clear working days before", required=False)
    is_key_decision = forms.BooleanField(label="It is a key decision: 28 clear days of notice", required=False)
    notice_given_on = DayField(label="Day the notice was given", required=False)
    clearance_days = Count(label="Working days for clearance before the papers go", initial=0)
    call_in_days = Count(label="Working days in which the decision may be called in", initial=0)

    def __init__(self, *args, route: ApprovalRoute, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        area = route.plan.area
        self.fields["board"].queryset = Board.objects.filter(area=area).open(on).order_by("name")
        self.fields["organisation"].queryset = partners(area, on)
        meetings = Meeting.objects.standing().filter(board__area=area, on__gte=route.opened_on)
        chosen = self.initial.get("meeting")
        known = meetings | Meeting.objects.filter(board__area=area, pk=getattr(chosen, "pk", chosen))
        self.fields["meeting"].queryset = known.select_related("board").order_by("board__name", "on")


class EditStepForm(StepForm):
    """A body of the route as it is, to be changed."""

    submit = "Save"
    version = VersionField()


class DecisionForm(Form):
    """What a body decided on the plan."""

    submit = "Record the decision"
    outcome = forms.ChoiceField(
        label="What was decided",
        choices=[(outcome.value, words) for outcome, words in OUTCOME_WORDS.items()],
        widget=forms.RadioSelect,
    )
    decided_on = DayField(label="Day of the decision")
    meeting = MeetingChoiceField(
        label="Meeting", queryset=Meeting.objects.none(), required=False, empty_label="None, or not known here"
    )
    delegated_to = PostChoiceField(
        label="Delegated to which post", queryset=Post.objects.none(), required=False, empty_label="Not delegated"
    )
    by_post = PostChoiceField(
        label="Decided by which post, if it was delegated",
        queryset=Post.objects.none(),
        required=False,
        empty_label="The body itself decided",
    )
    conditions = Words(label="Conditions, if it was approved subject to any", max_length=2000, required=False)
    words = Words(label="The decision in its own words", max_length=1000, help_text="As the minutes have it")

    def __init__(self, *args, step: ApprovalStep, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        meetings = Meeting.objects.standing().filter(board=step.board_id, on__lte=on).select_related("board")
        self.fields["meeting"].queryset = meetings.order_by("-on")
        self.fields["delegated_to"].queryset = open_posts(step.route.plan.area)
        delegates = step.decisions.filter(outcome=Outcome.DELEGATED).values("delegated_to")
        self.fields["by_post"].queryset = Post.objects.filter(pk__in=delegates).select_related("organisation")
