"""One section of the form: questions saved while one types, pieces sent on the spot, conflicts told and settled."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.errors import Refused
from applications.forms.answers import AnswersForm
from applications.placing import MOST
from applications.questions import EMPTY, is_visible
from applications.services import attaching, drafting, sending, vault
from applications.uploads import ACCEPTED
from applications.views.beside import speak
from applications.views.blocks import Conflict, Outcome, blocks_of, picker_of, summary
from applications.views.drafting import acknowledged, again, around, base_of, draft_page, following, page_of
from applications.views.page import show
from applications.views.reading import key_of
from calls.enums import QuestionKind
from calls.models import Question

APPEARED = "D’autres questions vous concernent maintenant : elles sont affichées ci-dessous."

BUTTONS = ("mine", "theirs", "send", "remove", "abandon", "take", "find", "reply", "settle")


@draft_page
def section(request, application, key):
    shown = get_object_or_404(application.form_sections(), key=key)
    if request.method == "GET":
        return section_page(request, application, shown)
    questions = list(shown.questions.all())
    form = posted_form(request, application, questions)
    outcome = save(request, application, form, questions)
    fresh = again(application.number)
    if request.htmx:
        return fragments(request, fresh, questions, form, outcome)
    if form.errors or not outcome.clean:
        return section_page(request, fresh, shown, form=form, outcome=outcome)
    return onwards(request, fresh, shown)


def posted_form(request, application, questions) -> AnswersForm:
    """The questions that were on the page sent; one hidden then is not an empty answer now."""
    present = [question for question in questions if f"known-{question.key}" in request.POST]
    form = AnswersForm(application, present, request.POST)
    form.is_valid()
    return form


def save(request, application, form, questions) -> Outcome:
    """Saves every valid answer and piece of the page; the rest is told."""
    outcome = Outcome()
    try:
        save_answers(request, application, form, outcome)
        send_pieces(request, application, questions, outcome)
        remove_piece(request, application, outcome)
        abandon_sending(request, application, outcome)
        take_piece(request, application, outcome)
    except Refused as error:
        outcome.refused = error.reasons
    speak(request, outcome)
    return outcome


def save_answers(request, application, form, outcome):
    page, values = page_of(request), form.touched(page_of(request))
    values.pop(request.POST.get("theirs", ""), None)
    if not values:
        return
    saved = drafting.save_answers(
        application.pk, by=request.user, values=values, base=base_of(request) or 0, page=page
    )
    mine, _, seen = request.POST.get("mine", "").partition(":")
    if mine in saved.conflicts and key_of(seen) is not None:
        # They chose after reading the other answer as it stood at edit `seen`, not one saved since.
        chosen = drafting.save_answers(
            application.pk, by=request.user, values={mine: values[mine]}, base=key_of(seen), page=page
        )
        del saved.conflicts[mine]
        saved.conflicts |= chosen.conflicts
    outcome.conflicts = told(application, form, saved.conflicts)


def told(application, form, conflicts) -> dict[str, Conflict]:
    marks = again(application.number).marks if conflicts else {}
    return {
        key: Conflict(
            theirs="" if value in EMPTY else form.kinds[key].display(value), who=who, edit=marks[key][0]
        )
        for key, (value, who) in conflicts.items()
    }


def send_pieces(request, application, questions, outcome):
    """Joins each file sent with the page; one that cannot be accepted does not stop the others."""
    asked = request.POST.get("send", "")
    for question in questions:
        upload = request.FILES.get(f"upload-{question.key}")
        if question.kind != QuestionKind.FILE or (upload is None and asked != question.key):
            continue
        try:
            if upload is None:
                raise Refused("Choisissez d’abord un fichier.")
            attaching.attach(application.pk, by=request.user, question_key=question.key, upload=upload)
            outcome.moved.add(question.key)
        except Refused as error:
            outcome.files[question.key] = error.reasons


def remove_piece(request, application, outcome):
    chosen = key_of(request.POST.get("remove", ""))
    piece = application.attachments.current().filter(pk=chosen).first() if chosen else None
    if piece:
        attaching.remove(application.pk, piece.pk, by=request.user)
        outcome.moved.add(piece.question_key)


def abandon_sending(request, application, outcome):
    token = request.POST.get("abandon", "")
    found = application.sendings.filter(by=request.user, token=token).first() if token else None
    if found:
        sending.abandon(found)
        outcome.moved.add(found.target)


def take_piece(request, application, outcome):
    """Answers a piece by one of the structure's vault: « key:version » of the button pressed."""
    key, _, version = request.POST.get("take", "").partition(":")
    if not key or key_of(version) is None:
        return
    try:
        vault.take(application.pk, key_of(version), by=request.user, question_key=key)
        outcome.moved.add(key)
    except Refused as error:
        outcome.files[key] = error.reasons


