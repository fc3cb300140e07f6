"""The acts of the structure that bind: begin, deposit, take back, withdraw; and the PDF for its board."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.backends import may
from accounts.enums import OrganisationKind
from accounts.errors import Refused
from applications.enums import State
from applications.forms.structure import ReasonForm, StartForm
from applications.queries import meter, refusals, tasks
from applications.queries.reading import working
from applications.services import deposit as services
from applications.services import drafting, printing
from applications.views.drafting import again
from applications.views.file import signatories, task_row
from applications.views.page import show, to_file
from applications.views.reading import key_of, on_file
from calls.enums import QuestionKind
from calls.models import Call


@require_http_methods(["GET", "POST"])
def start(request, call):
    """From a call to a draft: the lot, « Suis-je concerné ? », and the file one already has."""
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("authority"), slug=call)
    structure = request.organisation
    applying = structure is not None and structure.kind == OrganisationKind.APPLICANT
    context = {"call": call, "structure": structure if applying else None}
    if not applying or not may(request.user, "applications.create", structure):
        return render(
            request, "applications/start.html", context, status=200 if request.method == "GET" else 422
        )
    context["existing"] = existing(call, structure)
    context["is_open"] = call.is_open(request.received_at)
    context["lots_left"] = call.lots.exclude(pk__in=context["existing"].values("lot")).exists()
    form = StartForm(call, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return begin(request, context, form)
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/start.html", context | {"form": form}, status=status)


def existing(call, structure):
    live = call.applications.exclude(state__in=[State.WITHDRAWN, State.EXPIRED])
    return live.filter(structure=structure).select_related("lot").order_by("number")


def begin(request, context, form):
    lot, structure = form.cleaned_data["lot"], context["structure"]
    mine = context["existing"].filter(lot=lot).first()
    if mine:
        return to_file(request, mine, said="Votre structure a déjà un dossier pour ce lot : le voici.")
    unmet = form.unmet()
    if unmet:
        return render(
            request, "applications/start.html", context | {"form": form, "unmet": unmet}, status=422
        )
    try:
        application = drafting.start(lot, structure, by=request.user, eligibility=form.eligibility)
    except Refused as error:
        refused = {"form": form, "refused": error.reasons}
        return render(request, "applications/start.html", context | refused, status=422)
    said = f"Votre dossier est ouvert sous le numéro {application.number}. Tout ce que vous saisissez est enregistré."
    return to_file(request, application, said=said, level=messages.SUCCESS)


@require_http_methods(["GET", "POST"])
@on_file("applications.edit")
def deposit(request, application):
    """Reading again, then the act: what will happen, who will be told, and one button for the signatory."""
    if request.method == "POST":
        return deposited_or_told(request, application)
    if application.state != State.DRAFT:
        return already(request, application)
    return deposit_page(request, application)


def deposit_page(request, application, refused=(), status=200):
    reasons = [*refusals(application, "submit"), *services.alone(application, request.user)]
    found = tasks(application)
    ready = not any(guard.reasons(application) for guard in services.BEFORE_SIGNATURE)
    signing = signatories(application)
    return show(
        request, application, "applications/deposit.html", status=status,
        refused=[reason for reason in refused if reason not in reasons], reasons=reasons,
        tasks=[task_row(application, task, True) for task in found], meter=meter(found),
        declarations=declarations(application), content=working(application),
        ready=ready, handover=handover_of(application), signatories=signing, askable=any(person != request.user for person in signing), may_submit=may(request.user, "applications.submit", application),
    )  # fmt: skip


def handover_of(application):
    """The request for a signature that still holds: nothing changed since."""
    return application.handovers.filter(edit=application.edits).select_related("by").first()


def declarations(application) -> list[dict]:
    """What the signatory declares on their honour by depositing."""
    return [
        {"label": question.label, "made": bool(application.answers.get(question.key))}
        for section in application.form_sections()
        for question in section.questions.all()
        if question.kind == QuestionKind.DECLARATION
    ]


def deposited_or_told(request, application):
    try:
        services.submit(
            application.pk,
            by=request.user,
            at=request.received_at,
            read_at_edit=key_of(request.POST.get("edits", "")),
        )
    except Refused as error:
        application = again(application.number)
        if application.state == State.SUBMITTED:
            return already(request, application)
        return deposit_page(request, application, refused=error.reasons, status=422)
    said = "Le dossier est déposé. Le récépissé arrive dans un instant parmi les documents."
    return to_file(request, application, said=said, level=messages.SUCCESS)


def already(request, application):
    """A second click, or a page that stayed open: one deposit, and a page that says so."""
    label = application.get_state_display()
    if application.state == State.SUBMITTED:
        return to_file(request, application, said="Ce dossier est déjà déposé : il n’y a rien à refaire.")
    return to_file(request, application, said=f"Ce dossier est à l’état « {label} » : il ne se dépose plus.")


@require_POST
@on_file("applications.edit")
def hand_over(request, application):
    """Asks the signatories to read the file again and deposit it."""
    try:
        services.hand_over(application.pk, by=request.user)
    except Refused as error:
        return deposit_page(request, again(application.number), refused=error.reasons, status=422)
    said = "La signature est demandée. Les signataires reçoivent un message ; le dossier n’est pas encore déposé."
    return to_file(request, application, said=said, level=messages.SUCCESS)


@require_http_methods(["GET", "POST"])
@on_file("applications.reopen")
def reopen(request, application):
    """Takes a deposit back before the closing: a page that says what is at stake, then the act."""
    reasons = refusals(application, "reopen")
    if request.method == "POST":
        try:
            services.reopen(application.pk, by=request.user, at=request.received_at)
            said = "Le dossier est de nouveau un brouillon. Il n’est plus déposé : pensez à le déposer avant la clôture."
            return to_file(request, application, said=said, level=messages.WARNING)
        except Refused as error:
            application, reasons = again(application.number), error.reasons
    status = 422 if request.method == "POST" else 200
    return show(request, application, "applications/reopen.html", reasons=reasons, status=status)


@require_http_methods(["GET", "POST"])
@on_file("applications.withdraw")
def withdraw(request, application):
    """Leaves the call for good; the file is kept."""
    form, reasons = ReasonForm(request.POST or None), refusals(application, "withdraw")
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw(application.pk, by=request.user, reason=form.cleaned_data["reason"])
            return to_file(request, application, said="Le dossier est retiré. Il reste lisible ici.")
        except Refused as error:
            application, reasons = again(application.number), error.reasons
    status = 422 if request.method == "POST" else 200
    return show(request, application, "applications/withdraw.html", form=form, reasons=reasons, status=status)


@require_POST
@on_file("applications.edit")
def board_pdf(request, application):
    """Asks for the PDF of the draft, then waits for it among the documents."""
    try:
        printing.ask_draft(application.pk, by=request.user)
    except Refused as error:
        return to_file(request, application, said=" ".join(error.reasons), level=messages.WARNING)
    return redirect("applications:documents", application.number)
