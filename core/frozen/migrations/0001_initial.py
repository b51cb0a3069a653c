import django.db.models.functions.text
from django.db import migrations, models

import core.frozen.models
from core.frozen.operations import MakeAppendOnly


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FrozenDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.CharField(max_length=100, verbose_name="chain")),
                ("position", models.PositiveIntegerField(verbose_name="position in the chain")),
                ("kind", models.CharField(max_length=50, verbose_name="kind")),
                ("subject_id", models.BigIntegerField(verbose_name="number of the subject")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("content", models.BinaryField(verbose_name="content")),
                ("media_type", models.CharField(max_length=100, verbose_name="media type")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256 of the content")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("facts", models.JSONField(default=dict, verbose_name="facts")),
                (
                    "previous_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="hash of the previous entry"),
                ),
                ("entry_hash", models.CharField(max_length=64, unique=True, verbose_name="hash of this entry")),
                ("created_at", models.DateTimeField(verbose_name="frozen at")),
                (
                    "code",
                    models.CharField(
                        default=core.frozen.models.new_code,
                        max_length=12,
                        unique=True,
                        verbose_name="verification code",
                    ),
                ),
            ],
            options={
                "verbose_name": "frozen document",
                "verbose_name_plural": "frozen documents",
                "ordering": ("chain", "position"),
                "indexes": [models.Index(fields=["kind", "subject_id"], name="frozen_subject")],
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "position"), name="frozen_one_per_position"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("position", 1), ("previous_hash", "")),
                            models.Q(("position__gt", 1), models.Q(("previous_hash", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="frozen_first_has_no_previous",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256", core.frozen.models.HexSha256("content"))),
                        name="frozen_sha256_is_of_content",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size", django.db.models.functions.text.Length("content"))),
                        name="frozen_size_is_of_content",
                    ),
                ],
            },
        ),
        MakeAppendOnly("frozen_frozendocument"),
    ]
