from django.urls import path

from awards import views

app_name = "awards"
urlpatterns = [
    path("<str:number>/", views.file, name="file"),
    path("<str:number>/offre/", views.offer, name="offer"),
    path("<str:number>/offre/budget/", views.revise, name="revise"),
    path("<str:number>/acte/preparer/", views.prepare, name="prepare"),
    path("<str:number>/acte/", views.agreement, name="agreement"),
    path("<str:number>/versements/<int:instalment>/", views.pay, name="pay"),
    path("<str:number>/bilan/", views.report, name="report"),
    path("<str:number>/evaluation/", views.evaluation, name="evaluation"),
]
