from django.db import migrations
from django.db.models import OuterRef, Subquery


def title(apps, schema_editor):
    """Deadlines from before a date could be one of a series are called as their rule is."""
    rule = apps.get_model("inspections", "DeadlineRule").objects.filter(pk=OuterRef("rule"))
    deadlines = apps.get_model("inspections", "Deadline").objects.filter(title="")
    deadlines.update(title=Subquery(rule.values("title")[:1]))
    apps.get_model("inspections", "DeadlineRule").objects.filter(code="letter_expected").update(done_word="Published")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0011_the_whole_clock")]

    operations = [migrations.RunPython(title, migrations.RunPython.noop)]
