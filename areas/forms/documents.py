"""What is typed about a letter or another document, and the file of it."""

from collections.abc import Mapping

from django import forms

from areas.access import Permission, Visit
from areas.models import Document
from send_tracker.lib.dates import said
from send_tracker.lib.file_fields import HandedInField, KeepsNoFile, LinkField
from send_tracker.lib.files import LARGEST_FILE, TAKEN, said_size
from send_tracker.lib.forms import (
    DayField,
    Form,
    Line,
    SubmissionField,
    VersionField,
    Words,
)


def confidentialities(here: Visit) -> list[tuple[str, str]]:
    """How far this person may open or shut a document: what they could not read afterwards is not offered."""
    levels = Document.Confidentiality
    restricted = here.may(Permission.DOCUMENT_READ_RESTRICTED)
    return [(level.value, level.label) for level in levels if restricted or level != levels.LEADS]


class FactsForm(Form):
    """What is said of a document."""

    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose one"), *Document.Kind.choices])
    title = Line(label="Title")
    dated_on = DayField(label="Day that stands on it", required=False)
    sender = Line(label="From", max_length=150, required=False, help_text="The body or the post it comes from.")
    recipient = Line(label="To", max_length=150, required=False, help_text="The body or the post it is written to.")
    confidentiality = forms.ChoiceField(label="Who may read it", widget=forms.RadioSelect)
    asks_for = Words(
        label="What it asks for",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Leave empty if it asks for nothing. Name no child and no family.",
    )
    answer_due_on = DayField(label="Answer due", required=False, help_text="If it names a day. For example, 14 5 2027")

    def __init__(self, *args, here: Visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["confidentiality"].choices = confidentialities(here)


class ContentForm(KeepsNoFile, Form):
    """The document itself: a file or a link."""

    file = HandedInField(
        label="File", required=False, help_text=f"{TAKEN}. At most {said_size(LARGEST_FILE)}. Or give a link below."
    )
    link = LinkField(label="Link", required=False, help_text="Where it is published, such as https://www.example.org/")
    submission = SubmissionField()


class DocumentForm(ContentForm, FactsForm):
    """A document that is not recorded yet."""

    submit = "Record the document"
    layout = (
        "kind", "title", "file", "link", "dated_on", "sender", "recipient", "confidentiality", "asks_for",
        "answer_due_on",
    )  # fmt: skip


class DocumentEditForm(FactsForm):
    """A correction of what is said of a document."""

    submit = "Save the correction"
    version = VersionField()


class VersionForm(ContentForm):
    """A later version of a document."""

    submit = "Add this version"
    note = Line(label="What changed", max_length=300, required=False)


class DocumentChoice(forms.ModelChoiceField):
    """One of the documents this person may read, by its title and day."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Document.objects.none(), **kwargs)

    def offer(self, here: Visit, leave_out: Document | None = None) -> None:
        found = Document.objects.visible_to(here).standing()
        if leave_out:
            found = found.exclude(pk=leave_out.pk)
        self.queryset = found.order_by("-dated_on", "title", "pk")

    def label_from_instance(self, obj):
        return f"{obj.title} ({said(obj.dated_on)})" if obj.dated_on else obj.title


class AnswerForm(Form):
    """How a letter was answered."""

    submit = "Record the answer"
    answered_on = DayField(label="Day of the answer")
    answer = DocumentChoice(label="The document that answers it", required=False, empty_label="It is not recorded here")
    answer_note = Line(label="How it was answered", max_length=300, required=False, help_text="Such as: by telephone.")
    version = VersionField()

    def __init__(self, *args, here: Visit, document: Document, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].offer(here, leave_out=document)


class WithdrawForm(Form):
    """Why a document no longer counts."""

    submit = "Withdraw the document"
    button_class = "govuk-button--warning"
    reason = Line(label="Reason", max_length=300)
    version = VersionField()


class AttachForm(Form):
    """Which document belongs here, and to which part of it where there are several."""

    submit = "Add the document"
    document = DocumentChoice(label="Document", empty_label="Choose one")
    about = forms.ChoiceField(label="What it is about", required=False)

    def __init__(self, *args, here: Visit, abouts: Mapping[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].offer(here)
        self.fields["about"].choices = abouts.items()
        if not abouts:
            del self.fields["about"]
