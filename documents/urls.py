from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("documents/<slug:code>/", views.download, name="download"),
    path("documents/<slug:code>/etat/", views.state, name="state"),
    path("documents/<slug:code>/relancer/", views.retry, name="retry"),
    path("verifier/", views.verify, name="verify"),
    path("verifier/<str:code>/", views.verify_code, name="verify_code"),
]
