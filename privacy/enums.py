from datetime import timedelta

from django.db import models

EXPORT_VALID = timedelta(days=7)
EXPORT_ATTEMPTS = 4
CLOSING_WINDOW = timedelta(days=30)
MAIL_ATTEMPTS = 6
WARNED_BEFORE, REMINDED_BEFORE = timedelta(days=60), timedelta(days=15)
HIDDEN_FOR = timedelta(days=30)
SIGNED_FOR = timedelta(days=7)  # a signed elimination may still be stopped during these days


class Category(models.TextChoices):
    """The kinds of data the retention table speaks of."""

    DRAFT = "draft", "Dossiers jamais déposés"
    DORMANT = "dormant", "Dossiers laissés de côté sur un appel sans clôture"
    REFUSED = "refused", "Dossiers non retenus, irrecevables, retirés ou classés sans suite"
    FUNDED = "funded", "Dossiers financés ou labellisés"
    MINUTES = "minutes", "Procès-verbaux et listes de classement des commissions"
    ORDERS = "orders", "Arrêtés, décisions, conventions et récépissés"


UNDEPOSITED = (
    Category.DRAFT,
    Category.DORMANT,
)  # the structure's alone: they go without the visa of the Archives


class Fate(models.TextChoices):
    DESTROY = "destroy", "Destruction après deux avertissements à la structure"
    ELIMINATE = "eliminate", "Élimination après visa des Archives"
    TRANSFER = "transfer", "Versement aux Archives"
    KEEP = "keep", "Conservation définitive"


class ExportStatus(models.TextChoices):
    PENDING = "pending", "En préparation"
    READY = "ready", "Prêt"
    FAILED = "failed", "Échec"
    GONE = "gone", "Fichier supprimé"


class HoldKind(models.TextChoices):
    APPEAL = "appeal", "Recours en cours"
    AUDIT = "audit", "Contrôle ou enquête en cours"
    OTHER = "other", "Autre motif"
