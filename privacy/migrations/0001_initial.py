import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import privacy.models.accounts
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('applications', '0001_initial'),
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Leftover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200, unique=True)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'fichier à supprimer',
                'verbose_name_plural': 'fichiers à supprimer',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Elimination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='numéro')),
                ('prepared_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='préparée le')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='adressée aux Archives le')),
                ('visa_name', models.CharField(blank=True, max_length=160, verbose_name='visa donné par')),
                ('visa_on', models.DateField(blank=True, null=True, verbose_name='visa du')),
                ('visa_reference', models.CharField(blank=True, max_length=80, verbose_name='référence du visa')),
                ('visa_file_name', models.CharField(blank=True, max_length=200, verbose_name='visa numérisé')),
                ('visa_path', models.CharField(blank=True, max_length=200)),
                ('visa_sha256', models.CharField(blank=True, max_length=64)),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signée le')),
                ('signed_as', models.CharField(blank=True, max_length=120, verbose_name='qualité')),
                ('executes_at', models.DateTimeField(blank=True, null=True, verbose_name='exécution à partir du')),
                ('executed_at', models.DateTimeField(blank=True, null=True, verbose_name='exécutée le')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='abandonnée le')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='eliminations', to='accounts.organisation')),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visa_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'liste d’élimination',
                'verbose_name_plural': 'listes d’élimination',
                'ordering': ['-prepared_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('visa_on', None), models.Q(('sent_at__isnull', False), models.Q(('visa_name', ''), _negated=True), models.Q(('visa_reference', ''), _negated=True), models.Q(('visa_path', ''), _negated=True)), _connector='OR'), name='a_visa_is_complete'), models.CheckConstraint(condition=models.Q(('signed_at', None), models.Q(('document__isnull', False), ('signed_by__isnull', False), ('visa_on__isnull', False), ('executes_at__isnull', False), models.Q(('signed_as', ''), _negated=True)), _connector='OR'), name='a_list_is_signed_after_its_visa'), models.CheckConstraint(condition=models.Q(('executed_at', None), models.Q(('cancelled_at', None), ('signed_at__isnull', False)), _connector='OR'), name='only_a_signed_list_is_executed')],
            },
        ),
        migrations.CreateModel(
            name='EliminationItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, verbose_name='dossier')),
                ('call', models.CharField(max_length=250, verbose_name='appel')),
                ('kind', models.CharField(choices=[('draft', 'Dossiers jamais déposés'), ('dormant', 'Dossiers laissés de côté sur un appel sans clôture'), ('refused', 'Dossiers non retenus, irrecevables, retirés ou classés sans suite'), ('funded', 'Dossiers financés ou labellisés'), ('minutes', 'Procès-verbaux et listes de classement des commissions'), ('orders', 'Arrêtés, décisions, conventions et récépissés')], max_length=10, verbose_name='catégorie')),
                ('since', models.DateTimeField(verbose_name='point de départ')),
                ('term', models.DateTimeField(verbose_name='terme')),
                ('rule', models.CharField(max_length=400, verbose_name='règle')),
                ('taken_out_at', models.DateTimeField(blank=True, null=True, verbose_name='retiré de la liste le')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='motif')),
                ('executed_at', models.DateTimeField(blank=True, null=True, verbose_name='éliminé le')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='eliminations', to='applications.application')),
                ('elimination', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='privacy.elimination')),
                ('taken_out_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'dossier listé',
                'verbose_name_plural': 'dossiers listés',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_out_at', None)), fields=('application',), name='one_list_per_file'), models.CheckConstraint(condition=models.Q(('taken_out_at', None), models.Q(('executed_at', None), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='a_file_is_taken_out_with_its_reason')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('appeal', 'Recours en cours'), ('audit', 'Contrôle ou enquête en cours'), ('other', 'Autre motif')], max_length=8, verbose_name='raison')),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name='précision')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='levé le')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='applications.application')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'blocage d’élimination',
                'verbose_name_plural': 'blocages d’élimination',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PersonalExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='demandée le')),
                ('status', models.CharField(choices=[('pending', 'En préparation'), ('ready', 'Prêt'), ('failed', 'Échec'), ('gone', 'Fichier supprimé')], default='pending', max_length=8, verbose_name='état')),
                ('ready_at', models.DateTimeField(blank=True, null=True, verbose_name='prête le')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='disponible jusqu’au')),
                ('downloaded_at', models.DateTimeField(blank=True, null=True, verbose_name='téléchargée le')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='supprimée le')),
                ('path', models.CharField(blank=True, max_length=200)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='taille en octets')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True, verbose_name='dernière erreur')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'copie de données personnelles',
                'verbose_name_plural': 'copies de données personnelles',
                'ordering': ['-asked_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'pending')), fields=('person',), name='one_export_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'ready'), _negated=True), models.Q(('expires_at__isnull', False), ('ready_at__isnull', False), models.Q(('path', ''), _negated=True)), _connector='OR'), name='a_ready_export_has_its_file')],
            },
        ),
        migrations.CreateModel(
            name='Purge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField(verbose_name='durée appliquée en mois')),
                ('warned_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='annoncée le')),
                ('hides_at', models.DateTimeField(verbose_name='retrait prévu le')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='rappelée le')),
                ('hidden_at', models.DateTimeField(blank=True, null=True, verbose_name='retiré le')),
                ('destroys_at', models.DateTimeField(blank=True, null=True, verbose_name='destruction prévue le')),
                ('destroyed_at', models.DateTimeField(blank=True, null=True, verbose_name='détruit le')),
                ('kept_at', models.DateTimeField(blank=True, null=True, verbose_name='conservé le')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purges', to='applications.application')),
                ('kept_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'destruction annoncée',
                'verbose_name_plural': 'destructions annoncées',
                'ordering': ['hides_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('destroyed_at', None), ('kept_at', None)), fields=('application',), name='one_purge_under_way'), models.CheckConstraint(condition=models.Q(('hidden_at', None), models.Q(('destroys_at__isnull', False), ('reminded_at__isnull', False)), _connector='OR'), name='nothing_is_hidden_unannounced'), models.CheckConstraint(condition=models.Q(('destroyed_at', None), models.Q(('hidden_at__isnull', False), ('kept_at', None)), _connector='OR'), name='nothing_is_destroyed_unhidden')],
            },
        ),
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('draft', 'Dossiers jamais déposés'), ('dormant', 'Dossiers laissés de côté sur un appel sans clôture'), ('refused', 'Dossiers non retenus, irrecevables, retirés ou classés sans suite'), ('funded', 'Dossiers financés ou labellisés'), ('minutes', 'Procès-verbaux et listes de classement des commissions'), ('orders', 'Arrêtés, décisions, conventions et récépissés')], max_length=10, verbose_name='données')),
                ('months', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(1200)], verbose_name='durée en mois')),
                ('fate', models.CharField(choices=[('destroy', 'Destruction après deux avertissements à la structure'), ('eliminate', 'Élimination après visa des Archives'), ('transfer', 'Versement aux Archives'), ('keep', 'Conservation définitive')], max_length=10, verbose_name='au terme')),
                ('legal_basis', models.CharField(max_length=250, verbose_name='base légale')),
                ('verified', models.BooleanField(default=False, verbose_name='vérifié')),
                ('authority', models.ForeignKey(blank=True, help_text='Vide : la règle vaut pour toutes les autorités qui n’ont pas la leur.', limit_choices_to={'kind': 'authority'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='autorité')),
            ],
            options={
                'verbose_name': 'règle de conservation',
                'verbose_name_plural': 'règles de conservation',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('authority', None)), fields=('kind',), name='one_general_retention_rule'), models.UniqueConstraint(fields=('kind', 'authority'), name='one_retention_rule_per_authority'), models.CheckConstraint(condition=models.Q(models.Q(('fate', 'keep'), ('months', None)), models.Q(models.Q(('fate', 'keep'), _negated=True), ('months__gte', 3)), _connector='OR'), name='a_term_unless_kept', violation_error_message='Une durée est nécessaire, sauf pour une conservation définitive.'), models.CheckConstraint(condition=models.Q(models.Q(('fate', 'destroy'), ('kind__in', ('draft', 'dormant'))), models.Q(models.Q(('fate', 'destroy'), _negated=True), models.Q(('kind__in', ('draft', 'dormant')), _negated=True)), _connector='OR'), name='only_drafts_go_without_visa', violation_error_message='Seuls les dossiers jamais déposés sont détruits sans visa des Archives.'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['minutes', 'orders']), _negated=True), ('fate', 'keep'), _connector='OR'), name='acts_are_kept_for_ever', violation_error_message='Les procès-verbaux et les actes sont conservés définitivement.')],
            },
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='clos le')),
                ('restorable_until', models.DateTimeField(verbose_name='rouvrable jusqu’au')),
                ('organisations', models.JSONField(default=list, verbose_name='organisations quittées')),
                ('nonce', models.CharField(default=privacy.models.accounts.draw_nonce, editable=False, max_length=16)),
                ('restored_at', models.DateTimeField(blank=True, null=True, verbose_name='rouvert le')),
                ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='effacé le')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='courriel parti le')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('mail_error', models.CharField(blank=True, max_length=200)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'clôture de compte',
                'verbose_name_plural': 'clôtures de compte',
                'ordering': ['-closed_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('restored_at', None)), fields=('person',), name='one_closing_per_account'), models.CheckConstraint(condition=models.Q(('restored_at', None), ('erased_at', None), _connector='OR'), name='an_erased_account_stays_closed')],
            },
        ),
    ]
