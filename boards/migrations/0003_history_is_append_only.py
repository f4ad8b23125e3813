from django.db import migrations

from send_tracker.lib.records import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("boards", "0002_report_keeps_its_public_pages")]

    operations = [refuse_changes("boards_sectiontext", "boards_clearance")]
