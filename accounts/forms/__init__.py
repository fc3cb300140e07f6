import unicodedata
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils import timezone

from accounts.enums import ROLES_BY_KIND, Language, LegalForm, Level, OrganisationKind, Role
from accounts.identifiers import compact, validate_siret
from accounts.models import Establishment, Organisation, Person, StructureCategory, Territory

# A day typed by mistake in another era would leave the calendar once a zone or a delay is added to it.
IN_OUR_TIME = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31)))


class SignupForm(forms.Form):
    """The names allauth does not ask for; it adds the address and the password, and the adapter writes them all."""

    first_name = forms.CharField(
        label="Prénom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Nom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )

    def signup(self, request, user):
        """What allauth calls once the account exists: nothing is left to do."""


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["first_name", "last_name", "job_title", "phone", "wants_mail", "compact"]
        help_texts = {
            "wants_mail": "Vos messages restent toujours sur le site ; les accusés de réception "
            "et les décisions partent aussi par courriel.",
            "compact": "Pour voir davantage de lignes à l’écran.",
        }


class ExpertiseForm(forms.Form):
    """What one reads best; everything is optional, and the territories are shown region by region."""

    categories = forms.ModelMultipleChoiceField(
        label="Catégories de structures",
        queryset=StructureCategory.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Celles dont vous connaissez le métier.",
    )
    territories = forms.ModelMultipleChoiceField(
        label="Territoires connus",
        queryset=Territory.objects.exclude(level=Level.COUNTRY),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ouvrez une région pour y cocher des départements, ou la région entière.",
    )
    languages = forms.MultipleChoiceField(
        label="Langues lues",
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="En plus du français : un dossier ou ses pièces peuvent en employer.",
    )

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, **kwargs)
        held = list(row.categories.all()) if row else []
        open_ones = Q(until=None) | Q(until__gte=timezone.localdate()) | Q(pk__in=[one.pk for one in held])
        self.fields["categories"].queryset = StructureCategory.objects.filter(open_ones)
        if row:
            self.initial = {
                "categories": held,
                "territories": list(row.territories.all()),
                "languages": row.languages,
            }

    def regions(self) -> list[dict]:
        """Each region with its box and those of its départements; how many are ticked."""
        boxes = {str(box.data["value"]): box for box in self["territories"].subwidgets}
        regions = Territory.objects.filter(level=Level.REGION).prefetch_related("children")
        return [self._region(region, boxes) for region in sorted(regions, key=by_name)]

    def _region(self, region, boxes) -> dict:
        own = [boxes[str(one.pk)] for one in region.children.all()]
        whole = boxes[str(region.pk)] if len(own) > 1 else None
        ticked = [box for box in [*own, whole] if box and box.data["selected"]]
        return {"name": region.name, "whole": whole, "boxes": own, "ticked": len(ticked)}


