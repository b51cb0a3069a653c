import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

import core.text


class Migration(migrations.Migration):
    # The directory is read all day; nobody waits while its indexes are made.
    atomic = False
    dependencies = [
        ("organisations", "0002_names_alike"),
        ("core", "0001_extensions"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(core.text.SortKey("name"), "gin_trgm_ops"),
                name="organisation_key_alike",
            ),
        ),
        AddIndexConcurrently(
            model_name="organisation",
            index=models.Index(
                core.text.SortKey("municipality"), core.text.SortKey("name"), "id", name="organisation_by_town"
            ),
        ),
    ]
