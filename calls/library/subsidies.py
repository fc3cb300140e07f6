"""Models financed by subsidy or experiment (T4 to T8)."""

from calls.enums import Kind
from calls.library.shapes import Ask, CallModel, Condition, Measure, Q, Weighted, count, words

PUBLICS = (
    ("street", "Personnes à la rue"),
    ("sheltered", "Personnes hébergées"),
    ("migrants", "Personnes migrantes"),
    ("drug_users", "Usagers de drogues"),
    ("women", "Femmes"),
    ("perinatal", "Femmes enceintes et jeunes mères"),
    ("minors", "Mineurs"),
    ("prison", "Sortants de prison"),
    ("qpv", "Habitants des quartiers prioritaires"),
    ("travellers", "Gens du voyage"),
    ("elderly", "Personnes âgées"),
)
AUDIENCE = Ask("audience", "Publics visés", Q.CHOICES, options=PUBLICS)

INSIDE = Condition(
    "territory",
    "Votre projet agit-il dans le territoire d’un des lots ?",
    "yes",
    "Un projet hors du territoire de l’appel ne pourra pas être retenu.",
)
NOT_STARTED = Condition(
    "started",
    "Le projet a-t-il déjà commencé ?",
    "no",
    "L’aide porte sur des actions nouvelles ou renforcées, pas sur des dépenses déjà engagées.",
)
NO_DEFICIT = Condition(
    "deficit",
    "Demandez-vous de quoi combler un déficit de fonctionnement courant ?",
    "no",
    "Une subvention de projet ne comble pas un déficit de fonctionnement.",
)

T4 = CallModel(
    "equipes-mobiles",
    "Équipes mobiles médico-sociales précarité",
    (Kind.AMI, Kind.AAP),
    "Équipes pluriprofessionnelles qui vont vers les personnes en situation de précarité.",
    "Créer ou renforcer des équipes mobiles médico-sociales qui vont, là où elles vivent, vers les personnes"
    " confrontées à des difficultés spécifiques, et les accompagnent jusqu’au droit commun.",
    "Associations, fondations, établissements de santé et gestionnaires médico-sociaux qui agissent auprès de"
    " personnes en situation de précarité.",
    ("608", "180", "213", "165", "197", "178"),
    (
        Weighted("territory", "Territoire non couvert", 4),
        Weighted("places", "Publics et lieux d’intervention", 4),
        Weighted("team", "Composition mobile et pluriprofessionnelle", 4),
        Weighted("partnerships", "Articulation avec le SIAO, la PASS et l’EMPP", 4),
        Weighted("evaluation", "Évaluabilité et indicateurs", 2),
        Weighted("cost", "Budget", 2),
    ),
    (
        words("needs", "Les besoins du territoire et ce qui n’est pas couvert", criterion="territory"),
        AUDIENCE,
        words("places", "Lieux et modes d’aller-vers", criterion="places"),
        words("team", "Métiers, temps de travail, horaires de l’équipe", criterion="team"),
        words("partnerships", "Articulation avec les acteurs du territoire", 2000, criterion="partnerships"),
    ),
    (
        Measure("caseload", "File active", "personnes"),
        Measure("new_people", "Personnes nouvelles", "personnes"),
        Measure("outings", "Maraudes et sorties", "sorties"),
        Measure("places", "Lieux visités", "lieux"),
        Measure("rights", "Droits ouverts", "personnes"),
        Measure("referrals", "Orientations vers le droit commun", "personnes"),
        Measure("staff", "Postes pourvus", "ETP"),
    ),
    (INSIDE, NOT_STARTED),
    "FIR",
)

T5 = CallModel(
    "ide-nuit",
    "Infirmiers de nuit mutualisés entre EHPAD",
    (Kind.AAC, Kind.FIR),
    "Présence ou astreinte infirmière de nuit partagée entre plusieurs EHPAD.",
    "Organiser, entre plusieurs EHPAD voisins, une présence ou une astreinte infirmière de nuit, tous les jours"
    " de l’année, pour éviter les hospitalisations non nécessaires.",
    "Un EHPAD ou un groupement qui porte le projet pour plusieurs EHPAD du territoire.",
    ("500",),
    (
        Weighted("pooling", "Établissements et places mutualisés", 4),
        Weighted("governance", "Gouvernance et portage", 3),
        Weighted("protocols", "Protocoles", 3),
        Weighted("continuity", "Continuité 365 jours par an", 4),
        Weighted("partnerships", "Lien avec le SAMU et l’HAD", 2),
        Weighted("cost", "Coût par place", 4),
    ),
    (
        count("homes", "Nombre d’EHPAD associés", criterion="pooling"),
        count("beds", "Nombre total de places", criterion="pooling"),
        words("governance", "Portage, coopération, décisions communes", 2000, criterion="governance"),
        words("protocols", "Protocoles de soins et d’appel", 2000, criterion="protocols"),
        words("continuity", "Organisation des nuits et des remplacements", 2000, criterion="continuity"),
    ),
    (
        Measure("homes", "EHPAD couverts", "établissements"),
        Measure("nights", "Nuits couvertes", "nuits"),
        Measure("calls", "Appels à l’infirmier", "appels"),
        Measure("avoided", "Hospitalisations évitées, estimation", "séjours"),
    ),
    (
        Condition(
            "several",
            "Le projet associe-t-il au moins deux EHPAD ?",
            "yes",
            "L’appel finance une organisation partagée entre plusieurs établissements.",
        ),
        INSIDE,
    ),
    "Crédits non reconductibles de l’ONDAM médico-social ou FIR",
)

