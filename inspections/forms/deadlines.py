"""What is typed about deadlines, made clean."""

from inspections.forms import REASON_LENGTH
from send_tracker.lib.forms import DayField, Form, VersionField, Words


class MetForm(Form):
    """When what a deadline asks was done, and how that is known."""

    submit = "Record it as met"

    met_on = DayField(label="Day it was done")
    note = Words(
        label="How you know",
        max_length=REASON_LENGTH,
        help_text="For example: published that day, or submitted before the inspection was recorded here.",
    )
    version = VersionField()


class DeadlineForm(Form):
    """Another day to go by, and why."""

    submit = "Set this date"

    due_on = DayField(label="Date to go by")
    reason = Words(
        label="Reason",
        max_length=REASON_LENGTH,
        help_text="For example, an extension agreed in a letter, and on which day.",
    )
    version = VersionField()
