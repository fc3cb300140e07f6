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


class Progress(models.TextChoices):
    """Where a computation given to the worker stands."""

    PENDING = "pending", "En calcul"
    DONE = "done", "Calculé"
    FAILED = "failed", "Échec du calcul"


class Voice(models.TextChoices):
    DELIBERATIVE = "deliberative", "Délibérative"
    CONSULTATIVE = "consultative", "Consultative"


class Presence(models.TextChoices):
    EXPECTED = "expected", "Attendu"
    HOLDER = "holder", "Titulaire présent"
    ALTERNATE = "alternate", "Suppléant présent"
    REPRESENTED = "represented", "Représenté par un pouvoir"
    ABSENT = "absent", "Absent"


class Choice(models.TextChoices):
    FOR = "for", "Pour"
    AGAINST = "against", "Contre"
    ABSTAIN = "abstain", "Abstention"


class SittingDocument(models.TextChoices):
    CONVOCATION = "convocation", "Convocation et ordre du jour"
    MINUTES = "minutes", "Procès-verbal"
    RANKING = "ranking", "Liste de classement"