T6 = CallModel(
    "centres-participatifs",
    "Centres et maisons de santé participatifs",
    (Kind.ART51, Kind.AMI),
    "Centres de santé qui associent les habitants, la médiation et l’interprétariat aux soins.",
    "Expérimenter, dans des territoires défavorisés, des structures de soins de premier recours qui associent"
    " les habitants aux décisions et proposent médiation en santé et interprétariat.",
    "Centres de santé et maisons de santé pluriprofessionnelles, en fonctionnement ou en création.",
    ("124", "603"),
    (
        Weighted("territory", "Quartier prioritaire et défavorisation", 4),
        Weighted("participation", "Participation des habitants", 5),
        Weighted("mediation", "Médiation et interprétariat", 4),
        Weighted("team", "Équipe", 3),
        Weighted("cost", "Modèle économique", 2),
        Weighted("evaluation", "Évaluation", 2),
    ),
    (
        words("territory", "Le quartier, ses habitants et leurs besoins", criterion="territory"),
        words("participation", "Comment les habitants décident avec vous", criterion="participation"),
        words("mediation", "Médiation en santé et interprétariat", 2000, criterion="mediation"),
        words("team", "Équipe et temps de travail", 2000, criterion="team"),
        words("model", "Modèle économique et devenir après l’expérimentation", 2000, criterion="cost"),
    ),
    (
        Measure("patients", "Patients suivis", "personnes"),
        Measure("mediation", "Accompagnements en médiation", "personnes"),
        Measure("interpreting", "Consultations avec interprète", "consultations"),
        Measure("residents", "Habitants engagés", "personnes"),
    ),
    (
        Condition(
            "primary_care",
            "Êtes-vous, ou allez-vous créer, un centre ou une maison de santé ?",
            "yes",
            "L’expérimentation concerne les structures de soins de premier recours.",
        ),
        INSIDE,
    ),
    "Fonds pour l’innovation du système de santé et FIR",
)

T7 = CallModel(
    "addictions",
    "Lutte contre les addictions, appel régional",
    (Kind.FIR, Kind.AMI),
    "Actions de prévention et de réduction des risques liés aux substances et aux écrans.",
    "Soutenir des actions de prévention des addictions et de réduction des risques conformes aux priorités"
    " régionales, fondées sur des données probantes et évaluées.",
    "Associations, établissements de santé, structures médico-sociales et collectivités, sans lien avec les"
    " industries du tabac, de l’alcool ou du jeu.",
    ("197", "178"),
    (
        Weighted("priority", "Priorité régionale ou axe de l’appel", 3),
        Weighted("evidence", "Données probantes", 4),
        Weighted("audience", "Public prioritaire", 3),
        Weighted("partnerships", "Partenariats", 2),
        Weighted("evaluation", "Évaluation", 3),
        Weighted("cost", "Budget", 3),
        Weighted("spread", "Essaimage", 2),
    ),
    (
        words("priority", "Axe de l’appel et objectifs du projet", criterion="priority"),
        words("evidence", "Sur quelles données probantes l’action repose-t-elle ?", criterion="evidence"),
        Ask("audience", "Publics visés", Q.CHOICES, options=PUBLICS, criterion="audience"),
        words("actions", "Les actions, une par une"),
        words("spread", "Comment l’action pourra-t-elle être reprise ailleurs ?", 1500, criterion="spread"),
    ),
    (
        Measure("people", "Personnes touchées", "personnes"),
        Measure("sessions", "Séances ou interventions", "séances"),
        Measure("professionals", "Professionnels formés", "personnes"),
    ),
    (
        Condition(
            "industry",
            "Avez-vous un lien avec les industries du tabac, de l’alcool ou du jeu ?",
            "no",
            "Le fonds exclut tout lien avec ces industries.",
        ),
        INSIDE,
        NO_DEFICIT,
    ),
    "Fonds de lutte contre les addictions, délégué par le FIR",
)

T8 = CallModel(
    "aller-vers",
    "Permanences d’accès aux soins mobiles et aller-vers",
    (Kind.FIR, Kind.AMI),
    "Dispositifs mobiles, portés par un hôpital ou une association, qui vont vers les personnes sans soins.",
    "Mettre en place des dispositifs mobiles d’accès aux soins, somatiques ou psychiatriques, pour des personnes"
    " éloignées du système de santé.",
    "Établissements de santé, associations et structures médico-sociales.",
    ("355", "106", "101", "608"),
    (
        Weighted("needs", "Besoin", 4),
        Weighted("protocols", "Protocole", 4),
        Weighted("team", "Temps médical", 4),
        Weighted("partnerships", "Lien avec la ville et le social", 4),
        Weighted("cost", "Budget", 4),
    ),
    (
        words("needs", "Les besoins et les personnes que personne n’atteint", criterion="needs"),
        AUDIENCE,
        words("protocols", "Déroulement d’une intervention, protocole de soins", criterion="protocols"),
        words("team", "Temps médical et paramédical", 2000, criterion="team"),
        words("partnerships", "Relais en ville et dans le social", 2000, criterion="partnerships"),
    ),
    (
        Measure("caseload", "File active", "personnes"),
        Measure("consultations", "Consultations", "consultations"),
        Measure("rights", "Droits ouverts", "personnes"),
        Measure("referrals", "Orientations vers le droit commun", "personnes"),
    ),
    (INSIDE, NOT_STARTED, NO_DEFICIT),
    "FIR",
)

SUBSIDIES = (T4, T5, T6, T7, T8)
