"""What a structure types of its budget: one sheet at a time, and the posts of one year."""

from decimal import Decimal

from django import forms

from applications.budget import MOST_POSTS
from applications.enums import FundingStatus, Profession, StaffStatus
from calls.amounts import EurosField

BLANK_POSTS = 3  # rows offered below those already filled


def cell(**attributes) -> forms.TextInput:
    return forms.TextInput(
        attrs={"inputmode": "numeric", "class": "cell-input", "autocomplete": "off"} | attributes
    )


class SheetForm(forms.Form):
    """One amount per account of the sheet; a co-funder also says how sure its money is."""

    use_required_attribute = False

    def __init__(self, sheet, data=None, saved=None):
        """`saved`: {account: (euros, state)} of this year."""
        super().__init__(data)
        self.sheet, saved = sheet, saved or {}
        for account in sheet.accounts:
            amount, status = saved.get(account.code, (None, ""))
            self.fields[f"m-{account.code}"] = EurosField(
                label=account.label,
                required=False,
                initial=amount,
                widget=cell(),
            )
            if account.cofunder:
                self.fields[f"s-{account.code}"] = forms.ChoiceField(
                    label=f"Où en est ce cofinancement ? ({account.label})",
                    choices=[("", "État du financement"), *FundingStatus.choices],
                    required=False,
                    initial=status,
                )

    def lines(self, kept: dict) -> dict[str, tuple[int, str]]:
        """The lines to save: those typed, and for an amount that cannot be read the line kept before."""
        codes = [account.code for account in self.sheet.accounts]
        typed = {code: self._line(code) for code in codes if f"m-{code}" not in self.errors}
        unread = {code: kept[code] for code in codes if code not in typed and code in kept}
        return unread | typed

    def _line(self, code) -> tuple[int, str]:
        return self.cleaned_data.get(f"m-{code}") or 0, self.cleaned_data.get(f"s-{code}", "")

    def rows(self, side: str, *, in_kind=False) -> list[dict]:
        return [
            {
                "account": account,
                "amount": self[f"m-{account.code}"],
                "status": self[f"s-{account.code}"] if account.cofunder else None,
            }
            for account in self.sheet.accounts
            if account.side == side and account.in_kind == in_kind
        ]

    def sides(self) -> dict:
        """The rows as the page lays them out."""
        sides = ("charge", "produit")
        return {
            "sides": {side: self.rows(side) for side in sides},
            "in_kind": {side: rows for side in sides if (rows := self.rows(side, in_kind=True))},
        }


class PostForm(forms.Form):
    """One post; a row left blank, or emptied, is no post."""

    use_required_attribute = False
    profession = forms.ChoiceField(
        label="Métier", choices=[("", "Choisir"), *Profession.choices], required=False
    )
    title = forms.CharField(label="Précision", max_length=80, required=False)
    etp = forms.DecimalField(
        label="ETP",
        max_digits=5,
        decimal_places=2,
        min_value=Decimal(0),
        localize=True,
        required=False,
        widget=cell(inputmode="decimal"),
    )
    status = forms.ChoiceField(label="Statut", choices=StaffStatus, initial=StaffStatus.EMPLOYEE)
    agreement = forms.CharField(label="Convention collective", max_length=80, required=False)
    is_new = forms.BooleanField(label="Poste créé", required=False)
    annual_cost = EurosField(label="Coût annuel chargé (€)", required=False, widget=cell())
    percent = forms.IntegerField(
        label="Part financée ici (%)", min_value=0, max_value=100, initial=100, widget=cell()
    )
    months = forms.IntegerField(
        label="Mois de présence", min_value=1, max_value=12, initial=12, widget=cell()
    )

    def clean(self):
        values = super().clean()
        if any(values.get(name) not in (None, "") for name in (*NEEDED, "title", "agreement")):
            for name, words in NEEDED.items():
                if values.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, words)
        return values


NEEDED = {
    "profession": "Choisissez le métier.",
    "etp": "Indiquez l’ETP, par exemple 0,5.",
    "annual_cost": "Indiquez le coût annuel, charges comprises.",
}


class WorkbookForm(forms.Form):
    workbook = forms.FileField(
        label="Classeur rempli",
        help_text="Le classeur téléchargé sur ce dossier, rempli et enregistré au format XLSX, 2 Mo au plus.",
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
        error_messages={"required": "Choisissez le classeur à importer.", "empty": "Ce fichier est vide."},
    )


class Posts(forms.BaseFormSet):
    def values(self) -> list[dict]:
        """The posts typed, in order; a row emptied is a post taken away."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("profession")]


PostFormSet = forms.formset_factory(
    PostForm, formset=Posts, extra=BLANK_POSTS, max_num=MOST_POSTS, validate_max=True
)
