"""Dated copies of public registers, the places a project may name, what a structure says of itself once."""

from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.identifiers
from accounts.models.places import folded, spread
from accounts.registers import places

DATA = Path(__file__).resolve().parent.parent / "data"
YEAR = 2026  # of the code officiel géographique in accounts/data


def load_places(apps, schema_editor):
    """The communes, intercommunalities and départements of accounts/data; `import_communes` loads another year."""
    names = dict(
        apps.get_model("accounts", "Territory")
        .objects.filter(level="departement")
        .values_list("code", "name")
    )
    towns = [values for _, values in places.communes(DATA / "communes.csv.gz")]
    wider = places.epcis(DATA / "epci.json", towns)
    for one in (*towns, *wider):
        one["within"] = ", ".join(f"{names.get(code, code)} ({code})" for code in one["departements"])[:160]
    whole = [
        {"level": "departement", "code": code, "name": name, "departements": [code]}
        for code, name in names.items()
    ]
    model = apps.get_model("accounts", "Place")
    model.objects.bulk_create(
        (
            model(
                **one
                | {"year": YEAR, "folded": folded(one["name"]), "departements": spread(one["departements"])}
            )
            for one in (*whole, *wider, *({k: v for k, v in one.items() if k != "epci"} for one in towns))
        ),
        batch_size=2000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_two_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("departement", "Département"),
                            ("epci", "Intercommunalité"),
                            ("commune", "Commune"),
                            ("qpv", "Quartier prioritaire (QPV)"),
                        ],
                        max_length=12,
                        verbose_name="niveau",
                    ),
                ),
                ("code", models.CharField(max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                ("year", models.PositiveSmallIntegerField(verbose_name="millésime du code")),
                ("departements", models.CharField(default=" ", max_length=120, verbose_name="départements")),
                ("within", models.CharField(blank=True, max_length=160, verbose_name="situé dans")),
                ("folded", models.CharField(editable=False, max_length=200)),
                ("postcodes", models.TextField(blank=True, verbose_name="codes postaux")),
                ("population", models.PositiveIntegerField(default=0, verbose_name="population")),
            ],
            options={
                "verbose_name": "lieu",
                "verbose_name_plural": "lieux",
                "ordering": ["level", "code"],
                "indexes": [models.Index(fields=["folded"], name="places_by_folded_name")],
                "constraints": [
                    models.UniqueConstraint(fields=("level", "code"), name="one_place_per_level_and_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterSnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "register",
                    models.CharField(
                        choices=[
                            ("sirene_ul", "Répertoire SIRENE, unités légales"),
                            ("sirene", "Répertoire SIRENE, établissements"),
                            ("finess_ej", "Fichier FINESS, entités juridiques"),
                            ("finess_et", "Fichier FINESS, établissements"),
                            ("rna", "Répertoire national des associations"),
                        ],
                        max_length=12,
                        verbose_name="répertoire",
                    ),
                ),
                ("dated", models.DateField(verbose_name="relevé du")),
                ("source", models.CharField(max_length=200, verbose_name="fichier")),
                (
                    "started_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="chargement commencé le"
                    ),
                ),
                (
                    "loaded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="en service depuis le"),
                ),
                ("is_current", models.BooleanField(default=False, verbose_name="en service")),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="lignes")),
                ("malformed", models.PositiveIntegerField(default=0, verbose_name="lignes illisibles")),
            ],
            options={
                "verbose_name": "relevé d’un répertoire",
                "verbose_name_plural": "relevés des répertoires",
                "ordering": ["register", "-dated", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("register",),
                        name="one_current_copy_per_register",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_current", False), ("loaded_at__isnull", False), _connector="OR"
                        ),
                        name="a_copy_in_use_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="qualité du représentant légal"
                    ),
                ),
                (
                    "delegate",
                    models.CharField(blank=True, max_length=160, verbose_name="signataire par délégation"),
                ),
                (
                    "delegate_capacity",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="qualité du signataire par délégation"
                    ),
                ),
                (
                    "technical_name",
                    models.CharField(blank=True, max_length=160, verbose_name="contact technique"),
                ),
                (
                    "technical_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse du contact technique"
                    ),
                ),
                (
                    "technical_phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="téléphone du contact technique"
                    ),
                ),
                (
                    "financial_name",
                    models.CharField(blank=True, max_length=160, verbose_name="contact financier"),
                ),
                (
                    "financial_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse du contact financier"
                    ),
                ),
                (
                    "financial_phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="téléphone du contact financier"
                    ),
                ),
                (
                    "cer_signed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="contrat d’engagement républicain souscrit le"
                    ),
                ),
                (
                    "account_holder",
                    models.CharField(blank=True, max_length=200, verbose_name="titulaire du compte"),
                ),
                (
                    "iban",
                    models.CharField(
                        blank=True,
                        max_length=34,
                        validators=[accounts.identifiers.validate_iban],
                        verbose_name="IBAN",
                    ),
                ),
                (
                    "bic",
                    models.CharField(
                        blank=True,
                        max_length=11,
                        validators=[accounts.identifiers.validate_bic],
                        verbose_name="BIC",
                    ),
                ),
                (
                    "bank_changed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="coordonnées bancaires modifiées le"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="modifié le"),
                ),
                (
                    "bank_changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="profile",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "fiche d’une structure",
                "verbose_name_plural": "fiches des structures",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account_holder", ""), ("bic", ""), ("iban", "")),
                            models.Q(
                                models.Q(("iban", ""), _negated=True),
                                models.Q(("account_holder", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_account_has_its_holder",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=14, verbose_name="numéro")),
                ("name", models.CharField(blank=True, max_length=250, verbose_name="nom")),
                ("address", models.TextField(blank=True, verbose_name="adresse")),
                ("parent", models.CharField(blank=True, max_length=9, verbose_name="entité juridique")),
                ("category", models.CharField(blank=True, max_length=10, verbose_name="catégorie")),
                ("is_closed", models.BooleanField(default=False, verbose_name="fermé")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="fermé depuis le")),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="accounts.registersnapshot",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne d’un répertoire",
                "verbose_name_plural": "lignes d’un répertoire",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("snapshot", "number"), name="one_line_per_number_and_copy"
                    )
                ],
            },
        ),
        migrations.RunPython(load_places, migrations.RunPython.noop, elidable=True),
    ]
