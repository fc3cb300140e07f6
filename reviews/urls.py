from django.urls import path

from reviews.views import (
    assigning,
    deciding,
    files,
    interests,
    proposing,
    public,
    ranking,
    reporting,
    scoring,
    signing,
)

app_name = "reviews"
urlpatterns = [
    path("mes-lectures/", scoring.mine, name="mine"),
    path("dossier/<slug:number>/", files.file, name="file"),
    path("dossier/<slug:number>/lecture/", files.read, name="read"),
    path("dossier/<slug:number>/notes/", files.note, name="note"),
    path("dossier/<slug:number>/interets/", interests.declare, name="declare"),
    path("dossier/<slug:number>/notation/", scoring.score, name="score"),
    path("dossier/<slug:number>/notation/rendre/", scoring.submit, name="submit"),
    path("dossier/<slug:number>/rapport/", reporting.report, name="report"),
    path("dossier/<slug:number>/clore/", reporting.conclude, name="conclude"),
    path("dossier/<slug:number>/reprendre/", reporting.resume, name="resume"),
    path("dossier/<slug:number>/proposer/<slug:kind>/", proposing.propose, name="propose"),
    path("appel/<slug:slug>/attributions/", assigning.assignments, name="assignments"),
    path("appel/<slug:slug>/deports/", interests.register, name="register"),
    path("appel/<slug:slug>/sans-suite/", proposing.abandon, name="abandon"),
    path("lot/<int:pk>/classement/", ranking.ranking, name="ranking"),
    path("lot/<int:pk>/classement/<slug:number>/", ranking.rank, name="rank"),
    path("lot/<int:pk>/decisions/", deciding.decisions, name="decisions"),
    path("lot/<int:pk>/decisions/total/", deciding.total, name="total"),
    path("lot/<int:pk>/decisions/actes/", deciding.acts, name="acts"),
    path("lot/<int:pk>/decisions/<int:decision>/annuler/", deciding.cancel_decision, name="cancel"),
    path("lot/<int:pk>/decisions/signer/", signing.signing, name="sign"),
    path("lot/<int:pk>/decisions/notifier/", signing.releasing, name="release"),
    path("lot/<int:pk>/decisions/liste-complementaire/", proposing.promote, name="promote"),
    path("resultats/<slug:slug>/", public.results, name="public_results"),
]
