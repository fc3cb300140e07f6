"""Dated copies of the public registers: what a number is known as, said with its date, never blocking."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Register
from accounts.identifiers import compact
from engine.deadlines import plain_date

# Where each kind of number is looked for: the register that answers, and the one that names its legal entity.
NUMBERS = {
    "siret": (Register.SIRENE_SITES, Register.SIRENE_UNITS),
    "siren": (Register.SIRENE_UNITS, None),
    "rna": (Register.RNA, None),
    "finess": (Register.FINESS_ENTITIES, None),
    "site": (Register.FINESS_SITES, Register.FINESS_ENTITIES),
}
NBSP = "\u00a0"
SUBJECTS = {
    "siret": "cet établissement",
    "siren": "cette entité",
    "rna": "cette association",
    "finess": "cette entité",
    "site": "cet établissement",
}


class RegisterSnapshot(models.Model):
    """One load of one register. It answers once it is whole; until then the one before it still does."""

    register = models.CharField("répertoire", max_length=12, choices=Register)
    dated = models.DateField("relevé du")
    source = models.CharField("fichier", max_length=200)
    started_at = models.DateTimeField("chargement commencé le", default=timezone.now)
    loaded_at = models.DateTimeField("en service depuis le", null=True, blank=True)
    is_current = models.BooleanField("en service", default=False)
    rows = models.PositiveIntegerField("lignes", default=0)
    malformed = models.PositiveIntegerField("lignes illisibles", default=0)

    class Meta:
        verbose_name = "relevé d’un répertoire"
        verbose_name_plural = "relevés des répertoires"
        ordering = ["register", "-dated", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["register"], condition=Q(is_current=True), name="one_current_copy_per_register"
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(loaded_at__isnull=False), name="a_copy_in_use_is_whole"
            ),
        ]

    def __str__(self):
        return f"{self.get_register_display()} du {plain_date(self.dated)}"


@dataclass(frozen=True)
class Known:
    """What the copy in use says of one number; `dated` is None when no copy of that register is loaded."""

    kind: str
    number: str
    dated: date | None = None
    found: bool = False
    name: str = ""
    address: str = ""
    closed: bool = False
    closed_on: date | None = None

    @property
    def register(self) -> str:
        return NUMBERS[self.kind][0].familiar

    @property
    def state(self) -> str:
        """open, closed or unknown."""
        return "unknown" if not self.found else "closed" if self.closed else "open"

    @property
    def words(self) -> str:
        """One sentence for whoever reads the number: what is known, from which register, of which day."""
        if self.dated is None:
            return f"À vérifier\u00a0: ce numéro n’a pas encore pu être comparé au {self.register}."
        of = f"{self.register} du {plain_date(self.dated)}"
        if not self.found:
            return f"À vérifier\u00a0: ce numéro ne figure pas au {of}. Cela ne bloque rien."
        if self.closed:
            since = f" depuis le {plain_date(self.closed_on)}" if self.closed_on else ""
            return f"Attention\u00a0: au {of}, {SUBJECTS[self.kind]} est fermé{self._e}{since}. Vérifiez le numéro."
        named = ", ".join(part for part in (self.name, *self.address.splitlines()) if part)
        return f"Connu au {of}{NBSP + ': ' + named if named else ''}. Ouvert{self._e}."

    @property
    def _e(self) -> str:
        return "e" if SUBJECTS[self.kind].startswith("cette") else ""


class RegisterEntryQuerySet(models.QuerySet):
    def known(self, **numbers) -> dict[tuple[str, str], Known]:
        """What the copies in use say: known(siret=["…"], rna=["…"]) → {("siret", "…"): Known}, in two queries."""
        asked = [(kind, compact(number)) for kind, some in numbers.items() for number in some if number]
        if not asked:
            return {}
        wanted = {register for kind, _ in asked for register in NUMBERS[kind] if register}
        copies = {
            copy.register: copy
            for copy in RegisterSnapshot.objects.filter(is_current=True, register__in=wanted)
        }
        keys = {number for _, number in asked} | {number[:9] for kind, number in asked if kind == "siret"}
        rows = self.filter(snapshot__in=list(copies.values()), number__in=keys)
        names = {copy.pk: register for register, copy in copies.items()}
        found = {(names[row.snapshot_id], row.number): row for row in rows}
        return {(kind, number): _known(kind, number, copies, found) for kind, number in asked}

    def about(self, organisation) -> list[Known]:
        """What is known of the numbers of an organisation, in the order its page shows them."""
        numbers = {key: [getattr(organisation, key)] for key in ("siret", "rna", "finess")}
        return list(self.known(**numbers).values())


def _known(kind, number, copies, found) -> Known:
    register, above = NUMBERS[kind]
    copy, row = copies.get(register), found.get((register, number))
    dated = copy.dated if copy else None
    if row is None:
        return Known(kind, number, dated)
    entity = found.get((above, number[:9])) if kind == "siret" else None
    closed = row.is_closed or bool(entity and entity.is_closed)
    return Known(
        kind,
        number,
        dated,
        True,
        name=entity.name if entity and entity.name else row.name,
        address=row.address,
        closed=closed,
        closed_on=row.closed_on if row.is_closed else entity.closed_on if entity and closed else None,
    )


class RegisterEntry(models.Model):
    """One line of a register: no natural person's name is kept, only those of legal entities and sites."""

    snapshot = models.ForeignKey(RegisterSnapshot, models.CASCADE, related_name="entries")
    number = models.CharField("numéro", max_length=14)
    name = models.CharField("nom", max_length=250, blank=True)
    address = models.TextField("adresse", blank=True)
    parent = models.CharField("entité juridique", max_length=9, blank=True)
    category = models.CharField("catégorie", max_length=10, blank=True)
    is_closed = models.BooleanField("fermé", default=False)
    closed_on = models.DateField("fermé depuis le", null=True, blank=True)

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne d’un répertoire"
        verbose_name_plural = "lignes d’un répertoire"
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "number"], name="one_line_per_number_and_copy")
        ]

    def __str__(self):
        return f"{self.number} {self.name}"
