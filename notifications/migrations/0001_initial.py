import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('applications', '0001_initial'),
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Told',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('event', models.CharField(max_length=20)),
                ('row', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField(verbose_name='événement du')),
                ('told_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'événement annoncé',
                'verbose_name_plural': 'événements annoncés',
                'constraints': [models.UniqueConstraint(fields=('kind', 'event', 'row', 'at'), name='one_event_told_once')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('structure', 'La structure'), ('authority', 'L’autorité'), ('reader', 'Un lecteur'), ('union', 'L’union'), ('person', 'La personne elle-même')], default='person', max_length=10, verbose_name='destinataire')),
                ('key', models.CharField(max_length=40, verbose_name='message')),
                ('cause', models.CharField(max_length=80, verbose_name='cause')),
                ('subject', models.CharField(max_length=200, verbose_name='objet')),
                ('body', models.TextField(verbose_name='texte')),
                ('path', models.CharField(blank=True, max_length=200, verbose_name='page')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                ('shown_at', models.DateTimeField(blank=True, null=True, verbose_name='visible depuis')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='lu le')),
                ('mail', models.CharField(choices=[('none', 'Pas de courriel'), ('waiting', 'En attente'), ('sent', 'Envoyé'), ('failed', 'Échec définitif'), ('past', 'Non envoyé : événement passé')], default='waiting', max_length=8, verbose_name='courriel')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='envoyé le')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True, verbose_name='dernière erreur')),
                ('application', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='told', to='applications.application')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inbox', to=settings.AUTH_USER_MODEL)),
                ('transition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='applications.transition')),
                ('waits_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
            ],
            options={
                'verbose_name': 'message',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['mail', 'lease_until'], name='messages_to_send'), models.Index(fields=['cause'], name='messages_by_cause')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'key', 'cause'), name='told_once'), models.CheckConstraint(condition=models.Q(models.Q(('mail', 'sent'), _negated=True), ('mailed_at__isnull', False), _connector='OR'), name='a_sent_mail_is_dated')],
            },
        ),
    ]
