from django.db import migrations, models

import core.text


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0003_road"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="alliancesummary",
            index=models.Index(core.text.SortKey("region_names"), name="summary_sorted"),
        ),
    ]
