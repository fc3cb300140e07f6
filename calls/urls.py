from django.urls import path

from calls.views import facets, management, public, rows, selecting

app_name = "calls"

CALL = "gestion/appels/<slug:slug>/"
# The pages of a call in preparation: name of the URL → its last segment.
FACETS = {
    "presentation": "",
    "calendar": "calendrier/",
    "eligibility": "suis-je-concerne/",
    "contact": "contact/",
    "rules": "regles/",
}
LISTS = {
    "lots": "lots/",
    "criteria": "criteres/",
    "checks": "controles/",
    "indicators": "indicateurs/",
    "form": "formulaire/",
}
ROWS = {
    "lots": "lots/",
    "criteria": "criteres/",
    "checks": "controles/",
    "indicators": "indicateurs/",
    "sections": "rubriques/",
    "questions": "formulaire/questions/",
}


def row_paths(name, segment):
    base, extra = CALL + segment, {"name": name}
    adding = f"{CALL}rubriques/<int:section>/questions/" if name == "questions" else base
    return [
        path(f"{adding}ajouter/", rows.add, extra, name=f"add_{name}"),
        path(f"{base}<int:pk>/", rows.edit, extra, name=f"edit_{name}"),
        path(f"{base}<int:pk>/supprimer/", rows.remove, extra, name=f"remove_{name}"),
        path(f"{base}<int:pk>/deplacer/", rows.shift, extra, name=f"shift_{name}"),
    ]


urlpatterns = [
    path("appels/", public.directory, name="list"),
    path("appels/<slug:slug>/", public.detail, name="detail"),
    path("appels/<slug:slug>/avis/", public.notice, name="notice"),
    path("appels/<slug:slug>/cahier-des-charges/", public.specification, name="specification"),
    path("appels/<slug:slug>/questions/", public.ask, name="ask"),
    path("programmes/<slug:slug>/", public.programme, name="programme"),
    path("gestion/appels/", management.listing, name="manage"),
    path("gestion/appels/nouveau/", management.kinds, name="kinds"),
    path("gestion/appels/nouveau/<str:kind>/", management.start, name="start"),
    path(f"{CALL}reprendre/", management.clone, name="clone"),
    path(f"{CALL}publier/", management.publish, name="publish"),
    path(f"{CALL}nominations/", management.appointments, name="appointments"),
    path(f"{CALL}nominations/charges/", management.loads, name="loads"),
    path(f"{CALL}nominations/<int:pk>/fin/", management.end_appointment, name="end_appointment"),
    path(f"{CALL}questions/", management.questions, name="questions"),
    path(f"{CALL}questions/<int:pk>/", management.answer, name="answer"),
    path(f"{CALL}regles/lots/<int:pk>/", selecting.bounds, name="bounds"),
    path(f"{CALL}apercu/", facets.preview, name="preview"),
    path(f"{CALL}cahier-des-charges/", facets.draft_specification, name="draft_specification"),
    *(path(CALL + segment, facets.facet, {"name": name}, name=name) for name, segment in FACETS.items()),
    *(path(CALL + segment, rows.listing, {"name": name}, name=name) for name, segment in LISTS.items()),
    *(entry for name, segment in ROWS.items() for entry in row_paths(name, segment)),
]
