from django.db import models


class State(models.TextChoices):
    """Where a file stands. Codes are identities; labels are what people read."""

    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Déposé"
    INCOMPLETE = "incomplete", "Complément demandé"
    ADMISSIBLE = "admissible", "Recevable"
    REVIEWED = "reviewed", "Instruit"
    SELECTED = "selected", "Retenu"
    FUNDED = "funded", "Conventionné"
    EVALUATED = "evaluated", "Évalué"
    WAITLISTED = "waitlisted", "Liste complémentaire"
    REJECTED = "rejected", "Non retenu"
    INADMISSIBLE = "inadmissible", "Irrecevable"
    WITHDRAWN = "withdrawn", "Retiré"
    EXPIRED = "expired", "Clos sans dépôt"
    LAPSED = "lapsed", "Caduc"
    ABANDONED = "abandoned", "Appel classé sans suite"


MAIN_LINE = (
    State.SUBMITTED,
    State.ADMISSIBLE,
    State.REVIEWED,
    State.SELECTED,
    State.FUNDED,
    State.EVALUATED,
)


class Channel(models.TextChoices):
    ONLINE = "online", "Déposé en ligne"
    OUTSIDE = "outside", "Reçu hors du site"


class Side(models.TextChoices):
    """Who wrote a message."""

    STRUCTURE = "structure", "La structure"
    AUTHORITY = "authority", "L’autorité"


class Outcome(models.TextChoices):
    FAVOURABLE = "favourable", "Évaluation favorable"
    RESERVED = "reserved", "Évaluation favorable avec réserves"
    UNFAVOURABLE = "unfavourable", "Évaluation défavorable"


class ConsentLevel(models.IntegerChoices):
    """What a union may see of one file; each level contains the ones before it."""

    NONE = 0, "Rien"
    EXISTENCE = 1, "L’existence du dossier"
    PROGRESS = 2, "L’avancement et les échéances"
    READ = 3, "La lecture du dossier"
    COMMENT = 4, "La lecture et le commentaire avant dépôt"


class PartnerStatus(models.TextChoices):
    CONTACTED = "contacted", "Contacté"
    AGREED = "agreed", "Accord de principe"
    SIGNED = "signed", "Engagement signé"


class StaffStatus(models.TextChoices):
    EMPLOYEE = "salarie", "Salarié"
    SECONDED = "mis_a_disposition", "Mis à disposition"
    FREELANCE = "liberal", "Libéral"
    SESSIONS = "vacation", "Vacation"


class Profession(models.TextChoices):
    """Who does the work (DOMAIN §5.4)."""

    DOCTOR = "medecin", "Médecin"
    PSYCHIATRIST = "psychiatre", "Psychiatre"
    NURSE = "ide", "Infirmier (IDE)"
    ADVANCED_NURSE = "ipa", "Infirmier en pratique avancée (IPA)"
    CARE_ASSISTANT = "aide_soignant", "Aide-soignant"
    PSYCHOLOGIST = "psychologue", "Psychologue"
    PHARMACIST = "pharmacien", "Pharmacien"
    SOCIAL_WORKER = "travailleur_social", "Travailleur social (AS, ES, CESF)"
    EDUCATOR = "moniteur", "Moniteur-éducateur"
    MEDIATOR = "mediateur", "Médiateur en santé"
    PEER = "pair_aidant", "Pair-aidant"
    INTERPRETER = "interprete", "Interprète"
    COORDINATOR = "coordinateur", "Coordinateur"
    SECRETARY = "secretaire", "Secrétaire"
    MANAGER = "cadre", "Cadre, chef de service"
    DIRECTOR = "direction", "Direction"
    OTHER = "autre", "Autre métier"


class FundingStatus(models.TextChoices):
    TO_ASK = "a_solliciter", "À solliciter"
    ASKED = "sollicite", "Sollicité"
    GRANTED = "acquis", "Acquis"


class Scan(models.TextChoices):
    """What the antivirus said of a content. Without antivirus everything waits, and pages say that nothing is scanned."""

    WAITING = "waiting", "En attente"
    CLEAN = "clean", "Rien de suspect"
    INFECTED = "infected", "Programme malveillant"


class Finding(models.TextChoices):
    MISSING = "missing", "Perdu"
    DAMAGED = "damaged", "Altéré"


class MarginSide(models.TextChoices):
    """Who writes in the margin of a draft."""

    STRUCTURE = "structure", "La structure"
    UNION = "union", "L’union"


class Theme(models.TextChoices):
    """What an argument of a union's library speaks of."""

    NEED = "need", "Besoin et public"
    TERRITORY = "territory", "Territoire et offre existante"
    METHOD = "method", "Méthode et organisation"
    PEOPLE = "people", "Participation et droits des personnes"
    PARTNERS = "partners", "Partenariats"
    MONEY = "money", "Coûts et financement"
    EVALUATION = "evaluation", "Indicateurs et évaluation"


class Watched(models.TextChoices):
    """What a union looked at: one line of the log the structure reads."""

    FILE = "file", "Le dossier"
    BUDGET = "budget", "Le budget"
    PARTNERS = "partners", "Les partenaires"
    ATTACHMENTS = "attachments", "La liste des pièces"
    ATTACHMENT = "attachment", "Une pièce"
    COMPLEMENTS = "complements", "Les compléments"
    PRINT = "print", "La version à imprimer"
    MARGIN = "margin", "Les commentaires"
    COCKPIT = "cockpit", "L’avancement, dans le tableau des adhérents"
    MEMBER = "member", "L’avancement, sur la page de la structure"
    EXPORT = "export", "L’avancement, dans un export"
    OTHER = "other", "Une autre page du dossier"