def onwards(request, application, shown):
    """Stays when something was settled or appeared here; else the next part."""
    here = reverse("applications:section", args=[application.number, shown.key])
    present = {key.removeprefix("known-") for key in request.POST if key.startswith("known-")}
    questions = [q for q in shown.questions.all() if is_visible(q, application.answers)]
    appeared = [question for question in questions if question.key not in present]
    if appeared:
        messages.info(request, APPEARED)
        return redirect(f"{here}#q-{appeared[0].key}")
    if searched := request.POST.get("find", ""):
        words = urlencode({"question": searched, "lieu": request.POST.get(f"find-{searched}", "")[:60]})
        return redirect(f"{here}?{words}#q-{searched}")
    for name in BUTTONS:
        if name in request.POST:
            return redirect(f"{here}#{anchor(name, request.POST[name], application)}")
    return redirect(following(application, shown.key))


def anchor(name, value, application) -> str:
    if name == "abandon":
        return "contenu"
    if name != "remove":
        return f"q-{value.partition(':')[0]}"
    piece = application.attachments.filter(pk=key_of(value)).first() if key_of(value) else None
    return f"q-{piece.question_key}" if piece else "contenu"


def section_page(request, application, shown, *, form=None, outcome=None):
    questions, outcome = list(shown.questions.all()), outcome or Outcome()
    context = around(request, application, shown.key)
    if form is not None:
        context["base"] = base_of(request) or 0  # what was typed still answers what was then on the page
    blocks = list(blocks_of(request, application, questions, form, outcome))
    return show(
        request, application, "applications/section.html", status=200 if form is None else 422,
        section=shown, blocks=blocks, form=form, refused=outcome.refused, accepted=ACCEPTED,
        spoken=outcome.spoken, refused_title=outcome.title,
        errors=summary(blocks), unsent=",".join([*BUTTONS, *unsent(blocks)]),
        **context,
    )  # fmt: skip


def unsent(blocks):
    """The fields an automatic save leaves on the page: files, and words being searched."""
    for block in blocks:
        if block.is_file:
            yield f"upload-{block.question.key}"
        elif block.places:
            yield f"find-{block.question.key}"


@draft_page
def places(request, application, key):
    """What a search finds for a question that asks for places, as one types."""
    asked = Question.objects.filter(section__form=application.form, key=key, kind=QuestionKind.PLACES)
    question = get_object_or_404(asked)
    sent = QueryDict(mutable=True)
    sent.setlist(f"r-{key}", request.GET.getlist(f"r-{key}")[:MOST])
    bound = AnswersForm(application, [question], sent)[key]
    picker = picker_of(bound, request.GET.get(f"find-{key}", "")[:60] or " ")
    return render(request, "applications/_places_found.html", {"picker": picker, "question": question})


def fragments(request, application, questions, form, outcome, here=""):
    """After an automatic save: the notes of the questions sent, and those that appear or leave."""
    blocks = list(blocks_of(request, application, questions, form, outcome))
    present = {question.key for question in questions if f"known-{question.key}" in request.POST}
    redrawn = [
        b for b in blocks if b.visible != (b.question.key in present) or b.question.key in outcome.moved
    ]
    keys = {block.question.key for block in redrawn}
    failed = bool(form and form.errors) or not outcome.clean
    response = render(
        request,
        "applications/_section_saved.html",
        {
            "application": application,
            "here": here,
            "redrawn": redrawn,
            "noted": [block for block in blocks if block.visible and block.question.key not in keys],
            "refused": outcome.refused,
            "spoken": outcome.spoken,
            "errors": summary(blocks),
            "accepted": ACCEPTED,
        },
        status=422 if failed else 200,
    )
    return response if failed else acknowledged(response, application)
