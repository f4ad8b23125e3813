"""What is typed about boards, seats and meetings, made clean."""

from datetime import date

from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError

from actions.forms.plans import open_posts
from actions.models import Plan, Workstream
from areas.forms import partners
from areas.models import LocalArea, Organisation, Post
from areas.models.lineage import all_same
from boards.models import Board, Seat
from send_tracker.lib.dates import monthly
from send_tracker.lib.forms import DayField, Form, Line

ONCE, SAME_WEEKDAY, SAME_DAY = "once", "same weekday", "same day"
REPEATS = (
    (ONCE, "Once"),
    (SAME_WEEKDAY, "Every month, on the same weekday (such as the third Tuesday)"),
    (SAME_DAY, "Every month, on the same day (such as the 21st)"),
)
MOST_YEARS = 2


class BoardForm(Form):
    """A new board of the area: what it is, whom it reports to, what it governs or works on."""

    submit = "Set up the board"
    kind = forms.ChoiceField(label="Kind of board", choices=[("", "Choose one"), *Board.Kind.choices])
    name = Line(label="Name", max_length=150, help_text="As it calls itself, such as SEND improvement board")
    parent = forms.ModelChoiceField(
        label="Reports to", queryset=Board.objects.none(), required=False, empty_label="No other board here"
    )
    plan = forms.ModelChoiceField(
        label="Plan it governs",
        queryset=Plan.objects.none(),
        required=False,
        empty_label="None",
        help_text="For the board that is given the report on a plan",
    )
    workstream = forms.ModelChoiceField(
        label="Workstream it works on",
        queryset=Workstream.objects.none(),
        required=False,
        empty_label="None",
        help_text="For a task and finish group",
    )
    established_on = DayField(label="First day", required=False)

    def __init__(self, *args, area: LocalArea, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Board.objects.filter(area=area).open(on).order_by("name")
        plans = Plan.objects.filter(area=area).live(on)
        self.fields["plan"].queryset = plans.order_by("title")
        self.fields["workstream"].queryset = Workstream.objects.filter(plan__in=plans, group__isnull=True).order_by(
            "plan__title", "position"
        )


class BoardEditForm(Form):
    """A board as it is: what it is called, of which kind, and the plan it governs."""

    submit = "Save"
    kind = forms.ChoiceField(label="Kind of board", choices=Board.Kind.choices)
    name = Line(label="Name", max_length=150, help_text="Reports it was given keep the name they were approved with.")
    plan = forms.ModelChoiceField(
        label="Plan it governs", queryset=Plan.objects.none(), required=False, empty_label="None"
    )

    def __init__(self, *args, board: Board, on: date, **kwargs):
        initial = {"kind": board.kind, "name": board.name, "plan": board.plan_id}
        super().__init__(*args, initial=initial, **kwargs)
        # The plan it governs now may have ended: it is still there to be kept.
        plans = Plan.objects.filter(area=board.area_id).live(on) | Plan.objects.filter(pk=board.plan_id)
        self.fields["plan"].queryset = plans.order_by("title")


class BoardPlaceForm(Form):
    """Another board that this one reports to."""

    submit = "Save"
    parent = forms.ModelChoiceField(
        label="Reports to", queryset=Board.objects.none(), required=False, empty_label="No other board here"
    )

    def __init__(self, *args, board: Board, on: date, **kwargs):
        super().__init__(*args, initial={"parent": board.parent_id}, **kwargs)
        others = Board.objects.filter(area=board.area_id).exclude(pk=board.pk)
        self.fields["parent"].queryset = others.open(on).order_by("name")


class PostChoiceField(forms.ModelChoiceField):
    """A post by its title and its body."""

    def label_from_instance(self, post: Post) -> str:
        return f"{post.organisation.full_name}: {post.title}"


class SeatForm(Form):
    """A new seat: which body should fill it, and by which of its posts."""

    submit = "Make the seat"
    layout = (
        "organisation",
        "post",
        Fieldset("What kind of seat it is", "is_chair", "is_required"),
    )
    organisation = forms.ModelChoiceField(
        label="Body", queryset=Organisation.objects.none(), empty_label="Choose one", help_text="A partner of this area"
    )
    post = PostChoiceField(
        label="Post",
        queryset=Post.objects.none(),
        required=False,
        empty_label="Nobody yet: an empty chair",
        help_text="A post of that body",
    )
    is_chair = forms.BooleanField(label="This seat chairs the board", required=False)
    is_required = forms.BooleanField(label="The board needs this body at its meetings", required=False, initial=True)

    def __init__(self, *args, board: Board, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        bodies = partners(board.area, on)
        self.fields["organisation"].queryset = bodies
        self.fields["post"].queryset = free_posts(board).filter(organisation__in=all_same(bodies, on))

    def clean(self):
        cleaned = super().clean()
        body, post = cleaned.get("organisation"), cleaned.get("post")
        if body and post and post.organisation_id not in body.same_bodies(self.on):
            self.add_error("post", f"Choose a post of {body.name}, or leave the chair empty.")
        return cleaned


class SeatFillForm(Form):
    """The post that takes a seat from today."""

    submit = "Fill the seat"
    post = PostChoiceField(label="Post", queryset=Post.objects.none(), empty_label="Choose one")

    def __init__(self, *args, seat: Seat, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        same = seat.organisation.same_bodies(on)
        self.fields["post"].queryset = free_posts(seat.board).filter(organisation__in=same)


class MeetingForm(Form):
    """One meeting, or one a month until a day."""

    submit = "Plan the meeting"
    meeting_on = DayField(label="Day of the meeting, or of the first one")
    repeat = forms.ChoiceField(label="How often", choices=REPEATS, widget=forms.RadioSelect, initial=ONCE)
    until = DayField(
        label="Every month until",
        required=False,
        help_text="For monthly meetings. A day that falls on a weekend or bank holiday moves to the next working day, "
        "and we will say which.",
    )
    note = Line(label="Note", max_length=200, required=False, help_text="Such as the place")

    def clean(self):
        """Adds `days`, every day there is to be a meeting on, and `moved`: (wanted, given) of those that moved."""
        cleaned = super().clean()
        first, repeat, until = (cleaned.get(name) for name in ("meeting_on", "repeat", "until"))
        if not first or not repeat:
            return cleaned
        if repeat == ONCE:
            if until:
                self.add_error("repeat", "Choose how often, or leave the last day empty.")
            return {**cleaned, "days": [first], "moved": []}
        problem = _wrong_until(first, until) if "until" in cleaned else ""
        if problem:
            raise ValidationError({"until": problem})
        found = monthly(first, until, same_weekday=repeat == SAME_WEEKDAY) if until else []
        return {
            **cleaned,
            "days": [given for _, given in found],
            "moved": [(wanted, given) for wanted, given in found if wanted != given],
        }


class ConfirmForm(Form):
    """Nothing to type: a press that cannot be taken back asks for one press more."""

    button_class = "govuk-button--warning"

    def __init__(self, *args, submit: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.submit = submit


def free_posts(board: Board):
    """The open posts of the board's area that have no seat on it."""
    seated = Seat.objects.filter(board=board, ended_on__isnull=True, post__isnull=False)
    return open_posts(board.area).exclude(pk__in=seated.values("post"))


def _wrong_until(first: date, until: date | None) -> str:
    """What is wrong with the last day of monthly meetings; nothing if it will do."""
    if until is None:
        return "Enter the day until which the board meets every month."
    if until < first:
        return "Enter a day after the first meeting."
    if (until.year - first.year) * 12 + until.month - first.month > 12 * MOST_YEARS:
        return "Enter a day within two years of the first meeting."
    return ""
