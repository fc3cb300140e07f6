from django.db import migrations, models

CATEGORIES = [
    ("draft", "Dossiers jamais déposés"),
    ("dormant", "Dossiers laissés de côté sur un appel sans clôture"),
    ("refused", "Dossiers non retenus, irrecevables, retirés ou classés sans suite"),
    ("funded", "Dossiers financés ou labellisés"),
    ("minutes", "Procès-verbaux et listes de classement des commissions"),
    ("orders", "Arrêtés, décisions, conventions et récépissés"),
]
UNDEPOSITED = ("draft", "dormant")
BASIS = "RGPD, article 5-1-e (limitation de la conservation) ; usage : 3 à 12 mois"


def seed(apps, schema_editor):
    """12 months, as for the other files never deposited (DOMAIN §7.2)."""
    apps.get_model("privacy", "RetentionRule").objects.create(
        kind="dormant", months=12, fate="destroy", legal_basis=BASIS, verified=False
    )


def unseed(apps, schema_editor):
    apps.get_model("privacy", "RetentionRule").objects.filter(kind="dormant").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="eliminationitem",
            name="kind",
            field=models.CharField(choices=CATEGORIES, max_length=10, verbose_name="catégorie"),
        ),
        migrations.AlterField(
            model_name="retentionrule",
            name="kind",
            field=models.CharField(choices=CATEGORIES, max_length=10, verbose_name="données"),
        ),
        migrations.RemoveConstraint(model_name="retentionrule", name="only_drafts_go_without_visa"),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(fate="destroy", kind__in=UNDEPOSITED)
                | (~models.Q(fate="destroy") & ~models.Q(kind__in=UNDEPOSITED)),
                name="only_drafts_go_without_visa",
                violation_error_message="Seuls les dossiers jamais déposés sont détruits sans visa des Archives.",
            ),
        ),
        migrations.RunPython(seed, unseed),
    ]
