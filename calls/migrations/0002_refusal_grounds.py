from django.db import migrations

REGLEMENT = "Règlement de l’appel"
CASF = "CASF, art. R. 313-6"

LATE = ("late", "Dossier parvenu après la clôture", REGLEMENT, False)
INCOMPLETE = ("incomplete", "Dossier incomplet malgré la demande de compléments", REGLEMENT, False)
BEARER = ("bearer", "Porteur qui ne peut pas répondre à cet appel", REGLEMENT, False)
TERRITORY = ("territory", "Projet hors du territoire de l’appel", REGLEMENT, False)
FOREIGN = ("foreign", "Projet étranger à l’objet de l’appel", REGLEMENT, False)
AMOUNT = ("amount", "Montant demandé hors du plancher ou du plafond", REGLEMENT, False)
DOUBLE = ("double", "Dépenses déjà financées par ailleurs", REGLEMENT, False)
STARTED = ("started", "Projet commencé avant la date fixée par l’appel", REGLEMENT, False)
DEFICIT = ("deficit", "Déficit de fonctionnement ou investissement seul", REGLEMENT, False)
CER = (
    "contract",
    "Contrat d’engagement républicain non souscrit",
    "Loi n° 2000-321 du 12 avril 2000, art. 10-1",
    False,
)
SUBSIDY = [LATE, INCOMPLETE, BEARER, TERRITORY, FOREIGN, AMOUNT, DOUBLE, STARTED, DEFICIT, CER]

GROUNDS = {
    "aap": [
        ("late", "Dossier parvenu après la date limite de dépôt", CASF + " (1°)", True),
        ("candidature", "Conditions de régularité administrative non satisfaites", CASF + " (2°)", True),
        ("foreign", "Projet manifestement étranger à l’objet de l’appel", CASF + " (3°)", True),
        (
            "cost",
            "Coût prévisionnel de fonctionnement au-dessus du plafond de l’avis",
            CASF + ", rédaction et date à confirmer",
            False,
        ),
    ],
    "ami": SUBSIDY,
    "fir": SUBSIDY,
    "aac": [LATE, INCOMPLETE, BEARER, TERRITORY, FOREIGN, AMOUNT, DOUBLE],
    "art51": [LATE, INCOMPLETE, BEARER, TERRITORY, FOREIGN, DOUBLE],
    "label": [
        LATE,
        INCOMPLETE,
        ("bearer", "Établissement hors du champ du label", "Décret n° 2021-586 du 12 mai 2021", False),
    ],
}


def add(apps, schema_editor):
    ground = apps.get_model("calls", "RefusalGround")
    ground.objects.using(schema_editor.connection.alias).bulk_create(
        ground(kind=kind, code=code, label=label, legal_basis=basis, verified=verified)
        for kind, grounds in GROUNDS.items()
        for code, label, basis, verified in grounds
    )


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
