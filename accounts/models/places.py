"""Places smaller than a région: what a project may name as its territory, with the year of the code."""

import unicodedata

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from accounts.enums import PlaceLevel


def folded(words: str) -> str:
    """The words as a search compares them: without accents, ligatures, apostrophes or hyphens, in lower case."""
    plain = unicodedata.normalize("NFKD", words.replace("œ", "oe").replace("Œ", "oe"))
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(letters.casefold().split())


def spread(codes) -> str:
    """Codes of départements as a place keeps them: each between spaces, so that one is found by its text."""
    return "".join(f" {code}" for code in codes) + " "


class PlaceQuerySet(models.QuerySet):
    def matching(self, words: str, levels=()):
        """Those a search finds, by the start of a word of their name or by their code; exact names come first."""
        asked = folded(words)
        if len(asked) < 2:
            return self.none()
        near = Q(folded__startswith=asked) | Q(folded__contains=f" {asked}") | Q(code__istartswith=asked)
        near |= Q(postcodes__contains=f" {asked}") if asked.isdigit() else Q()
        found = self.filter(near, level__in=levels) if levels else self.filter(near)
        first = Case(When(folded=asked, then=Value(0)), default=Value(1), output_field=IntegerField())
        widest = Case(
            *[When(level=level, then=Value(rank)) for rank, level in enumerate(PlaceLevel)],
            output_field=IntegerField(),
        )
        return found.order_by(first, widest, "-population", "folded", "code")

    def touching(self, departements):
        """Those of which a part lies in one of these départements."""
        near = Q(pk__in=[])
        for code in departements:
            near |= Q(departements__contains=f" {code} ")
        return self.filter(near)

    def named(self, keys):
        """Those of these keys: [(level, code)]."""
        asked = Q(pk__in=[])
        for level in PlaceLevel:
            codes = [code for one, code in keys if one == level]
            asked |= Q(level=level, code__in=codes) if codes else Q()
        return self.filter(asked)


class Place(models.Model):
    """A département, an intercommunality, a commune or a QPV, as coded in a given year."""

    level = models.CharField("niveau", max_length=12, choices=PlaceLevel)
    code = models.CharField("code", max_length=10)
    name = models.CharField("nom", max_length=160)
    year = models.PositiveSmallIntegerField("millésime du code")
    departements = models.CharField("départements", max_length=120, default=" ")  # " 69 71 ", see `spread`
    within = models.CharField("situé dans", max_length=160, blank=True)
    folded = models.CharField(max_length=200, editable=False)
    postcodes = models.TextField("codes postaux", blank=True)
    population = models.PositiveIntegerField("population", default=0)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ["level", "code"]
        constraints = [models.UniqueConstraint(fields=["level", "code"], name="one_place_per_level_and_code")]
        indexes = [models.Index(fields=["folded"], name="places_by_folded_name")]

    def __str__(self):
        return f"{self.name} ({self.code})"

    @property
    def key(self) -> str:
        return f"{self.level}:{self.code}"

    @property
    def label(self) -> str:
        """What a list of suggestions says: « Villeurbanne – commune, Rhône (69) »."""
        where = f", {self.within}" if self.within else ""
        return f"{self.name} – {PlaceLevel(self.level).label.lower().replace('qpv', 'QPV')}{where}"

    def outside(self, departements) -> list[str]:
        """The codes of its départements that are not among these."""
        return [code for code in self.codes if code not in departements]

    @property
    def codes(self) -> list[str]:
        """The codes of the départements it lies in."""
        return self.departements.split()
