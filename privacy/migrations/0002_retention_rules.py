from django.db import migrations

RULES = (
    # kind, months, fate, legal basis: usual values, to be checked against each authority's own table (DOMAIN §7.2)
    ("draft", 12, "destroy", "RGPD, article 5-1-e (limitation de la conservation) ; usage : 3 à 12 mois"),
    ("dormant", 12, "destroy", "RGPD, article 5-1-e (limitation de la conservation) ; usage : 3 à 12 mois"),
    (
        "refused",
        60,
        "eliminate",
        "Code du patrimoine, articles L. 212-2 et R. 212-14 ; tableau de gestion de l’autorité",
    ),
    (
        "funded",
        120,
        "eliminate",
        "Code du patrimoine, articles L. 212-2 et R. 212-14 ; tableau de gestion de l’autorité",
    ),
    ("minutes", None, "keep", "Code du patrimoine, article L. 212-2 ; tableau de gestion de l’autorité"),
    ("orders", None, "keep", "Code du patrimoine, article L. 212-2 ; tableau de gestion de l’autorité"),
)


def seed(apps, schema_editor):
    rule = apps.get_model("privacy", "RetentionRule")
    rule.objects.bulk_create(
        rule(kind=kind, months=months, fate=fate, legal_basis=basis, verified=False)
        for kind, months, fate, basis in RULES
    )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
