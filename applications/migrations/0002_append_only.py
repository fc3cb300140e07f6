from django.db import migrations

from documents.triggers import allow, forbid

MESSAGE = "append-only"
TABLES = ("applications_transition", "applications_snapshot", "applications_opening")


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [
        migrations.RunPython(forbid(table, event, message=MESSAGE), allow(table, event))
        for table in TABLES
        for event in ("UPDATE", "DELETE")
    ]
