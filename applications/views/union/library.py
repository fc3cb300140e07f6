"""The library of arguments: written by the union, read by its members."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.backends import may
from accounts.enums import OrganisationKind
from accounts.errors import Refused
from applications.forms.union import ArgumentForm, LibraryFilter, as_lines
from applications.models import Argument
from applications.queries import arguments as reads
from applications.services import arguments
from applications.views.union.door import on_union


@require_GET
def library(request):
    """What one's union offers; its delegates also see what they retired."""
    writes = is_delegate(request)
    if not writes and not reads.readable(request.user, {}).exists() and not adheres(request):
        raise Http404
    form = LibraryFilter(request.GET)
    chosen = form.chosen
    rows = reads.readable(request.user, chosen, retired=writes)
    context = {"form": form, "rows": rows, "count": len(rows), "filtered": bool(chosen), "writes": writes}
    return render(request, "applications/union/library.html", context)


def is_delegate(request) -> bool:
    organisation = request.organisation
    return bool(
        organisation
        and organisation.kind == OrganisationKind.UNION
        and may(request.user, "accounts.accompany", organisation)
    )


def adheres(request) -> bool:
    """Whether the organisation one acts for adheres to a union, whose library may still be empty."""
    organisation = request.organisation
    return bool(organisation and organisation.adheres and organisation.has_role)


def argument(request, pk):
    """One argument with its versions; its union may revise it here."""
    found = visible(request, pk)
    writes = may(request.user, "accounts.accompany", found.union)
    if request.method == "POST":
        return revised(request, found) if writes else forbidden()
    last = found.version
    form = ArgumentForm(initial=initial(found, last)) if writes and "modifier" in request.GET else None
    return argument_page(request, found, form, writes)


def forbidden():
    raise PermissionDenied


def visible(request, pk) -> Argument:
    rows = reads.with_versions(Argument.objects.visible_to(request.user))
    found = get_object_or_404(rows, pk=pk)
    if found.retired_at and not may(request.user, "accounts.accompany", found.union):
        raise Http404
    return found


def initial(found, last) -> dict:
    return {
        "title": last.title,
        "theme": found.theme,
        "text": last.text,
        "sources": as_lines(last.sources),
        "categories": found.categories.all(),
        "base": last.number,
    }


def revised(request, found):
    form = ArgumentForm(request.POST)
    if form.is_valid():
        try:
            arguments.revise(found.pk, by=request.user, base=form.cleaned_data["base"] or 0, **form.values())
        except Refused as refused:
            form.add_error(None, refused.reasons[0])
        else:
            messages.success(request, "Argument enregistré. Les versions précédentes sont conservées.")
            return redirect("applications:argument", found.pk)
    return argument_page(request, found, form, True, status=422)


def argument_page(request, found, form, writes, status=200):
    context = {"argument": found, "version": found.version, "form": form, "writes": writes}
    return render(request, "applications/union/argument.html", context, status=status)


@on_union
def new(request, union):
    form = ArgumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = arguments.write(union, by=request.user, **form.values())
        messages.success(request, "Argument enregistré. Vos adhérents peuvent le copier dans leurs réponses.")
        return redirect("applications:argument", made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "applications/union/argument_form.html", {"form": form}, status=status)


@require_POST
@on_union
def retire(request, union, pk):
    retired = request.POST.get("retired") != "no"
    arguments.retire(pk, by=request.user, retired=retired)
    messages.success(
        request, "Argument retiré de la bibliothèque." if retired else "Argument proposé de nouveau."
    )
    return redirect("applications:argument", pk)
