from django.db import migrations

from documents.triggers import allow, forbid

FROM_THE_START = (
    "kind",
    "reference",
    "code",
    "context",
    "context_sha256",
    "authority_id",
    "recipient_id",
    "is_demo",
    "dated",
)
ONCE_ISSUED = ("status", "file", "file_sha256", "size", "pages", "issued_at")


def changed(*columns):
    return "(" + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns) + ")"


REFUSED = " OR ".join(
    [
        changed(*FROM_THE_START),
        f"(OLD.status = 'issued' AND {changed(*ONCE_ISSUED)})",
        f"(OLD.released_at IS NOT NULL AND {changed('released_at')})",
        f"(OLD.standing <> 'in_force' AND {changed('standing')})",
    ]
)


# A copy of a destroyed file goes with it; an act never does.
COPIES = "OLD.kind IN ('draft', 'whole_file', 'instruction_report')"
KEPT = f"OLD.status = 'issued' AND NOT (OLD.condemned_at IS NOT NULL AND {COPIES})"


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [
        migrations.RunPython(
            forbid("documents_document", "UPDATE", when=REFUSED, message="a document never changes"),
            allow("documents_document", "UPDATE"),
        ),
        migrations.RunPython(
            forbid(
                "documents_document",
                "DELETE",
                when=KEPT,
                message="an issued document is never deleted",
            ),
            allow("documents_document", "DELETE"),
        ),
    ]
