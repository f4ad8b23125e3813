"""Forms as every page shows them: plain messages, kept input, fields for days, words, versions and submissions."""

import unicodedata
import uuid
from collections.abc import Sequence
from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string

from send_tracker.lib.precision import Precision, VagueDay
from send_tracker.lib.refusals import Refused
from send_tracker.lib.vague_words import LONGEST, month_named, parse

FIRST_YEAR, LAST_YEAR = 2000, 2099
OWN_ARTICLE = {"the", "a", "an", "your", "our", "any", "what", "who", "why", "how", "when", "where", "which"}
VAGUE_HELP = "As exactly as it is known. For example, 14 May 2027, late May 2027, autumn term 2027, or to be confirmed"
CHECKED = "is_checked"
LARGEST_VERSION = 2**31 - 1
LONGEST_ID = 18
UNREADABLE = "There is a character here that cannot be kept. Type the text again, or paste it as plain text."

# Said instead of Django's own words, wherever a field has none of its own.
PLAIN_WORDS = {
    "invalid_choice": "Choose from the list.",
    "invalid_list": "Choose from the list.",
    "invalid_pk_value": "Choose from the list.",
    "max_length": "Use %(limit_value)d characters or fewer. There are %(show_value)d now.",
    "min_length": "Use %(limit_value)d characters or more. There are %(show_value)d now.",
    "null_characters_not_allowed": UNREADABLE,
}


class Form(forms.Form):
    """What every form of ours begins as: rendered by `{% crispy form %}`, never saved, wrong input told in plain words.

    `submit` is the word on its button, `also` the names and words of others beside it; with `cancel_url` a link leads
    back. `layout` puts fields in an
    order or under headings (crispy-forms' Fieldset); fields it leaves out come last.
    """

    use_required_attribute = False
    form_method = "post"
    submit = "Save"
    button_class = ""
    also: tuple[tuple[str, str], ...] = ()
    cancel_url = ""
    layout = ()
    says_optional = True

    def __init__(self, *args, cancel_url: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel_url = cancel_url or self.cancel_url
        self._summary_said = False
        for field in self.fields.values():
            speak_plainly(field)

    def tell(self, refused: Refused) -> None:
        """Say what a service refused beside the fields it blames, or above the form."""
        for name, words in refused.faults.items():
            self.add_error(name if name in self.fields else None, words)

    def ask_if_sure(self, doubts: Sequence[str]) -> None:
        """Say what is odd, and ask for a tick beside it; with the tick it is taken as it stands. Call it from `clean`.

        For what is unlikely and may yet be so. Nothing is asked while a field has a fault of its own.
        """
        if not doubts or self.errors:
            return
        self.fields[CHECKED] = forms.BooleanField(label="I have checked this: save it as it is", required=False)
        if not self.data.get(self.add_prefix(CHECKED)):
            self.add_error(CHECKED, " ".join([*doubts, "Correct it, or tick to save it as it is."]))

    @property
    def helper(self) -> FormHelper:
        """How crispy-forms lays this form out."""
        helper = FormHelper()
        helper.layout = Layout(*(self.layout or self.fields))
        helper.render_unmentioned_fields = True
        helper.form_method = self.form_method
        helper.attrs = {"novalidate": True}
        helper.submit = self.submit
        helper.button_class = self.button_class
        helper.also = self.also
        helper.cancel_url = self.cancel_url
        return helper

    def error_summary(self) -> str:
        """What is wrong, as a list of links, said once: the page's frame asks first, to have it above the heading."""
        if self._summary_said or not self.errors:
            return ""
        self._summary_said = True
        return render_to_string("govuk/errors.html", {"form": self})


def speak_plainly(field: forms.Field) -> None:
    """Give a field our words for what can go wrong, where it still has Django's."""
    lent = {}
    for kind in reversed(type(field).__mro__):
        if kind.__module__.startswith("django."):
            lent |= kind.__dict__.get("default_error_messages", {})
    for code, words in PLAIN_WORDS.items() | {("required", ask_for(field))}:
        if field.error_messages.get(code) == lent.get(code):
            field.error_messages[code] = words


def ask_for(field: forms.Field) -> str:
    """The message of a field left empty: "Enter the reason", "Choose the lead body"."""
    label = str(field.label or "")
    if not label:
        return "Fill this in."
    if label.endswith("?"):
        return f"Answer this question: {label}"
    if isinstance(field, forms.BooleanField):
        return f"Tick to confirm: {label}"
    verb = "Choose" if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else "Enter"
    name = label if label[:2].isupper() else label[0].lower() + label[1:]
    return f"{verb} {name}" if name.split()[0] in OWN_ARTICLE else f"{verb} the {name}"


class CountedBoundField(BoundField):
    """A field whose text area is described by its count of characters too."""

    @property
    def aria_describedby(self):
        parts = [super().aria_describedby, f"{self.auto_id}-info" if self.field.count else ""]
        return " ".join(part for part in parts if part)


class Words(forms.CharField):
    """A narrative in somebody's own words. Line ends are made one kind; characters that cannot be kept are refused."""

    widget = forms.Textarea(attrs={"rows": 5})
    bound_field_class = CountedBoundField

    def __init__(self, *, max_length: int = 4000, count: bool = False, **kwargs):
        self.count = count
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t" for letter in text):
            raise ValidationError(UNREADABLE, code="unreadable")
        return text

    def widget_attrs(self, widget):
        # A browser would cut a pasted text at maxlength without a word; the count and our message say it instead.
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class Line(Words):
    """One line of words: a title, a name, a reference. A line end pasted into it becomes a space."""

    widget = forms.TextInput

    def __init__(self, *, max_length: int = 200, **kwargs):
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        return " ".join(text.split()) if isinstance(text, str) else text


class DayInput(forms.MultiWidget):
    """Day, month and year in three boxes, named `<field>_day`, `<field>_month`, `<field>_year`."""

    template_name = "govuk/day_input.html"

    def __init__(self, attrs=None):
        boxes = {
            name: forms.TextInput(attrs={"class": f"govuk-input govuk-date-input__input govuk-input--width-{width}"})
            for name, width in {"day": 2, "month": 2, "year": 4}.items()
        }
        super().__init__(boxes, attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for label, box in zip(("Day", "Month", "Year"), context["widget"]["subwidgets"], strict=True):
            box["label"] = label
            box["attrs"]["inputmode"] = "numeric"
        return context


class DayField(forms.Field):
    """A calendar day, typed as day, month (number or name) and year. What was typed stays in the boxes."""

    widget = DayInput
    default_error_messages = {
        "invalid": "Enter a real date, such as 14 5 2027.",
        "part_missing": "The date needs %(parts)s too, such as 14 5 2027.",
        "out_of_range": f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}.",
    }

    def __init__(self, *, help_text: str = "For example, 14 5 2027", **kwargs):
        super().__init__(help_text=help_text, **kwargs)

    def to_python(self, value) -> date | None:
        if value is None or isinstance(value, date):
            return value
        typed = [(part or "").strip() for part in value]
        if not any(typed):
            return None
        missing = [name for name, part in zip(("a day", "a month", "a year"), typed, strict=True) if not part]
        if missing:
            raise self.refusal("part_missing", parts=" and ".join(missing))
        day, month, year = (number(part) for part in (typed[0], month_number(typed[1]), typed[2]))
        if not (day and month and year):
            raise self.refusal("invalid")
        try:
            found = date(year, month, day)
        except (ValueError, OverflowError):
            raise self.refusal("invalid") from None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise self.refusal("out_of_range")
        return found

    def refusal(self, code: str, **facts) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=facts)


