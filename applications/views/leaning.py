"""« S’appuyer sur un argument » : a text of the union's library copied after an answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.errors import Refused
from applications.enums import State
from applications.queries import arguments as reads
from applications.services import arguments
from applications.views.page import show
from applications.views.reading import key_of, on_file
from calls.models import Question


@on_file("applications.edit")
def lean(request, application, key):
    """The arguments one may copy into this answer; copying one leads back to the question."""
    questions = Question.objects.filter(section__form=application.form, kind__in=arguments.WRITTEN)
    question = get_object_or_404(questions.select_related("section"), key=key)
    if application.state != State.DRAFT:
        raise Refused("Ce dossier n’est plus en préparation : ses réponses ne changent plus.")
    if request.method != "POST":
        return lean_page(request, application, question)
    try:
        version = key_of(request.POST.get("version", "")) or 0
        arguments.insert(application.pk, by=request.user, key=key, version_id=version)
    except Refused as refused:
        return lean_page(request, application, question, refused.reasons)
    messages.success(request, "Le texte est copié à la suite de votre réponse. Adaptez-le à votre projet.")
    section = reverse("applications:section", args=[application.number, question.section.key])
    return redirect(f"{section}#q-{key}")


def lean_page(request, application, question, refused=()):
    answer = application.answers.get(question.key) or ""
    rows = [
        {
            "argument": argument,
            "version": argument.version,
            "excess": reads.excess(question, answer, argument.version.text),
        }
        for argument in reads.best_first(application)
    ]
    return show(
        request, application, "applications/lean.html", status=422 if refused else 200,
        question=question, answer=answer, rows=rows, refused=refused,
    )  # fmt: skip
