"""Fields for a file somebody hands in, and for the address of one that is elsewhere."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from send_tracker.lib.files import LARGEST_FILE, HandedIn, handed_in, too_large
from send_tracker.lib.refusals import Refused


class LinkField(forms.URLField):
    """The address of a page or a file elsewhere, with https:// or http:// before it."""

    widget = forms.TextInput  # a browser's own message for a bad address would not be ours
    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": "Enter a whole address, such as https://www.example.org/letter.pdf"}

    def __init__(self, **kwargs):
        super().__init__(max_length=500, assume_scheme="https", **kwargs)


class OneFile(forms.FileInput):
    """A box for a file. Words that come in its place are handed on, to be refused."""

    def value_from_datadict(self, data, files, name):
        return super().value_from_datadict(data, files, name) or data.get(name) or None


class HandedInField(forms.FileField):
    """A file of a kind that is taken, its content looked at and not only its name: a `HandedIn`, or None."""

    widget = OneFile
    default_error_messages = {
        "empty": "The file is empty. Choose another.",
        "required": "Choose a file.",
        "missing": "The file did not arrive. Choose it again.",
        "invalid": "The file did not arrive. Choose it again.",
    }

    def clean(self, data, initial=None) -> HandedIn | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > LARGEST_FILE:  # before it is read
            raise ValidationError(too_large(), code="too_large")
        try:
            return handed_in(upload.name, upload.read())
        except ValueError as fault:
            raise ValidationError(str(fault), code="refused") from fault


class KeepsNoFile:
    """Of a form with a field `file`: what is shown again after a fault says that the file must be chosen again."""

    def full_clean(self):
        super().full_clean()
        self._say_so()

    def tell(self, refused: Refused) -> None:
        super().tell(refused)
        self._say_so()

    def _say_so(self) -> None:
        if self.is_bound and self.errors and self.files.get("file") and "file" not in self.errors:
            self.add_error("file", "Choose the file again: a browser does not keep it.")
