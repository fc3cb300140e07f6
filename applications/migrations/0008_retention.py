from django.db import migrations, models

from documents.triggers import allow, forbid

TABLE, MESSAGE = "applications_snapshot", "append-only"
KEPT = (
    "NOT EXISTS (SELECT 1 FROM applications_application"
    " WHERE applications_application.id = OLD.application_id"
    " AND applications_application.erased_at IS NOT NULL)"
)


def instant(name: str):
    return models.DateTimeField(name, blank=True, null=True)


class Migration(migrations.Migration):
    dependencies = [("applications", "0007_union"), ("documents", "0005_elimination")]
    operations = [
        migrations.AddField("application", "hides_at", instant("retrait annoncé pour le")),
        migrations.AddField("application", "hidden_at", instant("retiré le")),
        migrations.AddField("application", "erased_at", instant("contenu détruit le")),
        # What was deposited leaves only with the content of its file, by the list or the notice that says so.
        migrations.RunPython(allow(TABLE, "DELETE"), forbid(TABLE, "DELETE", message=MESSAGE)),
        migrations.RunPython(forbid(TABLE, "DELETE", when=KEPT, message=MESSAGE), allow(TABLE, "DELETE")),
    ]
