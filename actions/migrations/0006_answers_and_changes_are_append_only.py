from django.db import migrations

from send_tracker.lib.records import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("actions", "0005_points_and_baselines_of_what_is_there")]

    operations = [
        refuse_changes(
            "actions_planbaseline",
            "actions_pointresponse",
            "actions_pointsignoff",
            "actions_actionchange",
            "actions_actionsuccession",
        )
    ]
