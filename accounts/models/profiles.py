"""What a structure says of itself once for every file: who signs, whom to call, where money goes."""

from django.db import models
from django.utils import timezone

from accounts.enums import LegalForm
from accounts.identifiers import validate_bic, validate_iban
from accounts.models.organisations import Organisation, Person


class Profile(models.Model):
    """The rest of an organisation's identity, beside what its register number already says."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="profile")
    capacity = models.CharField("qualité du représentant légal", max_length=120, blank=True)
    delegate = models.CharField("signataire par délégation", max_length=160, blank=True)
    delegate_capacity = models.CharField("qualité du signataire par délégation", max_length=120, blank=True)
    technical_name = models.CharField("contact technique", max_length=160, blank=True)
    technical_email = models.EmailField("adresse du contact technique", blank=True)
    technical_phone = models.CharField("téléphone du contact technique", max_length=30, blank=True)
    financial_name = models.CharField("contact financier", max_length=160, blank=True)
    financial_email = models.EmailField("adresse du contact financier", blank=True)
    financial_phone = models.CharField("téléphone du contact financier", max_length=30, blank=True)
    cer_signed_on = models.DateField("contrat d’engagement républicain souscrit le", null=True, blank=True)
    account_holder = models.CharField("titulaire du compte", max_length=200, blank=True)
    iban = models.CharField("IBAN", max_length=34, blank=True, validators=[validate_iban])
    bic = models.CharField("BIC", max_length=11, blank=True, validators=[validate_bic])
    changed_at = models.DateTimeField("modifié le", default=timezone.now)

    class Meta:
        verbose_name = "fiche d’une structure"
        verbose_name_plural = "fiches des structures"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(iban="", bic="", account_holder="")
                | ~models.Q(iban="") & ~models.Q(account_holder=""),
                name="an_account_has_its_holder",
            )
        ]

    def __str__(self):
        return f"Fiche de {self.organisation}"

    def missing(self) -> list[str]:
        """What a call will ask of the organisation and the organisation has not said yet, in words."""
        owner = self.organisation
        asked = [
            (owner.siret, "le numéro SIRET"),
            (owner.legal_form, "la forme juridique"),
            (owner.address.strip(), "l’adresse du siège"),
            (owner.representative.strip(), "le nom du représentant légal"),
            (self.capacity, "la qualité du représentant légal"),
            (owner.email, "l’adresse électronique de la structure"),
            (self.technical_email, "le contact technique"),
            (self.financial_email, "le contact financier"),
            (self.iban, "le RIB"),
            (self.cer_signed_on or not self.owes_cer, "la date du contrat d’engagement républicain"),
        ]
        return [words for value, words in asked if not value]

    @property
    def owes_cer(self) -> bool:
        form = self.organisation.legal_form
        return bool(form) and LegalForm(form).subscribes_to_cer

    @property
    def bank_changes(self):
        """Every change of the account, the last one first."""
        return BankChange.objects.filter(organisation=self.organisation_id).select_related("by")

    @property
    def spaced_iban(self) -> str:
        return "\u00a0".join(self.iban[start : start + 4] for start in range(0, len(self.iban), 4))


class BankChange(models.Model):
    """One change of the account money is paid to; from this row those who sign and those who pay are told.

    It keeps how an account number ends, never the number.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="bank_changes")
    before = models.CharField("fin de l’IBAN d’avant", max_length=4, blank=True)
    after = models.CharField("fin de l’IBAN", max_length=4, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "changement de RIB"
        verbose_name_plural = "changements de RIB"
        ordering = ["-at", "-id"]

    @property
    def summary(self) -> str:
        """What changed, in words."""
        if not self.before:
            return f"RIB donné\u00a0: l’IBAN se termine par {self.after}"
        if not self.after:
            return f"RIB retiré\u00a0: l’IBAN se terminait par {self.before}"
        if self.before == self.after:
            return f"Titulaire, BIC ou numéro de compte modifié\u00a0: l’IBAN se termine toujours par {self.after}"
        return f"IBAN modifié\u00a0: il se termine par {self.after}, et non plus par {self.before}"


def profile_of(organisation) -> Profile:
    """The organisation's profile; an empty one, not saved, when it said nothing yet."""
    found = Profile.objects.filter(organisation=organisation).first()
    profile = found or Profile()
    profile.organisation = organisation
    return profile
