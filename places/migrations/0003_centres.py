import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from places.operations import FILL_IN_NAME_KEYS, FORGET_NAME_KEYS, LEAVE_NAME_KEYS_ALONE, MAKE_NAME_KEYS


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_extensions"),
        ("places", "0002_divisions"),
    ]

    operations = [
        migrations.RunSQL(MAKE_NAME_KEYS, FORGET_NAME_KEYS),
        migrations.AddField(
            model_name="municipality",
            name="former_names",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=120),
                blank=True,
                db_default=models.Value(
                    [],
                    output_field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120)),
                ),
                default=list,
                help_text="What it was called before, and the municipalities that are part of it now.",
                verbose_name="former names",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="latitude",
            field=models.FloatField(blank=True, editable=False, null=True, verbose_name="latitude"),
        ),
        migrations.AddField(
            model_name="municipality",
            name="longitude",
            field=models.FloatField(blank=True, editable=False, null=True, verbose_name="longitude"),
        ),
        migrations.AddField(
            model_name="municipality",
            name="name_keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                db_default=models.Value(
                    [], output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField())
                ),
                default=list,
                editable=False,
                help_text="Every name as it is compared (NameKey). Filled in by the database (places.operations).",
            ),
        ),
        migrations.RunSQL(FILL_IN_NAME_KEYS, LEAVE_NAME_KEYS_ALONE),
        migrations.AddIndex(
            model_name="municipality",
            index=django.contrib.postgres.indexes.GinIndex(fields=["name_keys"], name="municipality_names"),
        ),
        migrations.AddIndex(
            model_name="municipality",
            index=django.contrib.postgres.indexes.GinIndex(fields=["postcodes"], name="municipality_postcodes"),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("longitude__isnull", False),
                        ("latitude__range", (-90, 90)),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="municipality_has_a_whole_centre",
            ),
        ),
    ]
