"""Forms of the points of a letter: a point, a response, a sign-off."""

from django import forms

from actions.models import Action, FeedbackPoint, Verdict
from actions.summaries import Letter
from send_tracker.lib.forms import DayField, Form, Line, Several, SubmissionField, VersionField, Words


class PointForm(Form):
    """A point the letter makes."""

    submit = "Add the point"
    text = Words(label="The point")
    words = forms.ChoiceField(
        label="Whose words are these?",
        choices=FeedbackPoint.Words.choices,
        widget=forms.RadioSelect,
        initial=FeedbackPoint.Words.OWN,
    )


class CorrectPointForm(PointForm):
    """A point as it was typed, to be put right."""

    submit = "Save"
    version = VersionField()


class ResponseForm(Form):
    """What the area answers to a point, and what changed for it."""

    submit = "Record the response"
    text = Words(label="Response")
    answered_on = DayField(label="Day of the response")
    actions = Several(label="Actions that changed", queryset=Action.objects.none(), required=False)
    submission = SubmissionField()

    def __init__(self, *args, point: FeedbackPoint, **kwargs):
        super().__init__(*args, **kwargs)
        plan = point.verdict.submission.plan
        self.fields["actions"].queryset = Action.objects.filter(plan=plan).order_by("position")


class SignOffForm(Form):
    """A body signs off responses, the plan as strengthened, or both."""

    submit = "Record the sign-off"
    body = Line(label="Who signed off", max_length=150, help_text="As it calls itself, such as SEND Improvement Board")
    signed_on = DayField(label="Day of the sign-off")
    points = Several(
        label="Points whose response was signed off", queryset=FeedbackPoint.objects.none(), required=False
    )
    plan_decision = Words(
        label="What was decided on the plan as strengthened",
        max_length=1000,
        required=False,
        help_text="Leave this empty if only points were signed off",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, verdict: Verdict, letter: Letter, **kwargs):
        super().__init__(*args, **kwargs)
        answered = [point.id for point in letter.points if not point.is_unanswered]
        self.fields["points"].queryset = verdict.points.filter(pk__in=answered).order_by("number")
