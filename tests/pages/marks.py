"""A mark in every text that is written, so that any page can be asked whose words it shows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import models
from django.db.models.signals import pre_save

STOREYS = ["areas", "inspections", "actions", "boards"]
MODELS = [model for app in STOREYS for model in apps.get_app_config(app).get_models()]
TEXTS = (models.CharField, models.TextField)
# Not somebody's words: codes, addresses, hashes, keys, and what the programme says of itself.
NO_WORDS = {
    "DeadlineRule.code", "DeadlineRule.title", "DeadlineRule.step_title", "DeadlineRule.done_word",
    "DeadlineRule.choice", "Inspection.review_rule", "Deadline.title",
    "User.password", "User.email", "LocalArea.brand_colour", "AuditEvent.event", "AuditEvent.subject_type",
    "OutgoingEmail.dedupe_key", "OutgoingEmail.message_id", "OutgoingEmail.recipient", "Reminder.key",
    "Reminder.thing", "Reminder.kind", "Reminder.url", "Deadline.calendar", "Theme.code", "SectionText.key",
    "Report.content_sha256",
    "Report.public_content_sha256", "Report.template_version", "Report.renderer", "Report.pdf_sha256",
    "Report.public_pdf_sha256", "Publication.area_name", "Publication.brand_url", "Publication.content_sha256",
    "Publication.pdf_sha256", "DocumentVersion.content_type", "DocumentVersion.sha256", "DocumentVersion.link",
}  # fmt: skip
# No area's: the rules everybody works under, the national register, and the programme's own pulse.
OF_NO_AREA = {
    "Framework", "EvaluationQuestion", "Outcome", "Suspension", "RegisterEntry", "BoundaryChange", "SurveyedArea",
    "Heartbeat", "Demonstration",
}  # fmt: skip


def texts_of(model: type[models.Model]) -> list[models.Field]:
    """The fields of a model that hold somebody's words."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, TEXTS)
        and not isinstance(field, models.SlugField)
        and not field.choices
        and f"{model.__name__}.{field.name}" not in NO_WORDS
    ]


ALL_TEXTS = {
    f"{model.__name__}.{field.name}"
    for model in MODELS
    if model.__name__ not in OF_NO_AREA
    for field in texts_of(model)
}


class Marks:
    """The marks of one area: `qxn001`, `qxn002` ... and the field each was written in."""

    def __init__(self, letter: str):
        self.letter = letter
        self.fields: dict[str, str] = {}
        self.pattern = re.compile(rf"qx{letter}\d\d\d".encode())

    def put(self, sender, instance, raw=False, **_) -> None:
        """A new row is about to be written: each of its texts gets a mark of its own."""
        if sender not in MODELS or not instance._state.adding:
            return
        for field in texts_of(sender):
            mark = f"qx{self.letter}{len(self.fields) + 1:03d}"
            words = getattr(instance, field.name)
            room = (field.max_length or 10_000) - len(mark) - 1
            setattr(instance, field.name, f"{words[:room]} {mark}".strip())
            self.fields[mark] = f"{sender.__name__}.{field.name}"

    def found_in(self, content: bytes) -> set[str]:
        """The fields whose words are in this content."""
        return {self.fields.get(mark.decode(), mark.decode()) for mark in self.pattern.findall(content)}

    @contextmanager
    def written(self) -> Iterator[None]:
        """Every row that is made within gets marks."""
        pre_save.connect(self.put)
        try:
            yield
        finally:
            pre_save.disconnect(self.put)
