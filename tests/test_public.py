"""Public by list: every field is classified, and no private word of an area reaches page, file or metadata."""

import subprocess
from contextlib import contextmanager

import pikepdf
import pytest
from django.apps import apps
from django.db import connection, models

from actions.models import HighlightReport
from boards.models import Report
from boards.public import LEAVES, what_the_public_sees
from boards.services import publication, reports
from tests.factories.reports import AT, CUTOFF, make_thread

MODELS = [
    apps.get_model(label)
    for label in (
        "areas.LocalArea", "areas.Organisation", "areas.AccountableOfficer", "areas.Document", "areas.DocumentVersion",
        "inspections.Source", "inspections.Inspection", "inspections.Finding", "inspections.Deadline",
        "inspections.Event", "inspections.StatedDate",
        "inspections.RegisterEntry", "inspections.BoundaryChange", "inspections.Theme",
        "inspections.SurveyedArea", "inspections.Judgement", "inspections.StatedCount",
        "inspections.SourceDocument", "boards.MeetingDocument",
        "inspections.ImprovementNotice", "inspections.NoticeStep", "inspections.NoticeDocument",
        "inspections.SupportOffer", "inspections.SupportStep",
        *(model._meta.label for model in apps.get_app_config("actions").get_models()),
        "boards.Board", "boards.Seat", "boards.Meeting", "boards.Report", "boards.SectionText", "boards.Clearance",
        "boards.ApprovalRoute", "boards.ApprovalStep", "boards.ApprovalDecision", "boards.Certificate",
        "boards.Signature",
    )
    if apps.get_model(label)._meta.auto_created is False
]  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_public_or_private(model):
    names = {field.name for field in [*model._meta.fields, *model._meta.many_to_many] if field.name != "id"}
    assert names == model.PUBLIC | model.PRIVATE
    assert not model.PUBLIC & model.PRIVATE


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, keys in LEAVES.items() for key in keys])
def test_what_leaves_comes_from_a_public_field(kind, key):
    model, field = LEAVES[kind][key]
    assert field in model.PUBLIC


@contextmanager
def history_may_change():
    """PostgreSQL refuses a change to history by itself; here alone its guards look away."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def canaries():
    """Put a word of its own into every private text field of every row there is; the words."""
    planted = []
    for model in MODELS:
        texts = [
            field.name
            for field in model._meta.fields
            if field.name in model.PRIVATE
            and isinstance(field, models.CharField | models.TextField)
            and not field.choices
            and not field.name.endswith("sha256")
        ]
        for row in models.QuerySet(model).all():
            for name in texts:
                room = model._meta.get_field(name).max_length or 40
                word = f"canary{len(planted)}x"[:room]
                models.QuerySet(model).filter(pk=row.pk).update(**{name: word})
                planted.append(word)
    return planted


@pytest.fixture
def released(northshire, ada, cal, neds_post, beas_post):
    meeting = make_thread(northshire, ada.membership, neds_post)
    meeting.board.plan.actions.update(success="x")
    with history_may_change():
        planted = canaries()
    report = reports.draft_report(meeting=meeting, by=ada.membership, on=CUTOFF)
    report = reports.approve_report(report=report, by=cal.membership, on=CUTOFF)
    reports.render_waiting(AT)
    for side, post in (("council", neds_post), ("health", beas_post)):
        publication.record_clearance(
            report=report, side=side, post=post, cleared_on=CUTOFF, by=ada.membership, on=CUTOFF
        )
    return planted, publication.publish_report(report=report, by=ada.membership, on=CUTOFF)


def test_no_private_word_reaches_the_public(released, client, tmp_path):
    planted, release = released
    assert len(planted) > 20
    found = [client.get("/published/").content.decode(), client.get("/published/northshire/").content.decode()]
    found.append(client.get(release.get_absolute_url()).content.decode())
    file = tmp_path / "release.pdf"
    file.write_bytes(bytes(release.pdf))
    found.append(subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout)
    with pikepdf.open(file) as pdf:
        found += [str(dict(pdf.docinfo)), pdf.Root.Metadata.read_bytes().decode()]
        found.append(
            b"".join(obj.read_bytes() for obj in pdf.objects if isinstance(obj, pikepdf.Stream)).decode("latin-1")
        )
    assert not [word for word in planted if any(word in text for text in found)]


def test_the_canaries_would_be_heard(released):
    """The board's own report holds them: the test above would notice."""
    planted, release = released
    text = str(Report.objects.get(pk=release.report_id).content)
    assert sum(word in text for word in planted) > 5
    assert HighlightReport.objects.get().done in text


def test_the_public_content_is_composed_of_named_keys_alone(released):
    _, release = released
    report = Report.objects.get(pk=release.report_id)
    report.content["figures"]["attention"][0]["title"] = "changed"
    report.content["figures"]["actions"][0]["reason"] = "leaked"
    report.content["figures"]["private"] = "leaked"
    composed = what_the_public_sees(report.content)
    assert composed == release.content
