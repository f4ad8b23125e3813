from django.db import migrations

from send_tracker.lib.records import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("inspections", "0002_deadline_withdrawn_on")]

    operations = [refuse_changes("inspections_deadlinechange")]
