"""« Dossiers » : those of the structure one acts for, or the table of a union's members."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.enums import OrganisationKind
from applications.forms.structure import MineFilter
from applications.queries import mine
from applications.views.union.cockpit import members

A_PAGE = 20


@require_GET
def files(request):
    kind = request.organisation.kind if request.organisation else ""
    return BY_KIND.get(kind, elsewhere)(request)


def of_structure(request):
    found = mine.files_of_structure(request.organisation, request.user)
    form = MineFilter(request.GET, **mine.choices(found))
    page = Paginator(mine.filtered(found, form.chosen), A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page, "rows": mine.rows(page), "count": page.paginator.count}
    return render(request, "applications/mine.html", context | {"filtered": bool(form.chosen)})


def elsewhere(request):
    return redirect("pages:landing")


BY_KIND = {OrganisationKind.APPLICANT: of_structure, OrganisationKind.UNION: members}
