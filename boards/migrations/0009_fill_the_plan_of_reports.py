"""Reports made before they named their plan are on the one their board had at the cut-off."""

from django.db import migrations


def fill(apps, schema_editor) -> None:
    Report, Plan = apps.get_model("boards", "Report"), apps.get_model("actions", "Plan")
    rows = Report.objects.filter(plan__isnull=True).defer("figures", "content", "public_content", "pdf", "public_pdf")
    for report in rows.select_related("meeting__board__plan", "meeting__board__workstream__plan"):
        board = report.meeting.board
        plan = board.workstream.plan if board.workstream else board.plan
        while not board.workstream and plan.ended_on and plan.ended_on <= report.cutoff_on:
            successor = Plan.objects.filter(supersedes=plan).first()
            if successor is None:
                break
            plan = successor
        Report.objects.filter(pk=report.pk).update(plan=plan)


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0008_report_names_its_plan"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
