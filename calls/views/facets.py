"""One plain page per facet of a call: show, correct, save."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from calls import forms, queries, selecting, services
from calls.enums import Policy
from calls.views.frame import attempt, frame, managed_call
from calls.views.public import sheet, specification_file


@dataclass(frozen=True)
class Facet:
    form: Callable  # (call, data, files) → form
    write: Callable  # (call, form, by) → None
    context: Callable = lambda call: {}


def save_contact(call, form, by):
    values = dict(form.cleaned_data)
    file = values.pop("specification_file")
    if file:
        services.attach_specification(call, file, by=by)
    services.edit(call, by=by, **values)


def balanced(call) -> list[tuple]:
    """Every lot with the numbers of chosen files it fixes, where the policy is one of balance."""
    if call.policy != Policy.EQUITABLE or not call.with_money:
        return []
    return [(lot, selecting.bounds_in_words(lot)) for lot in call.lots.all()]


FACETS = {
    "presentation": Facet(
        lambda call, data, files: forms.PresentationForm(data, instance=call),
        lambda call, form, by: services.edit(call, by=by, **form.cleaned_data),
    ),
    "calendar": Facet(
        lambda call, data, files: forms.CalendarForm(data, call=call),
        lambda call, form, by: services.set_calendar(call, by=by, **form.values()),
        lambda call: {"timetable": queries.timetable(call)},
    ),
    "eligibility": Facet(
        lambda call, data, files: forms.EligibilityFormSet(data, initial=call.eligibility),
        lambda call, form, by: services.set_eligibility(call, form.values(), by=by),
    ),
    "contact": Facet(
        lambda call, data, files: forms.ContactForm(data, files, instance=call),
        save_contact,
    ),
    "rules": Facet(
        lambda call, data, files: forms.RulesForm(data, instance=call),
        lambda call, form, by: services.edit(call, by=by, **form.cleaned_data),
        lambda call: {
            "rules": queries.rules(call),
            "selection": selecting.words(call),
            "balanced": balanced(call),
        },
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def facet(request, slug, name):
    call, page = managed_call(request, slug), FACETS[name]
    sent = request.method == "POST"
    form = page.form(call, request.POST if sent else None, request.FILES if sent else None)
    errors = []
    if sent and form.is_valid():
        errors = attempt(lambda: page.write(call, form, request.user))
        if not errors:
            messages.success(request, "Modifications enregistrées.")
            return redirect(f"calls:{name}", slug=slug)
    return shown(request, call, name, form, errors, page.context(call))


def shown(request, call, name, form, errors, extra):
    context = frame(request, managed_call(request, call.slug), name, form=form, errors=errors, **extra)
    if context["locked"] and request.method != "POST":
        form.lock()
    status = 422 if request.method == "POST" else 200
    return render(request, f"calls/manage/{name}.html", context, status=status)


@require_safe
def preview(request, slug):
    call = queries.whole(managed_call(request, slug))
    return render(request, "calls/manage/preview.html", frame(request, call, "preview") | sheet(call))


@require_safe
def draft_specification(request, slug):
    return specification_file(managed_call(request, slug))
