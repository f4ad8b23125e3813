"""What is typed about inspections, made clean."""

from datetime import date, timedelta

from crispy_forms.layout import Fieldset
from django import forms
from django.db.models import QuerySet

from inspections.forms import REASON_LENGTH
from inspections.models import Event, Framework, Inspection, Outcome, RegisterEntry
from inspections.summaries import doubt_about
from send_tracker.lib.dates import said
from send_tracker.lib.forms import DayField, Form, Line, VersionField, Words
from send_tracker.lib.precision import exactly

# An inspection is announced some days ahead, and its publication some weeks.
MOST_AHEAD = timedelta(days=366)
# One took a week on site under the framework of 2016, three weeks in all under that of 2023.
LONGEST_STAY = timedelta(days=31)
# The slowest letters of the register came within a year of the inspection.
SLOWEST_REPORT = timedelta(days=366)
DAYS = {
    "started_on": "The first day",
    "ended_on": "The last day",
    "letter_on": "The date on the letter",
    "report_received_on": "The day of receipt",
    "report_published_on": "The day of publication",
}
PLAN_EVENTS = (Event.Kind.SUBMITTED, Event.Kind.ACCEPTED)


def doubts(facts: dict) -> list[str]:
    """What is odd about the days of an inspection and may yet be so, one sentence each."""
    found = []
    for name, what in DAYS.items():
        if facts.get(name) and (doubt := doubt_about(exactly(facts[name]))):
            found.append(f"{what}, {said(facts[name])}: {doubt[0].lower()}{doubt[1:]}")
    started, ended = facts.get("started_on"), facts.get("ended_on")
    if started and ended and ended - started > LONGEST_STAY:
        found.append(f"The inspection would have lasted {(ended - started).days + 1} days.")
    published, letter = facts.get("report_published_on"), facts.get("letter_on")
    if ended and published and published - ended > SLOWEST_REPORT:
        found.append("The report would be published more than a year after the inspection.")
    if letter and published and letter > published:
        found.append(f"The letter would be dated after it was published, {said(published)}.")
    if facts.get("follows") and started:
        found += _before_the_plan(facts["follows"], started)
    return found


def _before_the_plan(first: Inspection, started_on: date) -> list[str]:
    """A visit that comes back to see what a plan has done comes after the plan."""
    plan = (
        first.events.standing().filter(kind__in=PLAN_EVENTS, happened_on__isnull=False).order_by("happened_on").first()
    )
    if plan is None or plan.happened_on <= started_on:
        return []
    return [
        f"This visit would be before the plan of that inspection: {plan.get_kind_display().lower()}, {plan.happened}."
    ]


class OutcomeField(forms.ModelChoiceField):
    def label_from_instance(self, outcome):
        return f"{outcome.short} ({outcome.framework.code})"


class RegisterEntryField(forms.ModelChoiceField):
    def label_from_instance(self, entry):
        return f"{entry.area_name}, from {said(entry.started_on)} ({entry.framework.code})"


