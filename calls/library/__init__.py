"""Models of calls to start from. They are proposals: no weighted grid of an authority could be read (DOMAIN §2.5).

Every value is copied at creation; changing a model never changes a call.
"""

from calls.enums import Kind, Part
from calls.library.anchors import anchors_of
from calls.library.authorisations import AUTHORISATIONS
from calls.library.frames import FRAMES, PLACES, SUMMARY, TERRITORIES
from calls.library.labels import LABELS
from calls.library.shapes import CallModel, Heading
from calls.library.subsidies import SUBSIDIES

__all__ = ["MODELS", "anchors_of", "checks_of", "form_of", "funding_of", "models_for"]

MODELS: dict[str, CallModel] = {model.key: model for model in (*AUTHORISATIONS, *SUBSIDIES, *LABELS)}


def models_for(kind: str) -> list[CallModel]:
    """The models that suit a kind of procedure."""
    return [model for model in MODELS.values() if Kind(kind) in model.kinds]


def form_of(model: CallModel, kind: str) -> tuple[Heading, ...]:
    """The form of a model under a kind: the kind's first part, the model's questions, the kind's closing."""
    frame = FRAMES[Kind(kind)]
    project = Heading("project", "Le projet", Part.PROJECT, (SUMMARY, TERRITORIES, PLACES, *model.questions))
    return frame.opening, project, frame.closing


def funding_of(model: CallModel, kind: str) -> str:
    return FRAMES[Kind(kind)].funding_line or model.funding_line


def checks_of(kind: str) -> tuple[str, ...]:
    return FRAMES[Kind(kind)].checks
