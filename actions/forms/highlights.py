"""What is typed in a workstream's highlight report."""

from datetime import date

from django import forms

from actions.forms.contributions import RATINGS
from actions.summaries import Proposal, shown_overall
from send_tracker.lib.forms import Form, SubmissionField, Words

MONTH = "%Y-%m"
NONE = "none"


class MonthForm(Form):
    """Which month a report is for; whatever else is asked for, it is the first one offered."""

    month = forms.ChoiceField(label="Month")

    form_method = "get"
    submit = "Show this month"
    button_class = "govuk-button--secondary"

    def __init__(self, *args, months: list[date], **kwargs):
        super().__init__(*args, **kwargs)
        self.months = {f"{month:{MONTH}}": month for month in months}
        self.fields["month"].choices = [(code, f"{month:%B %Y}") for code, month in self.months.items()]

    def chosen(self) -> date:
        code = self.cleaned_data.get("month") if self.is_valid() else None
        return self.months.get(code, next(iter(self.months.values())))


class HighlightForm(Form):
    """The month's report: the overall rating beside the one the rule proposes, and the words."""

    rag = forms.ChoiceField(
        label="Overall rating",
        choices=[*RATINGS, (NONE, "Not rated")],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--rag"}),
    )
    moderation_reason = Words(
        label="Why it differs from the proposal",
        help_text="Only if you give another rating than the one proposed.",
        max_length=1000,
        required=False,
    )
    done = Words(label="What was done this month")
    next = Words(label="What comes next")
    in_the_way = Words(label="What is in the way", required=False)
    decisions_wanted = Words(label="Decisions wanted from the board", required=False)
    submission = SubmissionField()

    submit = "Save the highlight report"

    def __init__(self, *args, proposal: Proposal, **kwargs):
        super().__init__(*args, initial={"rag": proposal.rag or NONE}, **kwargs)
        self.proposal = proposal
        self.fields["rag"].help_text = f"Proposed: {proposal.shown.word}. {proposal.working}"

    def clean_rag(self):
        rag = self.cleaned_data["rag"]
        return "" if rag == NONE else rag

    def clean(self):
        cleaned = super().clean()
        rag = cleaned.get("rag")
        if rag is not None and rag != (self.proposal.rag or "") and not cleaned.get("moderation_reason"):
            proposed, given = self.proposal.shown.word, shown_overall(rag).word
            if "moderation_reason" not in self.errors:
                self.add_error("moderation_reason", f"The rule proposes {proposed}. Say why it is {given}.")
        return cleaned
