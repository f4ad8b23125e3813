from django.db import migrations

from send_tracker.lib.records import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("inspections", "0013_notices_and_support")]

    operations = [refuse_changes("inspections_noticestep", "inspections_supportstep")]
