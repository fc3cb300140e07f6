"""The model that ends in a list of labelled establishments (T9): criteria met, not points."""

from calls.enums import Kind
from calls.library.shapes import Ask, CallModel, Condition, Measure, Q, Weighted, words
from calls.scales import FINDING_MAXIMUM

MET = (("met", "Satisfait"), ("planned", "En projet"), ("unmet", "Non satisfait"))


def standard(key: str, label: str, help: str = "") -> tuple[Weighted, Ask]:
    """One line of the conformity list: a criterion and the question that informs it."""
    return Weighted(key, label, 1, help, maximum=FINDING_MAXIMUM), Ask(
        key, label, Q.CHOICE, help, options=MET, criterion=key
    )


STANDARDS = (
    standard("medicine", "Une activité de médecine"),
    standard("consultations", "Des consultations de plusieurs spécialités"),
    standard("platform", "Un accès à la biologie et à l’imagerie"),
    standard("no_surgery", "Ni chirurgie ni obstétrique"),
    standard("mission_city", "Mission : appui aux médecins et aux professionnels de ville"),
    standard("mission_elderly", "Mission : prise en charge des personnes en situation de vulnérabilité"),
    standard("mission_prevention", "Mission : prévention et éducation à la santé"),
    standard("mission_continuity", "Mission : permanence et continuité des soins"),
    standard("governance", "Gouvernance ouverte à la ville, dont les CPTS"),
)

T9 = CallModel(
    "hopital-proximite",
    "Label « hôpital de proximité »",
    (Kind.LABEL,),
    "Reconnaissance des établissements qui satisfont les critères socles des hôpitaux de proximité.",
    "Fixer la liste des établissements labellisés « hôpitaux de proximité » de la région. La démarche est"
    " volontaire ; l’établissement montre, critère par critère, qu’il satisfait au socle.",
    "Les établissements de santé, publics ou privés, de la région.",
    ("355", "106", "101"),
    tuple(criterion for criterion, _ in STANDARDS),
    (
        *(question for _, question in STANDARDS),
        words(
            "territory_links",
            "Liens avec la médecine de ville et les structures du territoire",
            required=False,
        ),
    ),
    (
        Measure("stays", "Séjours de médecine", "séjours"),
        Measure("consultations", "Consultations de spécialistes", "consultations"),
        Measure("projects", "Actions communes avec la ville", "actions"),
    ),
    (
        Condition(
            "establishment",
            "Êtes-vous un établissement de santé de la région ?",
            "yes",
            "Le label ne concerne que les établissements de santé.",
        ),
        Condition(
            "surgery",
            "Exercez-vous une activité de chirurgie ou d’obstétrique ?",
            "no",
            "Un hôpital de proximité n’exerce ni chirurgie ni obstétrique.",
        ),
    ),
    "Dotation forfaitaire garantie et dotation de responsabilité territoriale",
)

LABELS = (T9,)
