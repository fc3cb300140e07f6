"""What the published rules say of the selection: the policy and its tie rule in words, the numbers each lot fixes.

A lot counts its chosen files by axis: territory, category of structure, priority. It fixes how many at least and at
most, {axis: {value: number}}. Everything here reads the lot it is given.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from calls.enums import Policy, QuestionKind

TERRITORY, CATEGORY, PRIORITY = "territory", "category", "priority"
OF_SET = (Policy.OPTIMAL, Policy.EQUITABLE)  # the policies that choose a set, not a walk down the ranking


@dataclass(frozen=True)
class Axis:
    """What files are counted by, with the values a file of the lot may have: (value, words)."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]


LABELS = {TERRITORY: "Département", CATEGORY: "Catégorie de structure", PRIORITY: "Priorité"}
VALUES = {
    TERRITORY: lambda lot: [(row.code, str(row)) for row in lot.departements()],
    CATEGORY: lambda lot: [(row.code, row.short) for row in lot.call.categories.all()],
    PRIORITY: lambda lot: [
        (key, label)
        for question in choice_questions(lot.call)
        if question.key == lot.call.priority_question
        for key, label in question.options
    ],
}


def axes(lot) -> list[Axis]:
    """What the files of this lot may be counted by; an axis without value is left out."""
    found = [Axis(key, LABELS[key], tuple(values(lot))) for key, values in VALUES.items()]
    return [axis for axis in found if axis.options]


def choice_questions(call) -> list:
    """The questions whose answer may be the priority of a file."""
    return [question for question in call.form_questions() if question.kind == QuestionKind.CHOICE]


def is_bounded(lot) -> bool:
    """Whether the lot fixes any number of chosen files."""
    return any(values for side in (lot.minimums, lot.maximums) for values in side.values())


def faults(lot) -> Iterator[str]:
    """Numbers fixed on what the lot no longer counts, in French."""
    offered = {axis.key: {value for value, _ in axis.options} for axis in axes(lot)}
    for side in (lot.minimums, lot.maximums):
        for key, values in side.items():
            for value in values.keys() - offered.get(key, set()):
                yield (
                    f"Lot {lot.code}\u00a0: un nombre de dossiers est fixé pour «\u00a0{value}\u00a0»"
                    f" ({LABELS[key].lower()}), que le lot ne compte plus."
                )


WALK = "Les dossiers sont retenus dans l’ordre du classement, tant que l’enveloppe du lot le permet."
BEST = (
    "Les dossiers retenus forment, parmi tous les ensembles de dossiers qui tiennent dans l’enveloppe du lot, celui"
    " qui totalise le plus de points."
)
TIE = (
    "À total de points égal, les ensembles sont comparés rang par rang, en partant du dossier le mieux classé\u00a0: au"
    " premier rang qui diffère, l’ensemble qui contient le dossier le mieux classé l’emporte. Si l’un des ensembles"
    " est le début de l’autre, le plus petit l’emporte. Il n’y a donc toujours qu’un résultat possible."
)
BALANCED = (
    "Cet ensemble respecte les nombres de dossiers fixés ci-dessous pour chaque lot. Un minimum vaut dans la limite"
    " des dossiers classés qu’il concerne."
)
COUNTED = (
    "Un dossier compte pour un seul département\u00a0: celui qu’il cite dans ses réponses, ou celui des lieux qu’il y cite\u00a0; s’il en cite"
    " plusieurs ou aucun, celui du siège de la structure, puis de ses établissements\u00a0; à défaut, le premier cité. Il compte pour une seule"
    " catégorie, parmi celles que l’appel concerne\u00a0: celle de l’établissement de la structure situé dans ce"
    " département, à défaut du premier établissement enregistré."
)
WORDS: dict[str, tuple[str, ...]] = {
    Policy.STRICT: (WALK, "La sélection s’arrête au premier dossier qui ne tient pas dans ce qui reste."),
    Policy.PARTIAL: (
        WALK,
        "Le premier dossier qui ne tient pas reçoit la proposition de ce qui reste, si cette somme atteint {percent}\u00a0%"
        " de sa demande\u00a0; la sélection s’arrête là.",
    ),
    Policy.JUMP: (
        WALK,
        "Un dossier qui ne tient pas dans ce qui reste est passé, et le suivant est examiné.",
    ),
    Policy.OPTIMAL: (BEST, "{shares}", TIE),
    Policy.EQUITABLE: (BEST, BALANCED, "{shares}", TIE, COUNTED),
}
WHOLE = "Chaque dossier retenu reçoit la totalité du montant demandé."
SHARES = (
    "Chaque dossier retenu reçoit au moins {percent}\u00a0% du montant demandé\u00a0; ce qui reste de l’enveloppe complète ces"
    " montants dans l’ordre du classement, sans dépasser la demande."
)
WAITING = "Les dossiers classés qui ne sont pas retenus forment la liste complémentaire, dans l’ordre du classement."


def words(call) -> list[str]:
    """How the envelope of each lot is given out, one sentence or two a line; nothing without ranking and money."""
    if not call.ranked or not call.with_money:
        return []
    percent = call.partial_minimum_percent
    shares = WHOLE if percent >= 100 else SHARES.format(percent=percent)
    said = [text.format(percent=percent, shares=shares) for text in WORDS[call.policy]]
    return [*said, *_priority(call), WAITING]


def _priority(call) -> list[str]:
    if call.policy != Policy.EQUITABLE or not call.priority_question:
        return []
    return [
        f"La priorité d’un dossier est sa réponse à la question «\u00a0{question.label}\u00a0»."
        for question in choice_questions(call)
        if question.key == call.priority_question
    ]


def lots_in_words(call) -> list[tuple]:
    """The lots with the numbers they fix, in words; nothing unless the policy is one of balance."""
    if call.policy != Policy.EQUITABLE or not call.with_money:
        return []
    return [(lot, bounds_in_words(lot)) for lot in call.lots.all() if is_bounded(lot)]


def bounds_in_words(lot) -> list[str]:
    """The numbers a lot fixes: « Département – au moins 1 dossier pour : Ain (01), Rhône (69). »"""
    found = []
    for axis in axes(lot):
        for side, said in ((lot.minimums, "au moins"), (lot.maximums, "au plus")):
            found += _by_number(axis, said, side.get(axis.key, {}))
    return found


def _by_number(axis: Axis, said: str, values: dict[str, int]) -> Iterator[str]:
    for wanted in sorted(set(values.values()), reverse=True):
        named = [words for value, words in axis.options if values.get(value) == wanted]
        if not named:
            continue
        every = len(named) == len(axis.options) > 1
        whom = "chacun, sans exception" if every else ", ".join(named)
        several = "s" if wanted > 1 else ""
        if axis.key == TERRITORY and every:
            whom = "chaque département du lot"
        yield f"{axis.label} – {said} {wanted} dossier{several} retenu{several} pour {whom}."
