"""What is typed into the public calculator, or stands in an address, made clean."""

from django import forms

from inspections.models import Framework
from inspections.summaries.calculator import Given
from send_tracker.lib.dates import said
from send_tracker.lib.forms import Form, TypedDayField

ONCE = "Give this once."


class FrameworkField(forms.ModelChoiceField):
    def label_from_instance(self, framework):
        return framework.name


class CalculatorForm(Form):
    """A framework and at least one day. The same names serve the page, the JSON and the calendar file."""

    form_method = "get"
    submit = "Work out the dates"

    framework = FrameworkField(
        label="Framework",
        queryset=Framework.objects.order_by("in_force_on"),
        to_field_name="code",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the frameworks here."},
    )
    received = TypedDayField(
        label="Day the area received the report",
        required=False,
        help_text="The final report or letter, not the draft. For example, 2 May 2019",
    )
    published = TypedDayField(
        label="Day the report was published",
        required=False,
        help_text="If you do not know the day of receipt. For example, 13 May 2019",
    )
    ended = TypedDayField(
        label="Last day of the inspection", required=False, help_text="If you know it. For example, 29 March 2019"
    )

    DAYS = ("ended", "received", "published")  # in the order they come

    @property
    def given(self) -> Given:
        return Given(**{name: self.cleaned_data[name] for name in self.DAYS})

    def clean(self):
        facts = super().clean()
        for name in self.fields:
            if len(self.data.getlist(name)) > 1:
                self.add_error(name, ONCE)
        if not any(facts.get(name) for name in self.DAYS) and not self.errors.keys() & set(self.DAYS):
            self.add_error("received", "Enter the day the area received the report, or one of the days below.")
        self._check_order(facts)
        if framework := facts.get("framework"):
            for name in self.DAYS:
                if facts.get(name) and facts[name] < framework.in_force_on:
                    self.add_error(name, f"This framework is used from {said(framework.in_force_on)}.")
        return facts

    def _check_order(self, facts: dict) -> None:
        ended, received, published = (facts.get(name) for name in self.DAYS)
        if received and published and received > published:
            self.add_error("received", f"The area has the report before it is published, {said(published)}.")
        first = min((day for day in (received, published) if day), default=None)
        if ended and first and ended > first:
            self.add_error("ended", f"The inspection ends before the area has the report, {said(first)}.")
