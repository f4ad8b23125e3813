"""What is typed about an area's own rules, made clean."""

import re

from django import forms

from inspections.forms import REASON_LENGTH
from inspections.models import DeadlineRule
from send_tracker.lib.forms import DayField, Form, Line, VersionField, Words

MOST_DATES = 12
LONGEST = {"months": 120, "days": 365, "working days": 250, "clear working days": 30}
OWN = "own"


class NumbersField(Line):
    """One whole number or several, with commas, each larger than the one before: 4, 8, 12, 15."""

    def __init__(self, *, most: int = LONGEST["months"], **kwargs):
        self.most = most
        super().__init__(max_length=100, **kwargs)

    def clean(self, value) -> tuple[int, ...]:
        text = super().clean(value)
        parts = [part for part in re.split(r"[,;\s]+|\band\b", text) if part]
        if not parts:
            return ()
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
            raise forms.ValidationError("Enter whole numbers with commas between them, such as 4, 8, 12, 15.")
        numbers = tuple(int(part) for part in parts)
        if len(numbers) > MOST_DATES:
            raise forms.ValidationError(f"Enter {MOST_DATES} numbers at most.")
        if not all(1 <= number <= self.most for number in numbers):
            raise forms.ValidationError(f"Enter numbers from 1 to {self.most}.")
        if sorted(set(numbers)) != list(numbers):
            raise forms.ValidationError("Enter each number once, the smallest first.")
        return numbers


class RuleForm(Form):
    """How long a rule gives in this area, from a day on."""

    submit = "Change the rule"

    amounts = NumbersField(label="How many")
    from_on = DayField(label="For clocks that start from this day on")
    source = Line(
        label="On whose word",
        max_length=300,
        help_text="For example, the adviser's letter of 3 March 2020; the board's terms of reference",
    )
    reason = Words(label="Reason", max_length=REASON_LENGTH)

    def __init__(self, *args, rule: DeadlineRule, **kwargs):
        super().__init__(*args, **kwargs)
        before = " before" if rule.amount < 0 else ""
        self.fields["amounts"].label = f"How many {rule.unit}{before}"
        self.fields["amounts"].most = LONGEST[rule.unit]


class ReviewsForm(Form):
    """When the reviews of an inspection's plan are."""

    submit = "Set the reviews"

    code = forms.ChoiceField(label="When are the reviews?", required=False, widget=forms.RadioSelect)
    months = NumbersField(
        label="Months after the plan was accepted",
        required=False,
        help_text="Only for months of your own. For example, 3, 9, 15",
    )
    source = Line(
        label="Where it is written", max_length=300, required=False, help_text="For example, the letter of the adviser"
    )
    reason = Words(label="Reason", max_length=REASON_LENGTH)
    version = VersionField()

    def __init__(self, *args, rules: list[DeadlineRule], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(rule.code, f"{rule.title} ({rule.length})") for rule in rules]
        self.fields["code"].choices = [*choices, (OWN, "After months of our own"), ("", "No reviews are set yet")]

    def clean(self):
        facts = super().clean()
        if facts.get("code") == OWN and not facts.get("months") and "months" not in self.errors:
            self.add_error("months", "Enter the months, such as 3, 9, 15.")
        if facts.get("months") and facts.get("code") != OWN:
            self.add_error("months", "Choose “After months of our own” too, or leave this empty.")
        return facts | {"code": "" if facts.get("code") == OWN else facts.get("code", "")}
