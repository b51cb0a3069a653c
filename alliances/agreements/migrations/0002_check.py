"""The checks about agreements join the shared template, where its steps are as they were shipped.

Steps that a programme laid out itself, and the copies of alliances under way, stay as they are: they get the checks
when somebody says so.
"""

from django.db import migrations

BEFORE_AND_AFTER = (
    (
        ["mandate", "members", "chair", "secretary", "first_meeting"],
        ["mandate", "members", "chair", "secretary", "first_meeting", "agreements"],
    ),
    (
        ["vision", "objectives", "plan", "charter", "signatures"],
        ["vision", "objectives", "endorsed", "plan", "charter", "signatures"],
    ),
)


def add_checks(apps, schema_editor):
    steps = apps.get_model("alliances", "TemplateStep").objects.filter(template__programme=None)
    for before, after in BEFORE_AND_AFTER:
        steps.filter(checks=before).update(checks=after)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial"), ("alliances", "0003_road")]

    operations = [migrations.RunPython(add_checks, migrations.RunPython.noop)]
