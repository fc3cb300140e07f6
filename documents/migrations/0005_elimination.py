from django.db import migrations, models

from documents.triggers import allow, forbid

MESSAGE = "an issued document is never deleted"
KINDS = [
    ("receipt", "Récépissé de dépôt"),
    ("draft", "Projet de dossier (non déposé)"),
    ("complement_request", "Demande de compléments"),
    ("inadmissibility", "Décision d’irrecevabilité"),
    ("instruction_report", "Rapport d’instruction"),
    ("convocation", "Convocation de la commission"),
    ("minutes", "Procès-verbal de la commission"),
    ("ranking_list", "Liste de classement"),
    ("favourable", "Décision favorable"),
    ("unfavourable", "Décision défavorable"),
    ("waiting_list", "Inscription sur liste complémentaire"),
    ("closing", "Décision de classement sans suite"),
    ("lapse", "Constat de caducité"),
    ("reconsideration", "Décision sur recours"),
    ("agreement", "Convention de financement"),
    ("funding_decision", "Décision de financement"),
    ("evaluation", "Lettre d’évaluation"),
    ("elimination", "Liste d’élimination"),
    ("whole_file", "Dossier complet"),
]
COPIES = "OLD.kind IN ('draft', 'whole_file', 'instruction_report')"
REFUSED = f"OLD.status = 'issued' AND NOT (OLD.condemned_at IS NOT NULL AND {COPIES})"


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_commission_papers")]
    operations = [
        migrations.AddField(
            model_name="document",
            name="condemned_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="à détruire depuis"
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=30, verbose_name="nature"),
        ),
        # A copy of a destroyed file goes with it; an act never does.
        migrations.RunPython(
            allow("documents_document", "DELETE"),
            forbid("documents_document", "DELETE", when="OLD.status = 'issued'", message=MESSAGE),
        ),
        migrations.RunPython(
            forbid("documents_document", "DELETE", when=REFUSED, message=MESSAGE),
            allow("documents_document", "DELETE"),
        ),
    ]
