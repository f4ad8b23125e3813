from django.db import migrations

from send_tracker.lib.records import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("actions", "0002_contribution_keeps_the_first_day_wanted")]

    operations = [
        refuse_changes(
            "actions_plansubmission",
            "actions_verdict",
            "actions_planapproval",
            "actions_actionupdate",
            "actions_duedatechange",
            "actions_highlightreport",
            "actions_contributionreply",
        )
    ]
