from django import forms

from notifications.enums import MailStatus


class InboxFilter(forms.Form):
    etat = forms.ChoiceField(label="Messages", required=False, choices=[("", "Tous"), ("non-lus", "Non lus")])
    dossier = forms.CharField(label="Numéro de dossier", required=False, max_length=24)

    def criteria(self) -> dict:
        if not self.is_valid():
            return {}
        return {"unread_only": bool(self.cleaned_data["etat"]), "number": self.cleaned_data["dossier"]}


class OutboxFilter(forms.Form):
    etat = forms.ChoiceField(label="Courriel", required=False, choices=[("", "Tous"), *MailStatus.choices])
    dossier = forms.CharField(label="Numéro de dossier", required=False, max_length=24)

    def criteria(self) -> dict:
        if not self.is_valid():
            return {}
        return {"status": self.cleaned_data["etat"], "number": self.cleaned_data["dossier"]}