class InspectionForm(Form):
    """An inspection and its source, its several dates kept apart."""

    submit = "Record this inspection"
    layout = (
        Fieldset("The inspection", "title", "framework", "kind", "follows", "started_on", "ended_on"),
        Fieldset("The report", "letter_on", "report_received_on", "received_basis", "report_published_on", "outcome"),
        Fieldset("The national register", "register_entry"),
    )

    title = Line(label="Title", help_text="For example, Local area SEND inspection, March 2019")
    framework = forms.ModelChoiceField(
        label="Framework", queryset=Framework.objects.order_by("in_force_on"), empty_label="Choose one"
    )
    kind = forms.ChoiceField(
        label="What kind of inspection was it?",
        choices=Inspection.Kind.choices,
        initial=Inspection.Kind.FULL,
        widget=forms.RadioSelect,
    )
    follows = forms.ModelChoiceField(
        label="Which inspection does it come back to?",
        queryset=Inspection.objects.none(),
        required=False,
        empty_label="None",
        help_text="Of a revisit or a monitoring inspection: what was found there is what it judges.",
    )
    started_on = DayField(label="First day of the inspection")
    ended_on = DayField(label="Last day of the inspection")
    letter_on = DayField(label="Date on the letter", required=False)
    report_received_on = DayField(
        label="Day the area received the report",
        required=False,
        help_text="The final letter or report, not the draft. The statutory clock starts on this day. "
        "For example, 14 5 2027",
    )
    received_basis = Line(
        label="How the day of receipt is known",
        required=False,
        help_text="Only if no record says so. For example, worked back from the due date of 27 March 2020",
    )
    report_published_on = DayField(
        label="Day the report was published, or is to be",
        required=False,
        help_text="Until that day, and while this is empty, only area leads and the people they name see the "
        "inspection, or anything that hangs on it. For example, 14 5 2027",
    )
    outcome = OutcomeField(
        label="Outcome",
        queryset=Outcome.objects.select_related("framework").order_by("framework__in_force_on", "position"),
        required=False,
        empty_label="Not known yet, or none",
    )
    register_entry = RegisterEntryField(
        label="Its line in Ofsted's published data",
        queryset=RegisterEntry.objects.in_order(),
        required=False,
        empty_label="None, or not there yet",
        help_text="Shown beside your record wherever the two differ. It changes nothing of yours.",
    )

    def __init__(self, *args, others: QuerySet[Inspection], on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["follows"].queryset = others.select_related("source").order_by("started_on", "pk")

    def clean(self):
        facts = super().clean()
        self._check_framework(facts.get("framework"), facts.get("started_on"))
        self._check_outcome(facts.get("framework"), facts.get("outcome"), facts.get("kind"))
        self._check_follows(facts.get("follows"), facts.get("kind"), facts.get("started_on"))
        self._check_dates(facts)
        if facts.get("register_entry") and facts.get("kind") not in (None, Inspection.Kind.FULL):
            self.add_error("register_entry", "Only a full inspection has a line there. Choose none here.")
        if facts.get("received_basis") and not facts.get("report_received_on"):
            self.add_error("received_basis", "Enter the day of receipt too, or leave this empty.")
        self.ask_if_sure(doubts(facts))
        return facts

    def _check_framework(self, framework: Framework | None, started_on: date | None) -> None:
        if not framework or not started_on:
            return
        if started_on < framework.in_force_on:
            self.add_error(
                "framework", f"This framework is used from {said(framework.in_force_on)}: the inspection began before."
            )
        elif framework.superseded_on and started_on >= framework.superseded_on:
            self.add_error(
                "framework", f"This framework ended on {said(framework.superseded_on)}: the inspection began later."
            )

    def _check_outcome(self, framework: Framework | None, outcome: Outcome | None, kind: str | None) -> None:
        if not outcome:
            return
        if framework and outcome.framework_id != framework.pk:
            self.add_error("outcome", f"Choose an outcome of the framework of {framework.code}.")
        elif kind and kind != Inspection.Kind.FULL:
            self.add_error("outcome", "Only a full inspection ends with one of these. Choose none here.")

    def _check_follows(self, first: Inspection | None, kind: str | None, started_on: date | None) -> None:
        if first and kind == Inspection.Kind.FULL:
            self.add_error("follows", "A full inspection comes back to none. Choose none here.")
        elif first and started_on and started_on <= first.ended_on:
            self.add_error("follows", f"That inspection ended on {said(first.ended_on)}: this one begins later.")

    def _check_dates(self, facts: dict) -> None:
        report_days = ("letter_on", "report_received_on", "report_published_on")
        for name in report_days[:2]:
            if facts.get(name) and facts[name] > self.on:
                self.add_error(name, "The day cannot be in the future.")
        for name in ("started_on", "ended_on", "report_published_on"):
            if facts.get(name) and facts[name] > self.on + MOST_AHEAD:
                self.add_error(name, "This is more than a year ahead. Check the year.")
        started, ended = facts.get("started_on"), facts.get("ended_on")
        if started and ended and ended < started:
            self.add_error("ended_on", f"The last day cannot be before the first, {said(started)}.")
            return
        for name in report_days:
            if ended and facts.get(name) and facts[name] < ended:
                self.add_error(name, f"This cannot be before the last day of the inspection, {said(ended)}.")
        received, published = facts.get("report_received_on"), facts.get("report_published_on")
        if received and published and received > published:
            self.add_error("report_received_on", f"The area has the report before it is published, {said(published)}.")


class InspectionEditForm(InspectionForm):
    """The same, put right with a reason."""

    submit = "Save the correction"
    layout = (*InspectionForm.layout, Fieldset("The correction", "reason", "version"))

    reason = Words(
        label="Reason for the correction",
        max_length=REASON_LENGTH,
        help_text="It is kept with every date that moves because of it.",
    )
    version = VersionField()
