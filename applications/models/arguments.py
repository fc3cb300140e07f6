"""The library a union writes for its members: arguments they copy into their answers, every version kept."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Organisation, Person, StructureCategory, UnionMembership
from applications.enums import Theme
from applications.models.visibility import STRUCTURE, organisations_where


class ArgumentQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of the unions one is a delegate of, and of those one's structures adhere to today."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        adhesions = UnionMembership.objects.current().filter(
            member__in=organisations_where(person, STRUCTURE)
        )
        return self.filter(
            Q(union__in=organisations_where(person, [Role.UNION_DELEGATE]))
            | Q(union__in=adhesions.order_by().values("union"))
        )

    def current(self):
        """Those still offered."""
        return self.filter(retired_at=None)


class Argument(models.Model):
    union = models.ForeignKey(Organisation, models.CASCADE, related_name="arguments")
    theme = models.CharField("thème", max_length=12, choices=Theme)
    categories = models.ManyToManyField(
        StructureCategory, blank=True, related_name="+", verbose_name="catégories de structures"
    )
    created_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = ArgumentQuerySet.as_manager()

    class Meta:
        verbose_name = "argument"
        ordering = ["theme", "id"]

    @property
    def version(self):
        """The last version: what is offered."""
        return max(self.versions.all(), key=lambda row: row.number)


class ArgumentVersion(models.Model):
    """The argument as it was written at one time; a new text is a new row."""

    argument = models.ForeignKey(Argument, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    title = models.CharField("titre", max_length=160)
    text = models.TextField("texte")
    sources = models.JSONField("sources", default=list, blank=True)  # [{"label", "url"}]
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("écrit le", default=timezone.now)

    class Meta:
        verbose_name = "version d’un argument"
        verbose_name_plural = "versions des arguments"
        ordering = ["argument", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["argument", "number"], name="one_argument_version_per_number")
        ]
