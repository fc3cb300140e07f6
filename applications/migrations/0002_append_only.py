from django.db import migrations

from documents.triggers import allow, forbid

MESSAGE = "append-only"
ALWAYS = [
    ("applications_transition", "UPDATE"),
    ("applications_transition", "DELETE"),
    ("applications_opening", "UPDATE"),
    ("applications_opening", "DELETE"),
    ("applications_look", "UPDATE"),
    ("applications_look", "DELETE"),
    ("applications_snapshot", "UPDATE"),
]
# What was deposited leaves only with the content of its file, by the list or the notice that says so.
SNAPSHOT = "applications_snapshot"
KEPT = (
    "NOT EXISTS (SELECT 1 FROM applications_application"
    " WHERE applications_application.id = OLD.application_id"
    " AND applications_application.erased_at IS NOT NULL)"
)


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [
        *(
            migrations.RunPython(forbid(table, event, message=MESSAGE), allow(table, event))
            for table, event in ALWAYS
        ),
        migrations.RunPython(
            forbid(SNAPSHOT, "DELETE", when=KEPT, message=MESSAGE), allow(SNAPSHOT, "DELETE")
        ),
    ]
