"""Reading and marking: my files, the grid beside the file, and the day it is submitted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django_htmx.http import trigger_client_event

from accounts.errors import Forbidden, Refused
from applications.enums import State
from applications.queries.reading import deposited
from applications.views.checking import frame
from applications.views.reading import on_file
from reviews.forms.judging import ReviewForm
from reviews.models import Review
from reviews.queries.commission.meetings import meetings_of
from reviews.queries.history import own_history
from reviews.queries.reading import declared_by, owed_nominations, readings_of, sittings_of
from reviews.services import reading


def mine(request):
    """The files given to me to mark, and those of the commissions I sit on."""
    rows, sittings = list(readings_of(request.user)), list(sittings_of(request.user))
    declared = declared_by(
        request.user, [row.application_id for row in rows] + [file.pk for file in sittings]
    )
    for row in rows:
        row.declared = row.application_id in declared
        row.done = bool(getattr(row, "review", None) and row.review.submitted_at)
        row.closed = not row.done and row.application.state != State.ADMISSIBLE
    for file in sittings:
        file.declared = file.pk in declared
    context = {
        "waiting": [row for row in rows if not row.done and not row.closed],
        "done": [row for row in rows if row.done or row.closed],
        "sittings": sittings,
        "nominations": owed_nominations(request.user),
        "meetings": meetings_of(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "reviews/mine.html", context)


def own(application, person):
    """This person's current reading of the file and its review, if begun."""
    assignment = application.assignments.current().filter(reader=person).first()
    if assignment is None:
        raise Forbidden
    return assignment, Review.objects.filter(assignment=assignment).first()


@on_file("reviews.score")
def score(request, application):
    """The file on one side, the weighted grid on the other; saved as it is typed."""
    assignment, review = own(application, request.user)
    form = ReviewForm(request.POST or None, call=application.call, review=review)
    reasons = []
    if request.method == "POST" and form.is_valid():
        try:
            saved = keep(application, form, request.user, typing=bool(request.htmx))
            return answered(request, application, saved)
        except Refused as refused:
            reasons = refused.reasons
    status = 422 if form.errors or reasons else 200
    context = frame(application, request.user, "score") | {
        "content": deposited(application),
        "form": form,
        "assignment": assignment,
        "review": review,
        "errors": [{"text": reason} for reason in reasons],
        "locked": bool(review and review.submitted_at) or application.state != State.ADMISSIBLE,
        "saved": saved_words(review),
        "least": reading.JUSTIFICATION_MIN,
        "events": own_history(review) if review else [],
        "reopened": review.reopenings.last() if review and not review.submitted_at else None,
    }
    return render(request, "reviews/score.html", context, status=status)


def keep(application, form, person, *, typing) -> Review:
    data = form.cleaned_data
    return reading.save_review(
        application.pk,
        by=person,
        scores=form.scores(),
        strengths=data["strengths"],
        reserves=data["reserves"],
        advice=data["advice"],
        typing=typing,
    )


def answered(request, application, review):
    """An autosave is acknowledged; a button goes on to the submission or comes back."""
    if request.htmx:
        return trigger_client_event(HttpResponse(status=204), "jalon:saved", {"text": saved_words(review)})
    if "submit" in request.POST:
        return redirect("reviews:submit", number=application.number)
    messages.success(request, "Votre brouillon est enregistré. Il n’est pas encore rendu.")
    return redirect("reviews:score", number=application.number)


def saved_words(review) -> str:
    if review is None:
        return ""
    at = localtime(review.edited_at)
    return f"Enregistré à {at.hour}\u00a0h\u00a0{at.minute:02d}"


@on_file("reviews.score")
def submit(request, application):
    """What will be submitted, and why not yet; once submitted it no longer changes."""
    assignment, review = own(application, request.user)
    reasons = reading.review_refusals(review) if review else ["Vous n’avez encore rien noté."]
    if review and review.submitted_at:
        return redirect("reviews:score", number=application.number)
    if request.method == "POST":
        try:
            reading.submit_review(application.pk, by=request.user)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Votre expertise est rendue. Merci.")
            return redirect("reviews:mine")
    context = frame(application, request.user, "score") | {
        "review": review,
        "assignment": assignment,
        "scores": review.scores.select_related("criterion") if review else [],
        "reasons": reasons,
    }
    return render(request, "reviews/submit.html", context, status=422 if request.method == "POST" else 200)
