"""Filling a draft: one page per section, saved while one types, and the parts beside the form."""

import secrets
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from accounts.backends import may
from accounts.errors import Refused
from accounts.models import RegisterEntry
from applications.enums import State
from applications.forms.structure import IdentityForm, PartnerForm
from applications.models import Application
from applications.queries import tasks
from applications.services import drafting
from applications.views.file import partners_read
from applications.views.page import show, task_url, to_file
from applications.views.reading import key_of, on_file

SAVED = "Enregistré à {}\u00a0h\u00a0{}"
PAGE_MARK = 32  # characters
FROZEN = "Ce dossier n’est plus un brouillon : il se lit, il ne se modifie plus."


def draft_page(view):
    """A page of the draft: once the file is deposited there is nothing left to fill, only to read."""

    @on_file("applications.edit")
    def wrapper(request, application, **kwargs):
        if request.method == "GET" and application.state != State.DRAFT:
            return to_file(request, application, said=FROZEN)
        return view(request, application, **kwargs)

    return require_http_methods(["GET", "POST"])(wrapper)


def saved_words(application, at=None) -> str:
    """When it was saved, by the clock of those who write."""
    local = timezone.localtime(at, ZoneInfo(application.structure.time_zone))
    return SAVED.format(local.hour, f"{local.minute:02d}")


def acknowledged(response, application):
    """Tells the page in the browser that what it sent is saved."""
    return trigger_client_event(response, "jalon:saved", {"text": saved_words(application)})


def page_of(request) -> str:
    """The mark of one loaded page: its own saves never conflict with each other."""
    return request.POST.get("page", "")[:PAGE_MARK] or secrets.token_hex(8)


def base_of(request) -> int | None:
    return key_of(request.POST.get("base", ""))


def again(number: str) -> Application:
    """The file as it now is."""
    return Application.objects.select_related("call__authority", "lot", "structure", "form").get(
        number=number
    )


def following(application, key: str) -> str:
    """The page of the part after this one; the file's own page after the last."""
    keys = [task.key for task in tasks(application)]
    rest = keys[keys.index(key) + 1 :]
    return task_url(application, rest[0]) if rest else reverse("applications:file", args=[application.number])


def around(request, application, key: str) -> dict:
    """What the forms of a draft carry: the edit they were loaded at, the page's mark, where they stand."""
    found = tasks(application)
    keys = [task.key for task in found]
    return {
        "base": application.edits,
        "page": page_of(request),
        "rank": keys.index(key) + 1,
        "ranks": len(keys),
        "previous": task_url(application, keys[keys.index(key) - 1]) if keys.index(key) else "",
        "saved": saved_words(application, application.edited_at) if application.edits else "",
    }


@draft_page
def identity(request, application):
    form = IdentityForm(application, request.POST or None)
    refused: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            drafting.save_identity(
                application.pk,
                by=request.user,
                base=base_of(request),
                page=page_of(request),
                **form.cleaned_data,
            )
            if request.htmx:
                return acknowledged(render(request, "applications/_refused.html"), application)
            return redirect(following(application, "identity"))
        except Refused as error:
            refused = error.reasons
            application = again(application.number)
    status = 422 if request.method == "POST" else 200
    if request.htmx:
        return render(
            request, "applications/_refused.html", {"form": form, "refused": refused}, status=status
        )
    context = around(request, application, "identity")
    return show(
        request,
        application,
        "applications/identity.html",
        status=status,
        form=form,
        refused=refused,
        **context,
    )


def is_filling(request, application) -> bool:
    return application.state == State.DRAFT and may(request.user, "applications.edit", application)


def recognised(application) -> list:
    """The partners of a draft, each with what the SIRENE register knows of its number."""
    rows = list(application.partners.all())
    known = RegisterEntry.objects.known(siret=[row.siret for row in rows])
    for row in rows:
        row.known = known.get(("siret", row.siret))
    return rows


@on_file("applications.view_content")
@require_http_methods(["GET", "POST"])
def partners(request, application):
    if request.method == "GET" and not is_filling(request, application):
        return partners_read(request, application)
    form, refused = PartnerForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            drafting.add_partner(application.pk, by=request.user, **form.cleaned_data)
            messages.success(request, f"« {form.cleaned_data['name']} » est ajouté aux partenaires.")
            return redirect("applications:partners", application.number)
        except Refused as error:
            refused = error.reasons
    status = 422 if request.method == "POST" else 200
    return show(
        request, application, "applications/partners_form.html", status=status,
        form=form, refused=refused, partners=recognised(application), **around(request, application, "partners"),
    )  # fmt: skip


@on_file("applications.edit")
@require_http_methods(["POST"])
def remove_partner(request, application, pk):
    drafting.remove_partner(application.pk, pk, by=request.user)
    messages.success(request, "Le partenaire est retiré.")
    return redirect("applications:partners", application.number)
