"""What is typed about themes, made clean."""

from send_tracker.lib.forms import Form, Line


class ThemeForm(Form):
    """A theme of the area's own."""

    submit = "Add this theme"

    name = Line(label="Name", max_length=120, help_text="For example, Transport to school")
    meaning = Line(
        label="What belongs to it", max_length=300, required=False, help_text="So that everybody sorts by it alike"
    )
