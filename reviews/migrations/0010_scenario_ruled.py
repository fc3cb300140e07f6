from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0009_tied_readings"),
    ]

    operations = [
        migrations.AddField(
            model_name="scenario",
            name="ruled",
            field=models.BooleanField(
                editable=False, null=True, verbose_name="règle publiée au jour de la demande"
            ),
        ),
    ]
