from django.contrib import admin
from django.urls import include, path

handler403 = "pages.views.forbidden"
urlpatterns = [
    path("", include("pages.urls")),
    path("", include("accounts.urls")),
    path("", include("documents.urls")),
    path("", include("calls.urls")),
    path("", include("applications.urls")),
    path("instruction/", include("reviews.urls")),
    path("suites/", include("awards.urls")),
    path("", include("notifications.urls")),
    path("", include("privacy.urls")),
    path("demonstration/", include("demo.urls")),
    path("compte/", include("allauth.urls")),
    path("administration/", admin.site.urls),
]
