from django.db import migrations

from documents.triggers import allow, forbid

FROZEN = ("kind", "reference", "code", "context_sha256", "file", "file_sha256", "authority_id", "dated")
CHANGED = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in FROZEN)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [
        migrations.RunPython(
            forbid(
                "documents_document",
                "UPDATE",
                when=f"OLD.status = 'issued' AND ({CHANGED})",
                message="issued",
            ),
            allow("documents_document", "UPDATE"),
        ),
        migrations.RunPython(
            forbid("documents_document", "DELETE", when="OLD.status = 'issued'", message="issued"),
            allow("documents_document", "DELETE"),
        ),
    ]
