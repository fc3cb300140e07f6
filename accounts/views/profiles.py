"""What a structure says once for every file: contacts, bank account, what it takes from a public register."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from accounts import services
from accounts.enums import OrganisationKind
from accounts.forms.profiles import BankForm, ContactsForm, TakeOverForm
from accounts.models import RegisterEntry, profile_of
from accounts.views.common import attempt, page, permitted, sent, trail


def applicant(request, pk, action):
    """The structure, if this person may take this action in it; authorities and unions have no such page."""
    shown = permitted(request, pk, action)
    if shown.kind != OrganisationKind.APPLICANT:
        raise Http404
    return shown


def contacts(request, pk):
    """Who signs and whom to call."""
    shown = applicant(request, pk, "accounts.edit_organisation")
    form = ContactsForm(sent(request), instance=profile_of(shown))
    if form.is_valid():
        services.save_contacts(shown, form.cleaned_data, by=request.user)
        messages.success(request, "Les signataires et les contacts sont enregistrés.")
        return redirect(shown)
    return page(request, "contacts", {"form": form, "shown": shown, "trail": trail(shown)}, form)


def bank(request, pk):
    """The account money is paid to."""
    shown = applicant(request, pk, "accounts.edit_bank")
    kept = profile_of(shown)
    form = BankForm(
        sent(request), instance=kept, initial={"account_holder": kept.account_holder or shown.name}
    )
    if form.is_valid():
        services.save_bank(shown, form.cleaned_data, by=request.user)
        messages.success(request, "Le RIB est enregistré.")
        return redirect(shown)
    return page(request, "bank", {"form": form, "shown": shown, "trail": trail(shown)}, form)


def take_over(request, pk):
    """The name and the address of the SIRENE register beside ours; those ticked replace ours."""
    shown = applicant(request, pk, "accounts.edit_organisation")
    known = RegisterEntry.objects.known(siret=[shown.siret]).get(("siret", shown.siret))
    if known is None or not known.found:
        raise Http404
    rows = differing(shown, known)
    form = TakeOverForm(sent(request))
    for name in set(form.fields) - set(rows):
        del form.fields[name]
    if rows and form.is_valid():
        values = {name: rows[name]["theirs"] for name, ticked in form.cleaned_data.items() if ticked}
        if attempt(form, services.edit_identity, shown, values, by=request.user):
            messages.success(request, "La fiche reprend ce que dit le répertoire SIRENE.")
            return redirect("accounts:organisation", pk)
    context = {"form": form, "shown": shown, "known": known, "rows": rows.values(), "trail": trail(shown)}
    return page(request, "take_over", context, form)


def differing(shown, known) -> dict[str, dict]:
    """What the register says otherwise, with what it says: {"name": {label, ours, theirs}}."""
    pairs = {"name": ("Nom", shown.name, known.name), "address": ("Adresse", shown.address, known.address)}
    return {
        key: {"label": label, "ours": ours, "theirs": theirs}
        for key, (label, ours, theirs) in pairs.items()
        if theirs and plain(theirs) != plain(ours)
    }


def plain(words: str) -> str:
    return " ".join(words.split()).casefold()
