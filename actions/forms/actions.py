"""Forms of what the lead of an action says of it each month."""

from datetime import date

from django import forms
from django.utils.html import format_html

from actions import rules
from actions.models import Action, ActionUpdate
from actions.status import MOVES, RAG_WORDS, STAGE_WORDS, Rag, Stage
from areas.models import Post
from send_tracker.lib.forms import DayField, Form, SubmissionField, VersionField, Words


def rag_words(rag: Rag) -> str:
    """The label of a rating: its word with its shape."""
    return format_html('<strong class="rag rag--{}">{}</strong>', rag.value, RAG_WORDS[rag])


class UpdateForm(Form):
    """What the lead says of an action this month: house rule 14 asked field by field."""

    submit = "Save the update"
    says_optional = False  # what is needed hangs on the rating; the hints say when
    stage = forms.ChoiceField(label="Stage", widget=forms.RadioSelect)
    rag = forms.ChoiceField(
        label="Rating",
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--rag"}),
        choices=[(rag.value, rag_words(rag)) for rag in Rag],
        help_text="Only for an action in progress",
    )
    reason = Words(label="Reason for the rating", required=False, help_text="Not needed for a green that stays green")
    route_to_green = Words(
        label="What will bring it back to green",
        required=False,
        help_text="For red and amber",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    green_by_on = DayField(label="Green by", required=False, help_text="For red and amber. For example, 14 5 2027")
    wanted_from_board = Words(
        label="What is wanted from the board",
        max_length=2000,
        required=False,
        help_text="A decision, help, or nothing",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    forecast_on = DayField(
        label="Forecast: when it will be done",
        required=False,
        help_text="If it is later than the due date, give the reason above. For example, 14 5 2027",
    )
    version = VersionField()
    submission = SubmissionField()

    def __init__(self, *args, action: Action, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.action, self.on = action, on
        stage = Stage(action.stage)
        moves = MOVES[stage]
        if stage is not Stage.SUPERSEDED and action.plan.has_baseline:
            moves = moves - {Stage.SUPERSEDED}  # it is withdrawn on a page of its own, with somebody's leave
        self.fields["stage"].choices = [(stage.value, STAGE_WORDS[stage]) for stage in Stage if stage in moves]

    def clean(self):
        """Ask for what this rating owes. Fields with a fault of their own are not blamed twice."""
        cleaned = super().clean()
        if cleaned.get("stage", Stage.IN_PROGRESS) != Stage.IN_PROGRESS and "rag" in cleaned:
            # The form begins with last month's rating, and nobody can take a radio button back.
            cleaned["rag"] = ""
        if "stage" in cleaned and "rag" in cleaned:
            faults = rules.faults_of_update(
                self.action,
                stage=Stage(cleaned["stage"]),
                rag=Rag(cleaned["rag"]) if cleaned["rag"] else None,
                reason=cleaned.get("reason", ""),
                route_to_green=cleaned.get("route_to_green", ""),
                green_by_on=cleaned.get("green_by_on"),
                forecast_on=cleaned.get("forecast_on"),
                on=self.on,
            )
            for name, message in faults.items():
                if name not in self.errors:
                    self.add_error(name, message)
        return cleaned


class UpdateForOtherForm(UpdateForm):
    """The same, recorded by the area lead for a lead who said it elsewhere."""

    for_post = forms.ModelChoiceField(label="Who said so", queryset=Post.objects.none(), empty_label="Choose")
    heard_by = forms.ChoiceField(label="How you heard", choices=ActionUpdate.Heard.choices, widget=forms.RadioSelect)
    heard_on = DayField(label="Which day you heard it")
    layout = ("for_post", "heard_by", "heard_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(self.layout)
        self.layout = tuple(self.fields)
        leads = Post.objects.filter(leads__action=self.action).select_related("organisation")
        self.fields["for_post"].queryset = leads.order_by("-leads__is_reporting", "title")

    def clean_heard_on(self):
        day = self.cleaned_data["heard_on"]
        if day > self.on:
            raise forms.ValidationError("The day cannot be in the future.")
        return day


class NoChangeForm(Form):
    """Nothing changed: one press, with what keeps it from being written twice or over something newer."""

    version = VersionField()
    submission = SubmissionField()
