"""Who follows a file: what each union one adheres to may see of it, given and taken back by the signatory."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import OrganisationKind
from accounts.errors import Refused
from accounts.models import Organisation
from applications.enums import ConsentLevel
from applications.forms.structure import ConsentForm
from applications.queries.looking import looks_of, prompts_of
from applications.services import consents
from applications.views.page import Reader, show
from applications.views.reading import on_file

A_PAGE = 30


@require_GET
@on_file("applications.create")
def sharing(request, application):
    return sharing_page(request, application)


def sharing_page(request, application, *, status=200, refused=()):
    given = {c.union_id: c for c in application.consents.current().select_related("given_by")}
    rows = [row(union, given.get(union.pk)) for union in unions_of(application.structure)]
    return show(
        request, application, "applications/sharing.html", status=status, refused=refused,
        rows=rows, may_consent=Reader(application, request.user).may("applications.consent"),
        past=application.consents.exclude(revoked_at=None).select_related("union", "revoked_by"),
        page_obj=Paginator(looks_of(application), A_PAGE).get_page(request.GET.get("page")),
        prompts=prompts_of(application),
    )  # fmt: skip


def unions_of(structure):
    today = timezone.localdate()
    current = structure.adhesions.filter(Q(until=None) | Q(until__gte=today), since__lte=today)
    return Organisation.objects.filter(pk__in=current.values("union"))


def row(union, consent) -> dict:
    level = consent.level if consent else ConsentLevel.NONE
    form = ConsentForm(initial={"level": level}, prefix=f"u{union.pk}")
    return {"union": union, "consent": consent, "level": ConsentLevel(level), "form": form}


@require_POST
@on_file("applications.consent")
def consent(request, application, pk):
    """Sets the level of one union, with effect at once."""
    union = get_object_or_404(Organisation, pk=pk, kind=OrganisationKind.UNION)
    form = ConsentForm(request.POST, prefix=f"u{pk}")
    if not form.is_valid():
        return sharing_page(
            request, application, status=422, refused=["Choisissez ce que cette union peut voir."]
        )
    level = ConsentLevel(form.cleaned_data["level"])
    try:
        consents.give(application.pk, union, level, by=request.user)
    except Refused as error:
        return sharing_page(request, application, status=422, refused=error.reasons)
    messages.success(request, told(union, level))
    return redirect("applications:sharing", application.number)


def told(union, level) -> str:
    if level == ConsentLevel.NONE:
        return f"{union} ne voit plus rien de ce dossier, dès maintenant."
    return f"{union} voit désormais : {level.label.lower()}."
