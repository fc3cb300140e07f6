"""« Coffre de la structure »: its pieces, their dates and versions, and what a file gives it to keep."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.enums import PieceKind
from accounts.errors import Refused
from accounts.models import Organisation
from accounts.views.common import attempt, sent, tabs, trail
from applications import uploads
from applications.enums import Scan
from applications.forms.vault import CorrectForm, KeepForm, PutForm, RenewForm
from applications.models import VaultPiece, VaultVersion
from applications.queries.vault import current_versions, usually_missing
from applications.services import vault
from applications.views.page import show
from applications.views.reading import on_file
from calls.models import Question
from documents.serving import attached


def owner(request, pk, action=vault.SEE) -> Organisation:
    """The structure whose vault this person may open; for anybody else there is no vault."""
    organisation = get_object_or_404(Organisation.objects.select_related("territory"), pk=pk)
    return vault.allow(organisation, request.user, action)


def piece_of(organisation, pk) -> VaultPiece:
    return get_object_or_404(VaultPiece, organisation=organisation, pk=pk, removed_at=None)


def page(request, template, organisation, form=None, **context):
    status = 422 if form is not None and form.is_bound and form.errors else 200
    steps = [
        *trail(organisation),
        {"label": "Coffre", "url": reverse("applications:vault", args=[organisation.pk])},
    ]
    shown = {"shown": organisation, "form": form, "trail": steps, **context}
    return render(request, f"applications/vault/{template}.html", shown, status=status)


@require_GET
def contents(request, pk):
    """What the vault holds, and what calls usually ask for that it does not."""
    organisation = owner(request, pk)
    versions = current_versions(organisation)
    return page(
        request, "contents", organisation, versions=versions, missing=usually_missing(organisation, versions),
        tabs=tabs(request, organisation, "vault"), trail=trail(),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def add(request, pk):
    """Puts a new piece."""
    organisation = owner(request, pk, vault.EDIT)
    asked = request.GET.get("nature", "")
    form = PutForm(
        sent(request), request.FILES or None, initial={"kind": asked if asked in PieceKind.values else ""}
    )
    if form.is_valid() and (version := done(form, vault.put, organisation, by=request.user)):
        return told(request, organisation, version, "est dans le coffre")
    return page(request, "add", organisation, form)


@require_http_methods(["GET", "POST"])
def piece(request, pk, piece_pk):
    """One piece with its versions; a newer one is put here."""
    organisation = owner(request, pk)
    shown = piece_of(organisation, piece_pk)
    form = RenewForm(sent(request), request.FILES or None)
    if form.is_valid() and (version := done(form, vault.renew, shown.pk, by=request.user)):
        return told(request, organisation, version, "est à jour dans le coffre")
    versions = list(shown.versions.select_related("put_by"))
    used = list(versions[0].attachments.current().select_related("application").order_by("-pk")[:5])
    return page(request, "piece", organisation, form, piece=shown, versions=versions, used=used)


@require_http_methods(["GET", "POST"])
def correct(request, pk, piece_pk):
    """Corrects what is said of a piece."""
    organisation = owner(request, pk, vault.EDIT)
    shown = piece_of(organisation, piece_pk)
    version = shown.versions.get(replaced_at=None)
    said = {
        "kind": shown.kind,
        "title": shown.title,
        "dated": version.dated,
        "expires_on": version.expires_on,
    }
    form = CorrectForm(sent(request), initial=said)
    if form.is_valid() and (version := done(form, vault.correct, shown.pk, by=request.user)):
        return told(request, organisation, version, "est corrigée")
    return page(request, "correct", organisation, form, piece=shown)


@require_http_methods(["GET", "POST"])
def remove(request, pk, piece_pk):
    """Asks, then takes a piece out."""
    organisation = owner(request, pk, vault.EDIT)
    shown = piece_of(organisation, piece_pk)
    if request.method == "POST":
        vault.remove(shown.pk, by=request.user)
        messages.success(
            request, f"{shown} n’est plus dans le coffre. Les dossiers qui l’ont reprise la gardent."
        )
        return redirect("applications:vault", pk)
    return page(request, "remove", organisation, piece=shown)


@require_GET
def download(request, pk, version_pk):
    """The bytes of one version, hashed again before they leave."""
    organisation = owner(request, pk)
    version = get_object_or_404(VaultVersion, piece__organisation=organisation, pk=version_pk)
    if version.blob.scan == Scan.INFECTED:
        raise Refused(
            "L’antivirus a reconnu un programme malveillant dans cette pièce : elle ne s’ouvre plus."
        )
    try:
        content = uploads.load(version.path, version.sha256)
    except uploads.Damaged:
        return render(
            request, "applications/vault/damaged.html", {"piece": version, "shown": organisation}, status=500
        )
    return attached(content, version.content_type, version.name)


@require_http_methods(["GET", "POST"])
@on_file("applications.edit")
def keep(request, application, pk):
    """Keeps in the vault a piece joined to a file."""
    vault.allow(application.structure, request.user)
    attachment = get_object_or_404(application.attachments.current(), pk=pk)
    question = Question.objects.filter(section__form=application.form, key=attachment.question_key).first()
    asked = {"kind": question.vault_kind if question else "", "dated": timezone.localdate()}
    form = KeepForm(sent(request), initial=asked)
    if form.is_valid() and (version := done(form, vault.keep, attachment.pk, by=request.user)):
        messages.success(request, f"{version.piece} est dans le coffre. {version.state_words}.")
        return redirect(back_to(application, question))
    status = 422 if form.errors else 200
    return show(
        request, application, "applications/vault/keep.html", status=status, form=form, piece=attachment,
        back=back_to(application, question),
    )  # fmt: skip


def back_to(application, question) -> str:
    if question is None:
        return application_url("applications:attachments", application)
    return f"{application_url('applications:section', application, question.section.key)}#q-{question.key}"


def application_url(name, application, *more) -> str:
    return reverse(name, args=[application.number, *more])


def done(form, action, *args, **fixed):
    """What the action made, or None when it refused: the form then says why."""
    made = []
    values = form.cleaned_data

    def act():
        made.append(action(*args, **fixed, **values))

    return made[0] if attempt(form, act) else None


def told(request, organisation, version, what: str):
    say = messages.success if version.state() == "current" else messages.warning
    say(request, f"{version.piece} {what}. {version.state_words}.")
    return redirect("applications:vault", organisation.pk)
