"""What became of each action of the old plan: one row of fields an action; and the days of a list of changes."""

from collections.abc import Sequence

from django import forms

from actions.models import Action, PlanBaseline
from actions.services.succession import Answer
from actions.status import SUCCESSION_WORDS, SuccessionKind
from actions.summaries import FormerAction, Succession
from send_tracker.lib.forms import DayField, Form, Line

NOT_SAID = [("", "Not said yet")]
KINDS = [(kind.value, words) for kind, words in SUCCESSION_WORDS.items()]


class SuccessionForm(Form):
    """Each action of the old plan that owes an answer: in which way it ended, where it goes, and why.

    What is left as "not said yet" stays open. Where it goes is typed as references of the new plan, which people have
    before them in print; a plan of a hundred actions would else need ten thousand boxes.
    """

    submit = "Save"
    says_optional = False
    reason_for_all = Line(
        label="Reason, where none is given below",
        max_length=1000,
        required=False,
        help_text="Such as: agreed when the new plan was adopted",
    )

    def __init__(self, *args, succession: Succession, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = [row for row in succession.former if row.owes_answer]
        self.by_reference = {mark.reference.casefold(): mark.id for mark in succession.actions}
        for row in self.rows:
            self._ask(row)

    def _ask(self, row: FormerAction) -> None:
        pk, outcome = row.action.id, row.outcome
        into = ", ".join(mark.reference for mark in outcome.into) if outcome else ""
        label = row.action.reference
        self.fields[f"kind_{pk}"] = forms.ChoiceField(
            label=f"What became of {label}",
            choices=KINDS if outcome else NOT_SAID + KINDS,
            required=bool(outcome),
            initial=outcome.kind.value if outcome else "",
            error_messages={"invalid_choice": "Choose from the list.", "required": "Choose from the list."},
        )
        self.fields[f"to_{pk}"] = Line(
            label=f"{label} goes into", max_length=200, required=False, initial=into,
            error_messages={"max_length": "Use %(limit_value)d characters or fewer. There are %(show_value)d now."},
        )  # fmt: skip
        self.fields[f"reason_{pk}"] = Line(
            label=f"Reason for {label}", max_length=1000, required=False, initial=outcome.reason if outcome else "",
            error_messages={"max_length": "Use %(limit_value)d characters or fewer. There are %(show_value)d now."},
        )  # fmt: skip

    @property
    def lines(self) -> list[tuple[FormerAction, list[forms.BoundField]]]:
        """Each action with its three fields, as the page shows them."""
        return [(row, [self[f"{name}_{row.action.id}"] for name in ("kind", "to", "reason")]) for row in self.rows]

    def clean(self):
        cleaned = super().clean()
        for row in self.rows:
            pk = row.action.id
            typed = [part.strip() for part in cleaned.get(f"to_{pk}", "").replace(";", ",").split(",") if part.strip()]
            unknown = [part for part in typed if part.casefold() not in self.by_reference]
            if unknown:
                self.add_error(f"to_{pk}", f"The new plan has no action {unknown[0]}.")
            elif (typed or cleaned.get(f"reason_{pk}")) and not cleaned.get(f"kind_{pk}"):
                self.add_error(f"kind_{pk}", "Choose what became of it.")
            cleaned[f"to_{pk}"] = list(
                dict.fromkeys(self.by_reference[part.casefold()] for part in typed if not unknown)
            )
        return cleaned

    def answers(self, actions: dict[int, Action]) -> list[Answer]:
        """What was answered; `actions` are those of both plans, by id."""
        given = self.cleaned_data
        return [
            Answer(
                action=actions[row.action.id],
                kind=SuccessionKind(kind),
                into=tuple(actions[pk] for pk in given[f"to_{row.action.id}"]),
                reason=given[f"reason_{row.action.id}"] or given["reason_for_all"],
            )
            for row in self.rows
            if (kind := given[f"kind_{row.action.id}"])
        ]


class ChangesFilter(Form):
    """Since which baseline, and between which days."""

    form_method = "get"
    submit = "Show"
    says_optional = False
    since = forms.ChoiceField(label="Changed since the plan was", required=False)
    from_on = DayField(label="From", required=False)
    until_on = DayField(label="Until", required=False)

    def __init__(self, *args, baselines: Sequence[PlanBaseline], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].choices = [(str(row.pk), f"{row}, {row.on:%-d %B %Y}") for row in baselines]
