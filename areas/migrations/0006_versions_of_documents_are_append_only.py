from django.db import migrations

from send_tracker.lib.records import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("areas", "0005_documents")]

    operations = [refuse_changes("areas_documentversion")]
