from django.db import migrations

from send_tracker.lib.records import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("inspections", "0007_findings_in_depth_and_judgements")]

    operations = [refuse_changes("inspections_judgement")]
