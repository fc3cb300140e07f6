from django.db import models


class MailStatus(models.TextChoices):
    NONE = "none", "Pas de courriel"
    WAITING = "waiting", "En attente"
    SENT = "sent", "Envoyé"
    FAILED = "failed", "Échec définitif"
    PAST = "past", "Non envoyé : événement passé"


class Side(models.TextChoices):
    """On which side of a file the recipient stands: what one side is told, another may not learn."""

    STRUCTURE = "structure", "La structure"
    AUTHORITY = "authority", "L’autorité"
    READER = "reader", "Un lecteur"
    UNION = "union", "L’union"
    PERSON = "person", "La personne elle-même"
