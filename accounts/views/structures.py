from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from accounts import services
from accounts.backends import may
from accounts.enums import OrganisationKind
from accounts.forms import FORM_BY_KIND, DayForm, EstablishmentForm, MemberChoiceForm, UnionChoiceForm
from accounts.models import Establishment, RegisterEntry, UnionMembership, profile_of
from accounts.views.common import attempt, page, permitted, sent, tabs, trail, visible
from accounts.views.profiles import differing
from engine.deadlines import plain_date

NAMES = ["short_name", "legal_form"]
NUMBERS = ["siret", "rna", "finess"]
PLACE = ["address", "territory"]
REACH = ["representative", "email", "phone"]
SHOWN_BY_KIND = {
    OrganisationKind.APPLICANT: [*NAMES, *NUMBERS, *PLACE, *REACH],
    OrganisationKind.UNION: [*NAMES, "siret", "rna", *PLACE, *REACH],
    OrganisationKind.AUTHORITY: ["short_name", "siret", *PLACE, *REACH, "court", "court_address"],
}
HIDDEN_WHEN_EMPTY = {"short_name", "rna"}


def identity_rows(organisation) -> list[dict]:
    """Label and value of what identifies an organisation of its kind."""
    rows = []
    for name in SHOWN_BY_KIND[organisation.kind]:
        value = shown_value(organisation, name)
        if value or name not in HIDDEN_WHEN_EMPTY:
            label = str(organisation._meta.get_field(name).verbose_name)
            rows.append({"label": label[:1].upper() + label[1:], "value": value})
    return rows


def shown_value(organisation, name):
    if name == "siret":
        return organisation.spaced_siret
    if name == "legal_form":
        return organisation.get_legal_form_display()
    value = getattr(organisation, name)
    return ", ".join(value.splitlines()) if isinstance(value, str) else value


def organisation(request, pk):
    """Identity, establishments, unions."""
    shown = visible(request, pk)
    context = {
        "shown": shown,
        "rows": identity_rows(shown),
        "establishments": list(shown.establishments.select_related("category", "departement")),
        "adhesions": adhesions_of(shown),
        "tabs": tabs(request, shown, "organisation"),
        "trail": trail(),
        "may_edit": may(request.user, "accounts.edit_organisation", shown),
        "sees_archives": may(request.user, "privacy.view_lists", shown),
        "writes": may(request.user, "applications.create", shown),
    }
    if shown.kind == OrganisationKind.APPLICANT:
        context |= once_for_all(request, shown, context["establishments"])
    return page(request, "organisation", context)


def once_for_all(request, shown, establishments) -> dict:
    """What a structure says once for every file, what it lacks, and what the registers know of its numbers."""
    profile, known = profile_of(shown), known_of(shown, establishments)
    for site in establishments:
        site.known = known.get(("site", site.finess))
    return {
        "profile": profile,
        "contacts": contact_rows(profile),
        "known": [known[key] for key in known if key[0] != "site"],
        "offers": bool(known.get(("siret", shown.siret)) and differing(shown, known["siret", shown.siret])),
        "sees_bank": may(request.user, "accounts.view_bank", shown),
        "bank_changes": profile.bank_changes,
        "edits_bank": may(request.user, "accounts.edit_bank", shown),
    }


def known_of(shown, establishments) -> dict:
    """What the registers say of the numbers of a structure and of its sites, in the order of the page."""
    numbers = {key: [getattr(shown, key)] for key in NUMBERS}
    return RegisterEntry.objects.known(**numbers, site=[site.finess for site in establishments])


def contact_rows(profile) -> list[dict]:
    """Who signs and whom to call, as the page lists them."""
    by = ", ".join(part for part in (profile.delegate, profile.delegate_capacity) if part)
    rows = [
        {"label": "Qualité du représentant légal", "value": profile.capacity},
        {"label": "Signataire par délégation", "value": by or "Personne"},
        {"label": "Contact technique", "value": reach(profile, "technical")},
        {"label": "Contact financier", "value": reach(profile, "financial")},
    ]
    if profile.owes_cer:
        signed = profile.cer_signed_on and f"Souscrit le {plain_date(profile.cer_signed_on)}"
        rows.append({"label": "Contrat d’engagement républicain", "value": signed})
    return rows


