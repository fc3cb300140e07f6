"""What a structure says of itself once: who signs, whom to call, where money goes, what a register says."""

from django import forms

from accounts.forms import IN_OUR_TIME, IdentifierField
from accounts.identifiers import validate_bic, validate_iban
from accounts.models import Profile


class ContactsForm(forms.ModelForm):
    """Who signs and whom to call. Everything may be left for later: a file says what it lacks."""

    class Meta:
        model = Profile
        fields = [
            "capacity",
            "cer_signed_on",
            "delegate",
            "delegate_capacity",
            "technical_name",
            "technical_email",
            "technical_phone",
            "financial_name",
            "financial_email",
            "financial_phone",
        ]
        widgets = {"cer_signed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "capacity": "Par exemple « Présidente ».",
            "cer_signed_on": "Associations et fondations seulement (loi du 24 août 2021, art. 12).",
            "delegate": "Prénom et nom de qui signe à la place du représentant légal. Gardez la délégation dans le coffre.",
            "technical_name": "La personne qui connaît le projet.",
            "financial_name": "La personne qui suit le budget et les versements.",
        }

    groups = (
        ("Qui engage la structure", ("capacity", "delegate", "delegate_capacity", "cer_signed_on")),
        ("Contact technique", ("technical_name", "technical_email", "technical_phone")),
        ("Contact financier", ("financial_name", "financial_email", "financial_phone")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cer_signed_on"].validators += IN_OUR_TIME
        if not self.instance.owes_cer:
            del self.fields["cer_signed_on"]

    def sections(self) -> list[tuple[str, list]]:
        return [
            (title, [self[name] for name in names if name in self.fields]) for title, names in self.groups
        ]

    def clean(self):
        data = super().clean()
        if data.get("delegate_capacity") and not data.get("delegate"):
            self.add_error("delegate", "Donnez aussi le nom du signataire par délégation.")
        return data


class BankForm(forms.ModelForm):
    """The account money is paid to: checked by its keys, all of it or nothing."""

    class Meta:
        model = Profile
        fields = ["account_holder", "iban", "bic"]
        field_classes = dict.fromkeys(["iban", "bic"], IdentifierField)
        help_texts = {
            "account_holder": "Tel qu’il est écrit sur le RIB. Il doit être celui de la structure.",
            "iban": "27 caractères pour un compte français. Avec ou sans espaces.",
            "bic": "8 ou 11 caractères.",
        }

    def clean_iban(self):
        return self._checked("iban", validate_iban)

    def clean_bic(self):
        return self._checked("bic", validate_bic)

    def _checked(self, name, validate):
        value = self.cleaned_data[name]
        if value:
            validate(value)
        return value

    def clean(self):
        data = super().clean()
        if not self.errors and any(data.values()) and not all(data.values()):
            for name in self._meta.fields:
                if not data[name]:
                    self.add_error(name, "Un RIB se donne en entier : titulaire, IBAN et BIC.")
        return data


class TakeOverForm(forms.Form):
    """What to take from the register; nothing is replaced that was not ticked."""

    name = forms.BooleanField(label="Le nom", required=False)
    address = forms.BooleanField(label="L’adresse", required=False)

    def clean(self):
        data = super().clean()
        if not any(data.values()):
            raise forms.ValidationError("Cochez ce que vous voulez reprendre.")
        return data
