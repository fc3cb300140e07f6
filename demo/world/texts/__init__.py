"""What the files of the demonstration say: invented, without any patient, several versions per question."""

from demo.world.texts.authorisations import AUTHORISATIONS
from demo.world.texts.common import COMMON
from demo.world.texts.outreach import OUTREACH
from demo.world.texts.subsidies import SUBSIDIES

# For a body that really exists, nothing is made up: the answer says so.
REAL_BODY = (
    "Texte de démonstration. Aucun document public ne donne le contenu de ce dossier ; rien n’est écrit ici au nom"
    " de cette structure."
)

# model of call → question → versions
TEXTS: dict[str, dict[str, tuple[str, ...]]] = {**OUTREACH, **SUBSIDIES, **AUTHORISATIONS}


def versions(model: str, key: str) -> tuple[str, ...]:
    """The versions of an answer, those of the model before those that suit any."""
    return TEXTS.get(model, {}).get(key) or COMMON[key]
