import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from documents.triggers import allow, forbid


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0006_room"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reopening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="motif")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="rouverte le")),
                ("submitted_at", models.DateTimeField(verbose_name="avait été rendue le")),
                (
                    "points",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="note sur 100 d’alors",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="reviews.review",
                    ),
                ),
            ],
            options={
                "verbose_name": "réouverture d’une expertise",
                "verbose_name_plural": "réouvertures d’expertises",
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_reopening_has_its_reason"
                    )
                ],
            },
        ),
        *[
            migrations.RunPython(
                forbid("reviews_reopening", event, message="append-only"), allow("reviews_reopening", event)
            )
            for event in ("UPDATE", "DELETE")
        ],
    ]
