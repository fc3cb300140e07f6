"""What the marks of a criterion mean: its own words, else a general scale; a finding where nothing is scored.

The general scale is a model offered by Jalon, no authority's own: a call that wants other words writes them.
"""

from dataclasses import dataclass

LONGEST = 10  # a longer scale is explained in the criterion's help
GENERAL: dict[int, tuple[str, ...]] = {
    5: (
        "Absent : le dossier ne dit rien sur ce point, ou répond à côté.",
        "Très insuffisant : la réponse reste générale, rien ne permet de la vérifier.",
        "Insuffisant : des éléments utiles, mais des manques importants.",
        "Satisfaisant : la réponse est claire et réaliste, des points restent à préciser.",
        "Bon : la réponse est précise, appuyée par des chiffres ou des engagements.",
        "Excellent : la réponse est complète, démontrée, prête à être mise en œuvre.",
    )
}
FINDINGS: dict[int, tuple[str, ...]] = {
    1: ("Non satisfait", "Satisfait"),
    2: ("Non satisfait", "En projet", "Satisfait"),
}
FINDING_MAXIMUM = max(FINDINGS)
FINDING_WORDS: dict[int, tuple[str, ...]] = {
    1: ("La condition n’est pas remplie.", "La condition est remplie et le dossier le montre."),
    2: (
        "La condition n’est pas remplie et rien n’est engagé pour qu’elle le soit.",
        "La condition n’est pas encore remplie : les moyens sont engagés et une date est donnée.",
        "La condition est remplie et le dossier le montre.",
    ),
}


@dataclass(frozen=True)
class Step:
    """One mark of a scale: its value, its name, what it means."""

    value: int
    name: str
    words: str


def name_of(value: int | None, maximum: int, *, scored: bool) -> str:
    """What a mark is called: its figure, or the finding it stands for."""
    if value is None:
        return "Non noté" if scored else "Sans constat"
    names = () if scored else FINDINGS.get(maximum, ())
    return names[value] if value < len(names) else str(value)


def steps(maximum: int, anchors: dict[str, str], *, scored: bool) -> list[Step]:
    """The scale of a criterion, lowest mark first; empty when nothing says what its marks mean."""
    words = {int(mark): text for mark, text in anchors.items() if text and int(mark) <= maximum}
    if not words:
        words = dict(enumerate((GENERAL if scored else FINDING_WORDS).get(maximum, ())))
    marks = range(maximum + 1) if maximum <= LONGEST else sorted(words)
    return [Step(mark, name_of(mark, maximum, scored=scored), words.get(mark, "")) for mark in marks if words]
