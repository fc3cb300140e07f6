"""The authority's pages: files at the end of their time, elimination lists from their preparation to their end."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.backends import may
from accounts.errors import Refused
from accounts.views.common import attempt, permitted, sent, trail
from applications import uploads
from applications.models import Application
from applications.views.exporting import spreadsheet
from documents.serving import attached
from privacy.exports import slip_rows
from privacy.forms import HoldForm, SignForm, TakeOutForm, VisaForm
from privacy.models import Elimination, Hold
from privacy.queries.retention import at_term, due_for_transfer, rules_of
from privacy.services import eliminating

VIEW, PREPARE, SIGN = "privacy.view_lists", "privacy.prepare_list", "privacy.sign_list"


def barred(person, files) -> set[int]:
    """The files, among these, that this person may not see: a conflict closes them here too."""
    keys = Application.objects.filter(pk__in=[file.pk for file in files]).in_conflict_with(person)
    return set(keys.values_list("pk", flat=True))


def powers(request, authority) -> dict:
    return {
        "may_prepare": may(request.user, PREPARE, authority),
        "may_sign": may(request.user, SIGN, authority),
    }


def numbered(request, pk, listing, action) -> Elimination:
    authority = permitted(request, pk, action)
    return get_object_or_404(
        Elimination.objects.select_related("authority", "document"), pk=listing, authority=authority
    )


@require_GET
def lists(request, pk):
    """What is due, what is held back, the lists and where they stand."""
    return overview(request, permitted(request, pk, VIEW), None)


def overview(request, authority, form, status=200):
    due, stuck = at_term(authority, timezone.now())
    holds = Hold.objects.filter(application__call__authority=authority, lifted_at=None)
    holds = list(holds.select_related("application", "by"))
    hidden = barred(
        request.user,
        [
            *(row.application for row in due),
            *(file for file, _ in stuck),
            *(hold.application for hold in holds),
        ],
    )
    context = {
        "shown": authority,
        "lists": authority.eliminations.all(),
        "due": [row for row in due if row.application.pk not in hidden],
        "due_count": len(due),
        "stuck": [pair for pair in stuck if pair[0].pk not in hidden],
        "holds": [hold for hold in holds if hold.application_id not in hidden],
        "transfers": to_transfer(request, authority),
        "rules": rules_of(authority).values(),
        "form": form or HoldForm(authority=authority, person=request.user),
        "trail": trail(authority),
        **powers(request, authority),
    }
    return render(request, "privacy/lists.html", context, status=status)


def to_transfer(request, authority) -> list:
    """The files of the slip this person may see."""
    rows = due_for_transfer(authority, timezone.now())
    hidden = barred(request.user, [row.application for row in rows])
    return [row for row in rows if row.application.pk not in hidden]


@require_GET
def slip(request, pk, kind):
    """The slip that goes with a transfer to the Archives."""
    authority = permitted(request, pk, VIEW)
    return spreadsheet(slip_rows(to_transfer(request, authority)), "bordereau-de-versement", kind)


@require_POST
def prepare(request, pk):
    listing = eliminating.prepare(permitted(request, pk, PREPARE), by=request.user)
    messages.success(
        request, f"La liste {listing.number} est préparée. Relisez-la avant de l’adresser aux Archives."
    )
    return redirect("privacy:list", pk, listing.pk)


@require_POST
def hold(request, pk):
    """Holds a file back, whatever its age."""
    authority = permitted(request, pk, PREPARE)
    form = HoldForm(request.POST, authority=authority, person=request.user)
    if not form.is_valid():
        return overview(request, authority, form, status=422)
    file = form.cleaned_data["number"]
    eliminating.hold(
        file, by=request.user, kind=form.cleaned_data["kind"], reason=form.cleaned_data["reason"]
    )
    messages.success(
        request, f"Le dossier {file.number} ne sera pas éliminé tant que ce blocage n’est pas levé."
    )
    return redirect("privacy:lists", pk)


@require_POST
def lift(request, pk, hold):
    authority = permitted(request, pk, PREPARE)
    row = get_object_or_404(Hold, pk=hold, application__call__authority=authority)
    eliminating.lift(row.pk, by=request.user)
    messages.success(request, f"Le blocage du dossier {row.application.number} est levé.")
    return redirect("privacy:lists", pk)


@require_GET
def listing(request, pk, listing):
    return page(request, numbered(request, pk, listing, VIEW))


def page(request, row, status=200, **forms):
    """One list: where it stands, what comes next, its files."""
    items = list(row.items.select_related("application", "taken_out_by"))
    hidden = barred(request.user, [item.application for item in items])
    context = {
        "shown": row.authority,
        "list": row,
        "items": [{"item": item, "hidden": item.application_id in hidden} for item in items],
        "reasons": eliminating.held(
            [item for item in items if not item.taken_out_at and not item.executed_at]
        ),
        "visa_form": forms.get("visa") or VisaForm(),
        "sign_form": forms.get("sign") or SignForm(),
        "form": forms.get("visa") or forms.get("sign"),
        "trail": [*trail(row.authority)],
        **powers(request, row.authority),
    }
    return render(request, "privacy/list.html", context, status=status)


@require_POST
def send(request, pk, listing):
    row = numbered(request, pk, listing, PREPARE)
    eliminating.send(row.pk, by=request.user)
    messages.success(request, "La liste est notée comme adressée aux Archives.")
    return redirect("privacy:list", pk, row.pk)


@require_POST
def visa(request, pk, listing):
    row = numbered(request, pk, listing, PREPARE)
    form = VisaForm(request.POST, request.FILES)
    if form.is_valid() and attempt(
        form, eliminating.record_visa, row.pk, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Le visa des Archives est enregistré.")
        return redirect("privacy:list", pk, row.pk)
    return page(request, row, status=422, visa=form)


@require_POST
def sign(request, pk, listing):
    row = numbered(request, pk, listing, SIGN)
    form = SignForm(request.POST)
    if form.is_valid() and attempt(form, eliminating.sign, row.pk, by=request.user, **form.cleaned_data):
        messages.success(request, "La liste est signée. Elle peut encore être abandonnée pendant sept jours.")
        return redirect("privacy:list", pk, row.pk)
    return page(request, row, status=422, sign=form)


@require_POST
def cancel(request, pk, listing):
    row = numbered(request, pk, listing, SIGN)
    eliminating.cancel(row.pk, by=request.user)
    messages.success(request, "La liste est abandonnée : tous ses dossiers restent entiers.")
    return redirect("privacy:list", pk, row.pk)


@require_http_methods(["GET", "POST"])
def take_out(request, pk, listing, item):
    """Asks why, then takes one file out of the list."""
    row = numbered(request, pk, listing, PREPARE)
    found = get_object_or_404(row.items.filter(taken_out_at=None, executed_at=None), pk=item)
    if found.application_id in barred(request.user, [found.application]):
        return render(request, "404.html", status=404)
    form = TakeOutForm(sent(request))
    if form.is_valid() and attempt(
        form, eliminating.take_out, found.pk, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"Le dossier {found.number} est retiré de la liste et reste entier.")
        return redirect("privacy:list", pk, row.pk)
    context = {
        "form": form,
        "item": found,
        "list": row,
        "shown": row.authority,
        "trail": trail(row.authority),
    }
    return render(request, "privacy/take_out.html", context, status=422 if form.errors else 200)


@require_GET
def visa_file(request, pk, listing):
    """The scanned visa, hashed again before it leaves."""
    row = numbered(request, pk, listing, VIEW)
    get_object_or_404(Elimination.objects.exclude(visa_path=""), pk=row.pk)
    try:
        content = uploads.load(row.visa_path, row.visa_sha256)
    except uploads.Damaged as error:
        raise Refused(
            "Ce visa est perdu ou n’est plus celui qui a été enregistré\u00a0: enregistrez-le de nouveau."
        ) from error
    return attached(content, "application/octet-stream", row.visa_file_name)
