from django.db import migrations


def number_the_points(apps, schema_editor):
    """Each line of what was typed as the points of a letter becomes a point; the text itself stays with the letter."""
    point = apps.get_model("actions", "FeedbackPoint").objects
    for verdict in apps.get_model("actions", "Verdict").objects.filter(outcome="fit with points").order_by("pk"):
        lines = [line.strip() for line in verdict.remarks.splitlines() if line.strip()]
        for number, text in enumerate(lines, start=1):
            point.create(verdict=verdict, number=number, text=text, words="own")


def set_the_baselines(apps, schema_editor):
    """A plan that went to the inspectors, was found fit or was approved stands as it did on that day."""
    baseline = apps.get_model("actions", "PlanBaseline").objects

    def stand(plan_id, row, cause, body=""):
        made = baseline.create(plan_id=plan_id, on=row.on, recorded_by_id=row.recorded_by_id, cause=cause, body=body)
        baseline.filter(pk=made.pk).update(recorded_at=row.recorded_at)

    for row in apps.get_model("actions", "PlanSubmission").objects.order_by("pk"):
        stand(row.plan_id, row, "submitted")
    fit = ("fit", "fit with points")
    verdicts = apps.get_model("actions", "Verdict").objects.filter(outcome__in=fit).select_related("submission")
    for row in verdicts.order_by("pk"):
        stand(row.submission.plan_id, row, "found fit")
    for row in apps.get_model("actions", "PlanApproval").objects.order_by("pk"):
        stand(row.plan_id, row, "approved", row.body)


class Migration(migrations.Migration):
    dependencies = [("actions", "0004_feedback_changes_and_succession")]

    operations = [
        migrations.RunPython(number_the_points, migrations.RunPython.noop),
        migrations.RunPython(set_the_baselines, migrations.RunPython.noop),
    ]
