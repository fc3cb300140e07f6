import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('applications', '0001_initial'),
        ('calls', '0001_initial'),
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActivityReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(verbose_name='attendu le')),
                ('narrative', models.TextField(blank=True, verbose_name='bilan qualitatif')),
                ('spent', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='dépenses réalisées en euros')),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='transmis le')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepté le')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='renvoyé le')),
                ('returned_reason', models.TextField(blank=True, verbose_name='à corriger')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='activity_report', to='applications.application')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bilan',
                'constraints': [models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), models.Q(('accepted_by__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='an_accepted_report_was_submitted')],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='numéro')),
                ('object', models.TextField(verbose_name='objet')),
                ('amount', models.PositiveBigIntegerField(verbose_name='montant en euros')),
                ('starts_on', models.DateField(verbose_name='début')),
                ('ends_on', models.DateField(verbose_name='fin')),
                ('funding_line', models.CharField(blank=True, max_length=120, verbose_name='ligne de financement')),
                ('needs_structure', models.BooleanField(default=True, verbose_name='signature de la structure')),
                ('prepared_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='préparée le')),
                ('structure_signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signée par la structure le')),
                ('structure_signed_as', models.CharField(blank=True, max_length=120, verbose_name='qualité')),
                ('authority_signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signée par l’autorité le')),
                ('authority_signed_as', models.CharField(blank=True, max_length=120, verbose_name='qualité')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='agreement', to='applications.application')),
                ('authority_signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('structure_signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'acte de financement',
                'verbose_name_plural': 'actes de financement',
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='an_agreement_has_an_amount'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='an_agreement_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('structure_signed_at__isnull', True), models.Q(('structure_signed_by__isnull', False), models.Q(('structure_signed_as', ''), _negated=True)), _connector='OR'), name='a_structure_signature_is_complete'), models.CheckConstraint(condition=models.Q(('authority_signed_at__isnull', True), models.Q(('authority_signed_by__isnull', False), models.Q(('authority_signed_as', ''), _negated=True)), _connector='OR'), name='an_authority_signature_is_complete')],
            },
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('favourable', 'Évaluation favorable'), ('reserved', 'Évaluation favorable avec réserves'), ('unfavourable', 'Évaluation défavorable')], max_length=12, verbose_name='résultat')),
                ('motive', models.TextField(verbose_name='motivation')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposée le')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signée le')),
                ('signed_as', models.CharField(blank=True, max_length=120, verbose_name='qualité du signataire')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='evaluation', to='applications.application')),
                ('document', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'évaluation',
                'constraints': [models.CheckConstraint(condition=models.Q(('motive', ''), _negated=True), name='an_evaluation_has_its_motive'), models.CheckConstraint(condition=models.Q(('signed_at__isnull', True), models.Q(('document__isnull', False), ('signed_by__isnull', False), models.Q(('signed_as', ''), _negated=True)), _connector='OR'), name='a_signed_evaluation_has_its_author_and_act')],
            },
        ),
        migrations.CreateModel(
            name='IndicatorValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='valeur')),
                ('comment', models.CharField(blank=True, max_length=200, verbose_name='commentaire')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.indicator')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='awards.activityreport')),
            ],
            options={
                'verbose_name': 'valeur d’indicateur',
                'verbose_name_plural': 'valeurs d’indicateurs',
                'ordering': ['indicator__position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('report', 'indicator'), name='one_value_per_indicator')],
            },
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='ordre')),
                ('label', models.CharField(max_length=120, verbose_name='intitulé')),
                ('amount', models.PositiveBigIntegerField(verbose_name='montant en euros')),
                ('due_on', models.DateField(verbose_name='prévu le')),
                ('condition', models.CharField(blank=True, max_length=200, verbose_name='condition')),
                ('needs_report', models.BooleanField(default=False, verbose_name='après le bilan accepté')),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='versé le')),
                ('payment_reference', models.CharField(blank=True, max_length=60, verbose_name='référence du versement')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instalments', to='awards.agreement')),
                ('paid_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'versement',
                'ordering': ['agreement', 'position'],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'position'), name='one_instalment_per_position'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='an_instalment_has_an_amount'), models.CheckConstraint(condition=models.Q(('paid_on__isnull', True), models.Q(('paid_by__isnull', False), models.Q(('payment_reference', ''), _negated=True)), _connector='OR'), name='a_payment_has_its_author_and_reference')],
            },
        ),
    ]
