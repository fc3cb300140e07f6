from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("messages/", views.inbox, name="inbox"),
    path("messages/tout-lu/", views.read_all, name="read_all"),
    path("messages/envois/", views.outbox, name="outbox"),
    path("messages/envois/reessayer/", views.retry_all, name="retry_all"),
    path("messages/envois/<int:pk>/reessayer/", views.retry, name="retry"),
    path("messages/courriels/", views.mails, name="mails"),
    path("messages/<int:pk>/", views.message, name="message"),
]
