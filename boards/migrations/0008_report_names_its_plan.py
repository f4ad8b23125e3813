"""A report names the plan it is on."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0003_history_is_append_only"),
        ("boards", "0007_letters_and_documents"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="plan",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="actions.plan",
            ),
        ),
    ]
