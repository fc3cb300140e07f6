"""What a union may see of one file."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Organisation, Person, UnionMembership
from applications.enums import ConsentLevel
from applications.models.file import Application


class ConsentQuerySet(models.QuerySet):
    def current(self):
        """Given, not revoked, above nothing, and the structure adheres to the union without a break since.

        An adhesion that ended takes the consent with it: a new one, which the union may declare, gives nothing back.
        """
        between = UnionMembership.objects.filter(
            union=OuterRef("union"), member=OuterRef("application__structure")
        )
        left = between.filter(until__lt=timezone.localdate(), until__gte=OuterRef("given_at__date"))
        return self.filter(
            Exists(between.current()), ~Exists(left), revoked_at=None, level__gt=ConsentLevel.NONE
        )


class Consent(models.Model):
    """What one union may see of one file, given by the structure, revocable with effect at once."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="consents")
    union = models.ForeignKey(Organisation, models.CASCADE, related_name="consents")
    level = models.PositiveSmallIntegerField("niveau", choices=ConsentLevel)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "accord donné à une union"
        verbose_name_plural = "accords donnés aux unions"
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "union"], condition=Q(revoked_at=None), name="one_current_consent"
            )
        ]
