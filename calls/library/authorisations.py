"""Models that lead to an authorisation (T1 to T3)."""

from calls.enums import Kind
from calls.library.shapes import Ask, CallModel, Condition, Measure, Q, Weighted, count, words

MANAGER = Condition(
    "legal_person",
    "Votre organisme est-il une personne morale, publique ou privée, apte à gérer un établissement ou"
    " service médico-social ?",
    "yes",
    "L’autorisation n’est donnée qu’à une personne morale gestionnaire.",
)
INSIDE = Condition(
    "territory",
    "Votre projet s’implante-t-il dans le territoire d’un des lots ?",
    "yes",
    "Un projet implanté hors du territoire de l’appel serait manifestement étranger à son objet.",
)
NEW = Condition(
    "small_extension",
    "S’agit-il d’une extension de moins de 30 % d’un établissement déjà autorisé ?",
    "no",
    "Une extension sous ce seuil se demande sans appel à projets (CASF, art. D. 313-2) : écrivez au contact.",
)
ELIGIBILITY = (MANAGER, INSIDE, NEW)

T1 = CallModel(
    "csapa-caarud",
    "Création d’un CSAPA ou d’un CAARUD",
    (Kind.AAP,),
    "Création d’un centre d’addictologie médico-social ou d’un accueil de réduction des risques.",
    "Créer un centre de soins, d’accompagnement et de prévention en addictologie (CSAPA) ou un centre d’accueil"
    " et d’accompagnement à la réduction des risques (CAARUD), structures du 9° du I de l’article L. 312-1 du"
    " code de l’action sociale et des familles.",
    "Toute personne morale de droit public ou privé gestionnaire, ou qui se propose de gérer, un établissement"
    " ou service médico-social.",
    ("197", "178"),
    (
        Weighted("needs", "Réponse aux besoins et au territoire", 3),
        Weighted("support", "Projet d’accompagnement et de réduction des risques", 5),
        Weighted("outreach", "Aller-vers et antennes", 3),
        Weighted("partnerships", "Partenariats formalisés", 3),
        Weighted("team", "Équipe et temps de travail", 3),
        Weighted("experience", "Expérience du gestionnaire", 2),
        Weighted("cost", "Budget et coût par personne suivie", 4),
        Weighted("schedule", "Calendrier d’ouverture", 2),
    ),
    (
        words("needs", "Les besoins du territoire et la place du projet dans l’offre", criterion="needs"),
        count("caseload", "File active prévue en année pleine", criterion="needs"),
        words("support", "Accompagnement, soins et réduction des risques", 4000, criterion="support"),
        words("outreach", "Aller-vers, consultations avancées, antennes", 2000, criterion="outreach"),
        words("partnerships", "Conventions signées ou prévues", 2000, criterion="partnerships"),
    ),
    (
        Measure("caseload", "File active", "personnes"),
        Measure("new_people", "Personnes nouvelles", "personnes"),
        Measure("outings", "Sorties d’aller-vers", "sorties"),
        Measure("staff", "Postes pourvus", "ETP"),
    ),
    ELIGIBILITY,
)

T2 = CallModel(
    "lhss-lam",
    "Création de lits halte soins santé ou de lits d’accueil médicalisés",
    (Kind.AAP,),
    "Création de lits pour des personnes sans domicile dont l’état de santé demande des soins.",
    "Créer des lits halte soins santé (LHSS) ou des lits d’accueil médicalisés (LAM), structures du 9° du I de"
    " l’article L. 312-1 du code de l’action sociale et des familles.",
    "Toute personne morale de droit public ou privé gestionnaire, ou qui se propose de gérer, un établissement"
    " ou service médico-social.",
    ("180", "213"),
    (
        Weighted("care", "Projet de soins", 4),
        Weighted("rights", "Droits des usagers", 3),
        Weighted("premises", "Locaux et accessibilité", 3),
        Weighted("team", "Équipe", 4, "Au moins un médecin et un infirmier."),
        Weighted("partnerships", "Conventions avec l’hôpital, la psychiatrie et le SIAO", 3),
        Weighted("cost", "Coût par lit", 4),
        Weighted("schedule", "Délai d’ouverture", 2),
        Weighted("participation", "Participation des personnes accueillies", 2),
    ),
    (
        words("care", "Projet de soins et parcours, de l’admission à la sortie", 4000, criterion="care"),
        words("rights", "Droits et participation des personnes", 2000, criterion="rights"),
        words("premises", "Locaux, implantation, accessibilité", 2000, criterion="premises"),
        words("partnerships", "Conventions signées ou prévues", 2000, criterion="partnerships"),
        count("beds", "Nombre de lits du projet"),
    ),
    (
        Measure("people", "Personnes accueillies", "personnes"),
        Measure("stay", "Durée moyenne de séjour", "jours"),
        Measure("occupancy", "Taux d’occupation", "%"),
        Measure("exits", "Sorties vers un logement ou un hébergement", "personnes"),
    ),
    ELIGIBILITY,
)

T3 = CallModel(
    "act",
    "Création de places d’appartements de coordination thérapeutique",
    (Kind.AAP,),
    "Création de places pour des personnes en fragilité psychologique et sociale, malades chroniques.",
    "Créer des places d’appartements de coordination thérapeutique (ACT), structures du 9° du I de l’article"
    " L. 312-1 du code de l’action sociale et des familles.",
    "Toute personne morale de droit public ou privé gestionnaire, ou qui se propose de gérer, un établissement"
    " ou service médico-social.",
    ("165",),
    (
        Weighted("pathway", "Admission et parcours", 4),
        Weighted("housing", "Logement diffus ou semi-collectif", 3),
        Weighted("coordination", "Coordination médico-sociale", 4),
        Weighted("team", "Équipe", 3),
        Weighted("partnerships", "Partenariats", 3),
        Weighted("cost", "Coût par place", 3),
    ),
    (
        words("pathway", "Admission, accompagnement et préparation de la sortie", criterion="pathway"),
        Ask(
            "housing",
            "Forme d’habitat",
            Q.CHOICE,
            options=(("diffuse", "Logements diffus"), ("semi", "Semi-collectif"), ("both", "Les deux")),
            criterion="housing",
        ),
        words("coordination", "Coordination des soins et de l’accompagnement", criterion="coordination"),
        words("partnerships", "Conventions signées ou prévues", 2000, criterion="partnerships"),
        count("places", "Nombre de places du projet"),
    ),
    (
        Measure("people", "Personnes accompagnées", "personnes"),
        Measure("occupancy", "Taux d’occupation", "%"),
        Measure("exits", "Sorties vers un logement ordinaire", "personnes"),
    ),
    ELIGIBILITY,
)

AUTHORISATIONS = (T1, T2, T3)
