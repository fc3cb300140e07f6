import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('receipt', 'Récépissé de dépôt'), ('draft', 'Projet de dossier (non déposé)'), ('complement_request', 'Demande de compléments'), ('inadmissibility', 'Décision d’irrecevabilité'), ('instruction_report', 'Rapport d’instruction'), ('convocation', 'Convocation de la commission'), ('minutes', 'Procès-verbal de la commission'), ('ranking_list', 'Liste de classement'), ('favourable', 'Décision favorable'), ('unfavourable', 'Décision défavorable'), ('waiting_list', 'Inscription sur liste complémentaire'), ('closing', 'Décision de classement sans suite'), ('lapse', 'Constat de caducité'), ('reconsideration', 'Décision sur recours'), ('agreement', 'Convention de financement'), ('funding_decision', 'Décision de financement'), ('evaluation', 'Lettre d’évaluation'), ('elimination', 'Liste d’élimination'), ('whole_file', 'Dossier complet')], max_length=30, verbose_name='nature')),
                ('reference', models.CharField(max_length=60, verbose_name='référence')),
                ('code', models.CharField(max_length=19, unique=True, verbose_name='code de vérification')),
                ('context', models.JSONField(verbose_name='contenu figé')),
                ('context_sha256', models.CharField(max_length=64)),
                ('is_demo', models.BooleanField(default=False, verbose_name='document de démonstration')),
                ('dated', models.DateTimeField(default=django.utils.timezone.now, verbose_name='daté du')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='communicable au destinataire depuis')),
                ('standing', models.CharField(choices=[('in_force', 'En vigueur'), ('replaced', 'Remplacé par un document plus récent'), ('withdrawn', 'Retiré')], default='in_force', max_length=10, verbose_name='validité')),
                ('status', models.CharField(choices=[('pending', 'En préparation'), ('issued', 'Établi'), ('failed', 'Échec de production')], default='pending', max_length=8, verbose_name='état')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True, verbose_name='dernière erreur')),
                ('file', models.CharField(blank=True, max_length=200, verbose_name='fichier')),
                ('file_sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveIntegerField(default=0, verbose_name='taille en octets')),
                ('pages', models.PositiveSmallIntegerField(default=0, verbose_name='nombre de pages')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='établi le')),
                ('condemned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='à détruire depuis')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='autorité')),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='destinataire')),
            ],
            options={
                'verbose_name': 'document',
                'ordering': ['-dated', '-id'],
                'indexes': [models.Index(fields=['status', 'lease_until'], name='documents_to_render')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'issued'), _negated=True), models.Q(('issued_at__isnull', False), models.Q(('file', ''), _negated=True), models.Q(('file_sha256', ''), _negated=True), ('size__gt', 0)), _connector='OR'), name='an_issued_document_has_its_file'), models.CheckConstraint(condition=models.Q(('status', 'issued'), ('issued_at__isnull', True), _connector='OR'), name='only_an_issued_document_is_dated')],
            },
        ),
    ]
