from django.db import models


class DocumentStatus(models.TextChoices):
    PENDING = "pending", "En préparation"
    ISSUED = "issued", "Établi"
    FAILED = "failed", "Échec de production"


class Standing(models.TextChoices):
    IN_FORCE = "in_force", "En vigueur"
    REPLACED = "replaced", "Remplacé par un document plus récent"
    WITHDRAWN = "withdrawn", "Retiré"


class Audience(models.TextChoices):
    RECIPIENT = "recipient", "Le destinataire et l’autorité"
    INTERNAL = "internal", "L’autorité seulement"
    STRUCTURE = "structure", "La structure seulement"
    COMMISSION = "commission", "L’autorité et la commission"
