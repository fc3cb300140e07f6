from django.db import models


class Kind(models.TextChoices):
    """The legal kind, which decides the procedure. The public name on the notice is separate."""

    AAP = "aap", "Appel à projets avec autorisation (CASF)"
    AMI = "ami", "Appel à manifestation d’intérêt financé par le FIR"
    AAC = "aac", "Appel à candidatures"
    FIR = "fir", "Appel à projets subventionné par le FIR"
    ART51 = "art51", "Expérimentation « article 51 »"
    LABEL = "label", "Labellisation"


class Policy(models.TextChoices):
    """How the envelope is given out: walking down the ranking, or the set of greatest value, quotas or not."""

    STRICT = "strict", "S’arrêter au premier dossier qui ne tient pas dans l’enveloppe"
    PARTIAL = "partial", "Proposer ce qui reste au premier dossier qui ne tient pas"
    JUMP = "jump", "Passer au dossier suivant qui tient dans l’enveloppe"
    OPTIMAL = "optimal", "Retenir l’ensemble de dossiers qui totalise le plus de points"
    EQUITABLE = (
        "equitable",
        "Retenir l’ensemble qui totalise le plus de points avec un équilibre entre territoires",
    )


class ComplementScope(models.TextChoices):
    CANDIDATURE = "candidature", "Pièces de la candidature seulement"
    ANY = "any", "Toute pièce ou réponse listée par l’instructeur"
    NONE = "none", "Aucun complément"


class BudgetFrame(models.TextChoices):
    """The accounts a budget is asked in; applications.budget.frames says which."""

    CERFA = "cerfa", "Budget de subvention (CERFA 12156)"
    GROUPS = "groups", "Budget par groupes, pour un établissement ou un service autorisé"


class CostUnit(models.TextChoices):
    PLACE_DAY = "place_day", "par place et par jour"
    PERSON_YEAR = "person_year", "par personne suivie et par an"


class Silence(models.TextChoices):
    REJECTION = "rejection", "Le silence vaut rejet"
    NOTHING = "nothing", "Aucun effet prévu par un texte"


class DecisionAct(models.TextChoices):
    AUTHORISATION = "authorisation", "Arrêté d’autorisation"
    AGREEMENT = "agreement", "Décision et convention de financement"
    LIST_ORDER = "list_order", "Arrêté fixant la liste"


class PlaceUnit(models.TextChoices):
    PLACES = "places", "places"
    BEDS = "beds", "lits"


class QuestionKind(models.TextChoices):
    TEXT = "text", "Texte court"
    LONG_TEXT = "long_text", "Texte long"
    INTEGER = "integer", "Nombre entier"
    MONEY = "money", "Montant en euros"
    DATE = "date", "Date"
    YES_NO = "yes_no", "Oui ou non"
    CHOICE = "choice", "Un choix"
    CHOICES = "choices", "Plusieurs choix"
    TERRITORIES = "territories", "Départements"
    PLACES = "places", "Communes, intercommunalités, QPV"
    FILE = "file", "Pièce jointe"
    DECLARATION = "declaration", "Déclaration sur l’honneur"


class Part(models.TextChoices):
    """The two parts of a file (CASF R.313-4-3): the first may be completed, the second may not."""

    CANDIDATURE = "candidature", "Candidature"
    PROJECT = "project", "Réponse au projet"


class CallStatus(models.TextChoices):
    DRAFT = "draft", "En préparation"
    PUBLISHED = "published", "Publié"
    ABANDONED = "abandoned", "Classé sans suite"


class TieKey(models.TextChoices):
    """What separates files of equal points; a call keeps an ordered list of these."""

    REQUESTED_LOW = "requested_low", "le montant demandé le plus faible"
    RECEIVED_EARLY = "received_early", "le dossier reçu le plus tôt"


class Phase(models.TextChoices):
    """Where a call stands at an instant, for those who read it."""

    DRAFT = "draft", "En préparation"
    UPCOMING = "upcoming", "À venir"
    OPEN = "open", "Ouvert"
    CLOSED = "closed", "Clos"
    ABANDONED = "abandoned", "Classé sans suite"
