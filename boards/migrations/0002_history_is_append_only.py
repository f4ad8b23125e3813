from django.db import migrations

from send_tracker.lib.records import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("boards", "0001_first")]

    operations = [refuse_changes("boards_sectiontext", "boards_clearance")]
