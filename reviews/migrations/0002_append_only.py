from django.db import migrations

from documents.triggers import allow, forbid

FROZEN = "NEW.instance <> OLD.instance OR NEW.digest <> OLD.digest OR NEW.policy <> OLD.policy"
FROZEN_PG = "NEW.instance::text <> OLD.instance::text OR NEW.digest <> OLD.digest OR NEW.policy <> OLD.policy"


def freeze_scenarios(apps, schema_editor):
    when = FROZEN if schema_editor.connection.vendor == "sqlite" else FROZEN_PG
    forbid("reviews_scenario", "UPDATE", when=when, message="frozen")(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [
        *[
            migrations.RunPython(forbid(table, event, message="append-only"), allow(table, event))
            for table in ("reviews_scoreentry", "reviews_reopening")
            for event in ("UPDATE", "DELETE")
        ],
        migrations.RunPython(freeze_scenarios, allow("reviews_scenario", "UPDATE")),
        migrations.RunPython(
            forbid("reviews_meeting", "UPDATE", when="OLD.signed_at IS NOT NULL", message="signed"),
            allow("reviews_meeting", "UPDATE"),
        ),
    ]
