import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def keep_the_last_change(apps, schema_editor):
    """The one change a profile remembered becomes its first row; how the account before it ended is not known."""
    BankChange = apps.get_model("accounts", "BankChange")
    changed = apps.get_model("accounts", "Profile").objects.filter(bank_changed_at__isnull=False)
    BankChange.objects.bulk_create(
        BankChange(
            organisation_id=profile.organisation_id,
            after=profile.iban[-4:],
            by_id=profile.bank_changed_by_id,
            at=profile.bank_changed_at,
        )
        for profile in changed
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_registers"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(blank=True, max_length=4, verbose_name="fin de l’IBAN d’avant"),
                ),
                ("after", models.CharField(blank=True, max_length=4, verbose_name="fin de l’IBAN")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bank_changes",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "changement de RIB",
                "verbose_name_plural": "changements de RIB",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.RunPython(keep_the_last_change, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="profile", name="bank_changed_at"),
        migrations.RemoveField(model_name="profile", name="bank_changed_by"),
    ]
