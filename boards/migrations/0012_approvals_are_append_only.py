from django.db import migrations

from send_tracker.lib.records import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("boards", "0011_approvals_and_certificates")]

    operations = [refuse_changes("boards_approvaldecision", "boards_signature")]
