from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("accueil/", views.landing, name="landing"),
    path("union/resultats/", views.union_results, name="union_results"),
    path("union/resultats/tableau.<str:kind>", views.union_results_export, name="union_results_export"),
    path("mentions-legales/", views.text, {"page": "legal"}, name="legal"),
    path("accessibilite/", views.text, {"page": "accessibility"}, name="accessibility"),
    path("confidentialite/", views.privacy, name="privacy"),
    path("aide/", views.text, {"page": "help"}, name="help"),
    path("sante/", views.health, name="health"),
]
