from django.db import models


class DecisionKind(models.TextChoices):
    """A decision carries the name of the move it authorises."""

    REFUSE = "refuse", "Déclarer irrecevable"
    SELECT = "select", "Retenir"
    WAITLIST = "waitlist", "Inscrire sur liste complémentaire"
    REJECT = "reject", "Ne pas retenir"
    PROMOTE = "promote", "Retenir depuis la liste complémentaire"
    LAPSE = "lapse", "Constater la caducité"
    RECONSIDER = "reconsider", "Réexaminer après recours"


class Advice(models.TextChoices):
    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Favorable avec réserves"
    UNFAVOURABLE = "unfavourable", "Défavorable"
