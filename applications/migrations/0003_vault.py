"""The vault of a structure, and which of its versions an attachment was taken from."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_registers"),
        ("applications", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="VaultPiece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("statutes", "Statuts signés"),
                            ("board", "Liste des membres du bureau ou du conseil d’administration"),
                            ("registration", "Récépissé de déclaration (RNA) ou annonce au Journal officiel"),
                            ("sirene", "Avis de situation au répertoire SIRENE"),
                            ("bank", "Relevé d’identité bancaire (RIB)"),
                            ("accounts", "Derniers comptes approuvés"),
                            ("audit", "Rapport du commissaire aux comptes"),
                            ("activity", "Dernier rapport d’activité"),
                            ("delegation", "Délégation de signature"),
                            ("cer", "Contrat d’engagement républicain signé"),
                            ("social", "Attestation de régularité sociale"),
                            ("tax", "Attestation de régularité fiscale"),
                            ("authorisation", "Arrêté d’autorisation ou d’habilitation"),
                            ("other", "Autre pièce"),
                        ],
                        max_length=16,
                        verbose_name="nature",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="précision")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="retirée le")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vault",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pièce du coffre",
                "verbose_name_plural": "pièces du coffre",
                "ordering": ["kind", "title", "id"],
            },
        ),
        migrations.CreateModel(
            name="VaultVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("name", models.CharField(max_length=200, verbose_name="nom du fichier")),
                ("content_type", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="taille en octets")),
                ("sha256", models.CharField(max_length=64)),
                ("path", models.CharField(max_length=200)),
                ("dated", models.DateField(verbose_name="date de la pièce")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="valable jusqu’au")),
                (
                    "put_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="déposée le"),
                ),
                ("replaced_at", models.DateTimeField(blank=True, null=True, verbose_name="remplacée le")),
                (
                    "piece",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="applications.vaultpiece",
                    ),
                ),
                (
                    "put_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’une pièce",
                "verbose_name_plural": "versions des pièces",
                "ordering": ["piece", "-number"],
            },
        ),
        migrations.AddField(
            model_name="attachment",
            name="vault_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="applications.vaultversion",
                verbose_name="reprise du coffre",
            ),
        ),
        migrations.AddConstraint(
            model_name="vaultversion",
            constraint=models.UniqueConstraint(fields=("piece", "number"), name="one_number_per_version"),
        ),
        migrations.AddConstraint(
            model_name="vaultversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)),
                fields=("piece",),
                name="one_current_version_per_piece",
            ),
        ),
        migrations.AddConstraint(
            model_name="vaultversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_on", None), ("expires_on__gte", models.F("dated")), _connector="OR"
                ),
                name="a_piece_ends_after_its_date",
            ),
        ),
    ]