def reach(profile, who: str) -> str:
    parts = (getattr(profile, f"{who}_{part}") for part in ("name", "email", "phone"))
    return ", ".join(part for part in parts if part)


def adhesions_of(shown):
    """Both sides of the adhesions: a structure's unions, or a union's members."""
    sides = UnionMembership.objects.select_related("union", "member")
    if shown.kind == OrganisationKind.UNION:
        return sides.filter(union=shown).order_by("member__name", "-since")
    return sides.filter(member=shown).order_by("union__name", "-since")


def edit(request, pk):
    """Changes the identity; the service says when the structure must be recognised again."""
    shown = permitted(request, pk, "accounts.edit_organisation")
    form = FORM_BY_KIND[shown.kind](sent(request), instance=shown)
    if form.is_valid() and attempt(form, services.edit_identity, shown, form.cleaned_data, by=request.user):
        messages.success(request, "La fiche est enregistrée.")
        return redirect("accounts:organisation", pk)
    title = visible(request, pk) if form.errors else shown
    return page(request, "edit", {"form": form, "shown": title, "trail": trail(title)}, form)


def establishment(request, pk, establishment_pk=None):
    """Adds or changes a site; an unusual Corsican number is said and kept."""
    shown = permitted(request, pk, "accounts.edit_organisation")
    if shown.kind != OrganisationKind.APPLICANT:
        raise Http404
    site = (
        get_object_or_404(shown.establishments, pk=establishment_pk)
        if establishment_pk
        else Establishment(organisation=shown)
    )
    form = EstablishmentForm(sent(request), instance=site)
    if form.is_valid() and attempt(form, services.save_establishment, form.instance, by=request.user):
        messages.success(request, f"{site} est enregistré.")
        if site.finess_warning:
            messages.warning(request, site.finess_warning)
        return redirect("accounts:organisation", pk)
    return page(
        request,
        "establishment",
        {"form": form, "shown": shown, "site_pk": establishment_pk, "trail": trail(shown)},
        form,
    )


def remove_establishment(request, pk, establishment_pk):
    """Asks, then takes a site away."""
    shown = permitted(request, pk, "accounts.edit_organisation")
    site = get_object_or_404(shown.establishments, pk=establishment_pk)
    if request.method == "POST":
        services.remove_establishment(site, by=request.user)
        messages.success(request, f"{site} est retiré de la fiche.")
        return redirect("accounts:organisation", pk)
    return page(request, "establishment_remove", {"site": site, "shown": shown, "trail": trail(shown)})


def adhere(request, pk):
    """A structure names its union, or a union one of its members."""
    shown = permitted(request, pk, "accounts.edit_organisation")
    forms = {OrganisationKind.APPLICANT: UnionChoiceForm, OrganisationKind.UNION: MemberChoiceForm}
    if shown.kind not in forms:
        raise Http404
    form = forms[shown.kind](sent(request), label="Adhésion depuis le")
    if form.is_valid():
        other = form.cleaned_data.get("union") or form.cleaned_data["siret"]
        union, member = (shown, other) if shown.kind == OrganisationKind.UNION else (other, shown)
        since = form.cleaned_data["day"]
        if attempt(form, services.adhere, union, member, since, by=request.user, declared_by=shown):
            messages.success(request, f"L’adhésion de {member} à {union} est enregistrée.")
            return redirect("accounts:organisation", pk)
    return page(request, "adhere", {"form": form, "shown": shown, "trail": trail(shown)}, form)


def end_adhesion(request, pk, adhesion_pk):
    """Says what ending an adhesion changes, then dates its end."""
    shown = permitted(request, pk, "accounts.edit_organisation")
    adhesion = get_object_or_404(adhesions_of(shown), pk=adhesion_pk)
    form = DayForm(sent(request), label="Dernier jour de l’adhésion")
    if form.is_valid() and attempt(
        form,
        services.end_adhesion,
        adhesion,
        form.cleaned_data["day"],
        by=request.user,
        declared_by=shown,
    ):
        messages.success(request, f"L’adhésion de {adhesion.member} à {adhesion.union} est terminée.")
        return redirect("accounts:organisation", pk)
    context = {"form": form, "shown": shown, "adhesion": adhesion, "trail": trail(shown)}
    return page(request, "adhesion_end", context, form)
