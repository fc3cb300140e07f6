"""Which piece of a structure's vault answers a question, and the question that asks for places."""

from django.db import migrations, models

KINDS = {"statutes": "statutes", "accounts": "accounts", "bank_details": "bank", "delegation": "delegation"}


def name_usual_pieces(apps, schema_editor):
    """The questions made from the library before now: their keys say which piece they ask for."""
    questions = apps.get_model("calls", "Question").objects.filter(kind="file")
    for key, kind in KINDS.items():
        questions.filter(key=key).update(vault_kind=kind)


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0004_budget"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="vault_kind",
            field=models.CharField(
                blank=True,
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
                verbose_name="pièce du coffre",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="kind",
            field=models.CharField(
                choices=[
                    ("text", "Texte court"),
                    ("long_text", "Texte long"),
                    ("integer", "Nombre entier"),
                    ("money", "Montant en euros"),
                    ("date", "Date"),
                    ("yes_no", "Oui ou non"),
                    ("choice", "Un choix"),
                    ("choices", "Plusieurs choix"),
                    ("territories", "Départements"),
                    ("places", "Communes, intercommunalités, QPV"),
                    ("file", "Pièce jointe"),
                    ("declaration", "Déclaration sur l’honneur"),
                ],
                max_length=12,
                verbose_name="type",
            ),
        ),
        migrations.RunPython(name_usual_pieces, migrations.RunPython.noop, elidable=True),
    ]
