from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("avancement/", views.progress, name="progress"),
    path("comptes/", views.accounts, name="accounts"),
]