def number(text: str) -> int | None:
    """A whole number of at most four plain digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def month_number(text: str) -> str:
    """The number of a month given by name or by its first three letters or more; any other text as it is."""
    month = month_named(text)
    return str(month) if month else text


class VagueDayField(Line):
    """A day that may be vague, typed in words on one line: a VagueDay, or None where the field may be empty.

    Take its two columns by unpacking: `on, precision = form.cleaned_data["due"]`. As `initial`, give it a VagueDay.
    """

    default_error_messages = {"out_of_range": f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}."}

    def __init__(self, *, help_text: str = VAGUE_HELP, max_length: int = LONGEST, **kwargs):
        super().__init__(help_text=help_text, max_length=max_length, **kwargs)

    def clean(self, value) -> VagueDay | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            found = parse(typed)
        except Refused as refused:
            raise ValidationError(self.refusal(refused), code="invalid") from None
        if found.on and not FIRST_YEAR <= found.on.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["out_of_range"], code="out_of_range")
        return found

    def refusal(self, refused: Refused) -> str:
        """What is said of words that are no day."""
        return str(refused)

    def prepare_value(self, value):
        return str(value) if isinstance(value, VagueDay) else value


class TypedDayField(VagueDayField):
    """A whole day, typed in words or figures on one line, as an address can carry it: a date."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-20"})
    default_error_messages = {"invalid": "Enter a real day, such as 2 May 2019 or 2/5/2019, with the day first."}

    def __init__(self, *, help_text: str = "For example, 2 May 2019", **kwargs):
        super().__init__(help_text=help_text, **kwargs)

    def clean(self, value) -> date | None:
        found = super().clean(value)
        if found and found.precision != Precision.DAY:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found.on if found else None

    def refusal(self, refused: Refused) -> str:
        return self.error_messages["invalid"]


class Several(forms.ModelMultipleChoiceField):
    """Several rows, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple

    def _check_values(self, value):
        # SQLite takes no number of more than 64 bits, and Django asks it for all of them at once.
        if isinstance(value, list | tuple) and any(len(str(pk)) > LONGEST_ID for pk in value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": ""})
        return super()._check_values(value)


class VersionField(forms.IntegerField):
    """Which version of a row the person had before them, carried unseen, so that a lost edit can be refused."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": "It is not clear which version you had open. Look at the page again, then save.",
        "invalid": "It is not clear which version you had open. Look at the page again, then save.",
        "min_value": "It is not clear which version you had open. Look at the page again, then save.",
        "max_value": "It is not clear which version you had open. Look at the page again, then save.",
    }

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_value=LARGEST_VERSION, **kwargs)

    def bound_data(self, data, initial):
        """What the form carries when it is shown again: never the nonsense that came, or it could not be sent again."""
        return data if _is_clean(self, data) else initial


class SubmissionField(forms.UUIDField):
    """A mark of one opening of a form, carried unseen, so that a double submit writes once."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": "The page did not come back whole. Check what is here, then save again.",
        "invalid": "The page did not come back whole. Check what is here, then save again.",
    }

    def __init__(self, **kwargs):
        super().__init__(initial=uuid.uuid4, **kwargs)

    def bound_data(self, data, initial):
        return data if _is_clean(self, data) else initial


def _is_clean(field: forms.Field, data: object) -> bool:
    try:
        field.clean(data)
    except ValidationError:
        return False
    return True
