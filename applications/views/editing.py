"""Several people on one draft: who else is here, and what an answer was before."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from applications.queries import tasks
from applications.queries.editing import changed_since, others_here, versions_of
from applications.services import drafting, presence
from applications.views.drafting import base_of, draft_page, page_of
from applications.views.page import show
from applications.views.reading import key_of, on_file
from calls.models import Question
from engine.digest import sha256

LONGEST = 40


@require_POST
@on_file("applications.edit")
def here(request, application):
    """The heartbeat of an open page: notes it, and answers who else is on the draft and what they changed."""
    part, question = request.POST.get("part", "")[:LONGEST], request.POST.get("focus", "")[:LONGEST]
    page = page_of(request)[:32]
    presence.note(application, by=request.user, page=page, part=part, question=question)
    context = {
        "others": others(application, part, others_here(application, request.user, timezone.now())),
        "changed": changed(application, part, base_of(request) or 0, page),
    }
    shown = sha256(repr(context))[:16]
    if request.POST.get("shown") == shown:
        return HttpResponse(status=204)  # nothing new: a screen reader is not told the same thing again
    return render(request, "applications/_presence.html", context | {"shown": shown})


def questions_of(application) -> dict[str, Question]:
    rows = Question.objects.filter(section__form=application.form_id).select_related("section")
    return {question.key: question for question in rows}


def others(application, part, rows) -> list[str]:
    """One sentence for each other person, as close as one knows to where they are."""
    if not rows:
        return []
    labels = {task.key: task.label for task in tasks(application)}
    questions = questions_of(application)
    return [sentence(row, part, labels, questions) for row in rows]


def sentence(row, part, labels, questions) -> str:
    if row.part == part and row.question in questions:
        return f"{row.person} est dans la question « {questions[row.question].label} »."
    if row.part == part:
        return f"{row.person} a aussi ouvert cette rubrique."
    if row.part in labels:
        return f"{row.person} est dans la rubrique « {labels[row.part]} »."
    return f"{row.person} a aussi ouvert ce dossier."


def changed(application, part, base, page) -> list[dict]:
    """The answers of this part that others saved since this page was opened."""
    questions = {key: q for key, q in questions_of(application).items() if q.section.key == part}
    return [
        {"key": key, "label": questions[key].label, "who": who}
        for key, who in changed_since(application, questions, base, page)
    ]


@draft_page
def versions(request, application, key, question):
    """What an answer was before, with what changed each time; any of them can be put back."""
    found = questions_of(application).get(question)
    if found is None or found.section.key != key:
        raise Http404
    if request.method == "POST":
        return put_back(request, application, found)
    return versions_page(request, application, found)


def versions_page(request, application, question, *, refused=(), status=200):
    return show(
        request, application, "applications/versions.html", status=status, refused=refused,
        question=question, versions=versions_of(application, question),
    )  # fmt: skip


def put_back(request, application, question):
    version = application.versions.filter(
        key=question.key, pk=key_of(request.POST.get("version", ""))
    ).first()
    if version is None:
        raise Http404
    try:
        drafting.save_answers(
            application.pk,
            by=request.user,
            values={question.key: version.value},
            base=application.edits,
            page=page_of(request),
        )
    except Refused as error:
        return versions_page(request, application, question, refused=error.reasons, status=422)
    here = reverse("applications:section", args=[application.number, question.section.key])
    return redirect(f"{here}#q-{question.key}")
