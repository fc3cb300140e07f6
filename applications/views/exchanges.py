"""Messages on a file, for its structure and for the agents who handle it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.errors import Refused
from applications.forms.exchanges import ExchangeForm
from applications.queries.exchanges import thread
from applications.services import exchanges
from applications.uploads import ACCEPTED
from applications.views.checking import frame
from applications.views.page import reader_of, show
from applications.views.reading import on_file

SENT = "Votre message est envoyé. Il est gardé dans ce dossier."


@require_http_methods(["GET", "POST"])
@on_file("applications.view_messages")
def exchange(request, application):
    """The messages of the file, and one to write when it may be."""
    form = ExchangeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            exchanges.write(application.pk, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reasons)
        else:
            messages.success(request, SENT)
            return redirect("applications:messages", application.number)
    return page(request, application, form)


def page(request, application, form):
    reader = reader_of(application, request.user)
    context = {
        "thread": thread(application),
        "form": form if reader["write_message"] and application.opened_to_authority() else None,
        "not_yet": "" if application.opened_to_authority() else exchanges.NOT_YET,
        "accepted": ACCEPTED,
        "pieces_max": exchanges.PIECES_MAX,
    }
    status = 422 if form.errors else 200
    if reader.own:
        return show(request, application, "applications/messages.html", status=status, **context)
    context |= frame(application, request.user, "messages")
    return render(request, "applications/authority/messages.html", context, status=status)
