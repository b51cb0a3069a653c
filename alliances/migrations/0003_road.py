"""The road as data: templates, each alliance's copy, what is passed over.

The shipped steps become the shared template, and those of every alliance that exists.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from alliances.steps import STEPS


def lay_out(apps, schema_editor):
    texts = [
        {
            "number": step.number,
            "title_nl": step.nl,
            "title_en": step.en,
            "title_fr": step.fr,
            "checks": [check.key for check in step.checks],
        }
        for step in STEPS
    ]
    template = apps.get_model("alliances", "RoadTemplate").objects.create(programme=None)
    TemplateStep = apps.get_model("alliances", "TemplateStep")
    TemplateStep.objects.bulk_create(TemplateStep(template=template, **step) for step in texts)
    AllianceStep = apps.get_model("alliances", "AllianceStep")
    alliances = apps.get_model("alliances", "Alliance").objects.values_list("pk", flat=True)
    AllianceStep.objects.bulk_create(
        (AllianceStep(alliance_id=key, **step) for key in alliances for step in texts), batch_size=1000
    )


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0002_figures"),
        ("spaces", "0003_role_given_by"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoadTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "programme"},
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="spaces.space",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "steps of a programme",
                "verbose_name_plural": "steps of programmes",
            },
        ),
        migrations.CreateModel(
            name="TemplateStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title_nl", models.CharField(max_length=60, verbose_name="title in Dutch")),
                ("title_en", models.CharField(max_length=60, verbose_name="title in English")),
                ("title_fr", models.CharField(max_length=60, verbose_name="title in French")),
                (
                    "checks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), verbose_name="checks"
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="alliances.roadtemplate"
                    ),
                ),
            ],
            options={
                "verbose_name": "step",
                "verbose_name_plural": "steps",
                "ordering": ("number",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AllianceStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title_nl", models.CharField(max_length=60, verbose_name="title in Dutch")),
                ("title_en", models.CharField(max_length=60, verbose_name="title in English")),
                ("title_fr", models.CharField(max_length=60, verbose_name="title in French")),
                (
                    "checks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), verbose_name="checks"
                    ),
                ),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="alliances.alliance"
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an alliance",
                "verbose_name_plural": "steps of an alliance",
                "ordering": ("number",),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(models.F("alliance"), models.F("number"), name="alliance_step_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("checks__len__gte", 1), ("number__gte", 1)),
                        name="alliance_step_has_number_and_checks",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PassedOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, verbose_name="check")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("by", models.CharField(max_length=200, verbose_name="by")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passed_over", to="alliances.alliance"
                    ),
                ),
            ],
            options={
                "verbose_name": "check passed over",
                "verbose_name_plural": "checks passed over",
                "constraints": [
                    models.UniqueConstraint(models.F("alliance"), models.F("key"), name="check_passed_over_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="passed_over_with_a_reason"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="roadtemplate",
            constraint=models.UniqueConstraint(
                fields=("programme",),
                name="one_road_per_programme",
                nulls_distinct=False,
                violation_error_message="This programme has steps of its own already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="templatestep",
            constraint=models.UniqueConstraint(
                deferrable=models.Deferrable["DEFERRED"],
                fields=("template", "number"),
                name="template_step_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="templatestep",
            constraint=models.CheckConstraint(
                condition=models.Q(("checks__len__gte", 1), ("number__gte", 1)),
                name="template_step_has_number_and_checks",
            ),
        ),
        migrations.RunPython(lay_out, migrations.RunPython.noop),
    ]