def by_name(territory) -> str:
    """Where a name stands in a French list: accents do not count."""
    letters = unicodedata.normalize("NFD", territory.name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


class IdentifierField(forms.CharField):
    """An identifier typed with or without spaces."""

    def to_python(self, value):
        return compact(super().to_python(value))

    def widget_attrs(self, widget):
        return {"autocomplete": "off", "spellcheck": "false"}


def departements():
    return Territory.objects.filter(level=Level.DEPARTEMENT).order_by("code")


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Numéro SIRET de la structure, ou nom de l’union",
        max_length=120,
        help_text="Le SIRET a 14 chiffres. Vous le trouvez sur l’avis de situation de l’INSEE.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_q(self):
        words = self.cleaned_data["q"].strip()
        if compact(words).isdigit():
            validate_siret(words)
            return compact(words)
        if len(words) < 3:
            raise forms.ValidationError(
                "Donnez un numéro SIRET, ou au moins trois lettres du nom de l’union."
            )
        return words


class RequestForm(forms.Form):
    message = forms.CharField(
        label="Message aux personnes qui vont répondre",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dites qui vous êtes et pourquoi vous rejoignez la structure. 300 caractères au plus.",
    )


class OrganisationForm(forms.ModelForm):
    """The identity of a structure or a union. Keys are checked here; existence is checked by people, later."""

    class Meta:
        model = Organisation
        fields = [
            "name",
            "short_name",
            "legal_form",
            "siret",
            "siren",
            "rna",
            "finess",
            "address",
            "territory",
            "representative",
            "email",
            "phone",
            "two_people",
        ]
        field_classes = dict.fromkeys(["siret", "siren", "rna", "finess"], IdentifierField)
        widgets = {"address": forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"})}
        labels = {"territory": "Département du siège"}
        help_texts = {
            "two_people": "Un dossier se dépose alors en deux temps : une personne demande la signature, une autre le relit et le dépose.",
            "short_name": "Celui que vous employez chaque jour, s’il diffère.",
            "siret": "14 chiffres.",
            "siren": "9 chiffres. Laissez vide : il se déduit du SIRET.",
            "rna": "W et 9 caractères. Une association d’Alsace-Moselle n’en a pas.",
            "finess": "9 caractères, celui de l’entité juridique. Vous pouvez ne pas en avoir encore.",
            "representative": "Prénom et nom de la personne qui engage la structure. Sa qualité se donne avec les contacts.",
            "email": "Celle de la structure, pas la vôtre.",
        }

    required_fields = ("legal_form", "address", "territory", "representative", "email")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = departements()
        self.fields["territory"].empty_label = "Choisissez"
        if "legal_form" in self.fields:
            self.fields["legal_form"].choices = [("", "Choisissez"), *LegalForm.choices]
        for name in self.required_fields:
            self.fields[name].required = True
        self.fields["siret"].required = self.instance.kind == OrganisationKind.APPLICANT and bool(
            self.instance.siret
        )

    def clean(self):
        data = super().clean()
        siret, siren = data.get("siret"), data.get("siren")
        if siret and siren and not siret.startswith(siren):
            self.add_error("siren", "Ce SIREN n’est pas celui du SIRET : il en est les 9 premiers chiffres.")
        elif siret:
            data["siren"] = siret[:9]
        return data


class FoundForm(OrganisationForm):
    """A new structure: the SIREN follows from the SIRET, which may be missing for the time being."""

    class Meta(OrganisationForm.Meta):
        fields = [name for name in OrganisationForm.Meta.fields if name not in {"siren", "two_people"}]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["siret"].required = False
        self.fields["siret"].help_text = "14 chiffres. Laissez vide si la structure n’en a pas encore."


class UnionForm(OrganisationForm):
    """A union may be regional or national, and may have no FINESS."""

    class Meta(OrganisationForm.Meta):
        fields = [name for name in OrganisationForm.Meta.fields if name not in {"finess", "two_people"}]
        labels = {"territory": "Territoire"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = Territory.objects.order_by("level", "code")


class AuthorityForm(forms.ModelForm):
    """What an authority writes on its acts. Its name and territory are reference data."""

    class Meta:
        model = Organisation
        fields = [
            "short_name",
            "siret",
            "address",
            "representative",
            "email",
            "phone",
            "court",
            "court_address",
        ]
        field_classes = {"siret": IdentifierField}
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}
        labels = {"representative": "Directeur ou directrice générale"}
        help_texts = {
            "court": "Imprimé dans les voies de recours de chaque décision.",
            "email": "Imprimée sur les actes, pour joindre l’autorité.",
        }


FORM_BY_KIND = {
    OrganisationKind.APPLICANT: OrganisationForm,
    OrganisationKind.AUTHORITY: AuthorityForm,
    OrganisationKind.UNION: UnionForm,
}


class EstablishmentForm(forms.ModelForm):
    class Meta:
        model = Establishment
        fields = ["name", "category", "finess", "departement", "address"]
        field_classes = {"finess": IdentifierField}
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "category": "Une équipe d’un hôpital (PASS, EMPP) n’a pas de catégorie à elle : prenez celle de l’hôpital.",
            "finess": "9 caractères, celui du site.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["departement"].queryset = departements()
        self.fields["departement"].empty_label = self.fields["category"].empty_label = "Choisissez"
        self.fields["departement"].required = True


ROLES_EXPLAINED = {
    OrganisationKind.APPLICANT: "Le rédacteur prépare les dossiers. Le signataire les dépose, engage la structure, "
    "tient sa fiche et ses membres.",
    OrganisationKind.AUTHORITY: "Le responsable conduit les appels, l’instructeur examine les dossiers, le signataire "
    "signe les actes, le gestionnaire financier paie, l’administrateur tient les membres.",
    OrganisationKind.UNION: "Le délégué suit les dossiers que les adhérents partagent, et tient la fiche et les membres.",
}


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label="Rôles",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un rôle."},
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [(role.value, role.label) for role in ROLES_BY_KIND[kind]]
        self.fields["roles"].help_text = ROLES_EXPLAINED[kind]

    def clean_roles(self):
        return [Role(role) for role in self.cleaned_data["roles"]]


class InviteForm(RolesForm):
    email = forms.EmailField(
        label="Adresse électronique",
        help_text="La personne recevra un lien, valable 14 jours, à ouvrir avec un compte à cette adresse.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "roles"]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Motif",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="La personne le lira.",
    )

    def __init__(self, *args, required=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required


class DayForm(forms.Form):
    """One date, today unless said otherwise."""

    day = forms.DateField(
        label="Date",
        validators=IN_OUR_TIME,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].label = label
        self.fields["day"].initial = timezone.localdate


class UnionChoiceForm(DayForm):
    """A structure names the union it adheres to."""

    union = forms.ModelChoiceField(
        label="Union ou fédération",
        queryset=Organisation.objects.filter(kind=OrganisationKind.UNION),
        empty_label="Choisissez",
    )
    field_order = ["union", "day"]


class MemberChoiceForm(DayForm):
    """A union names one of its members by SIRET."""

    siret = IdentifierField(label="SIRET de la structure adhérente", validators=[validate_siret])
    field_order = ["siret", "day"]

    def clean_siret(self):
        structure = Organisation.objects.filter(
            kind=OrganisationKind.APPLICANT, siret=self.cleaned_data["siret"]
        ).first()
        if structure is None:
            raise forms.ValidationError(
                "Aucune structure n’est inscrite sur Jalon avec ce SIRET. Invitez-la à s’inscrire."
            )
        return structure
