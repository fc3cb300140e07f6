from django.db import models


class MailStatus(models.TextChoices):
    NONE = "none", "Pas de courriel"
    WAITING = "waiting", "En attente"
    SENT = "sent", "Envoyé"
    FAILED = "failed", "Échec définitif"
    PAST = "past", "Échéance passée, non envoyé"
