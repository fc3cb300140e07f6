"""Every act Jalon produces: its title, its template and who may read it."""

from dataclasses import dataclass

from documents.enums import Audience


@dataclass(frozen=True)
class Kind:
    label: str
    template: str
    audience: Audience = Audience.RECIPIENT
    is_act: bool = True  # an act of the authority, with signature block; False: a copy or a receipt
    marked: bool = False  # carries a QR code that leads to its verification


KINDS: dict[str, Kind] = {
    "receipt": Kind("Récépissé de dépôt", "receipt.html", is_act=False, marked=True),
    "draft": Kind("Projet de dossier (non déposé)", "draft.html", Audience.STRUCTURE, is_act=False),
    "complement_request": Kind("Demande de compléments", "complement_request.html"),
    "inadmissibility": Kind("Décision d’irrecevabilité", "inadmissibility.html"),
    "instruction_report": Kind(
        "Rapport d’instruction", "instruction_report.html", Audience.COMMISSION, is_act=False
    ),
    "convocation": Kind(
        "Convocation de la commission", "convocation.html", Audience.COMMISSION, is_act=False
    ),
    "minutes": Kind("Procès-verbal de la commission", "minutes.html", Audience.COMMISSION),
    "ranking_list": Kind("Liste de classement", "ranking_list.html", Audience.COMMISSION),
    "favourable": Kind("Décision favorable", "favourable.html"),
    "unfavourable": Kind("Décision défavorable", "unfavourable.html"),
    "waiting_list": Kind("Inscription sur liste complémentaire", "waiting_list.html"),
    "closing": Kind("Décision de classement sans suite", "closing.html"),
    "lapse": Kind("Constat de caducité", "lapse.html"),
    "reconsideration": Kind("Décision sur recours", "reconsideration.html"),
    "agreement": Kind("Convention de financement", "agreement.html"),
    "funding_decision": Kind("Décision de financement", "funding_decision.html"),
    "evaluation": Kind("Lettre d’évaluation", "evaluation.html"),
    "elimination": Kind("Liste d’élimination", "elimination.html", Audience.INTERNAL),
    "whole_file": Kind("Dossier complet", "whole_file.html", Audience.INTERNAL, is_act=False),
}


# What only copies the content of a file: it goes with it. Everything else is an act or a proof, kept for ever.
COPIES = ("draft", "whole_file", "instruction_report")


def meant_for(*audiences: Audience) -> list[str]:
    """The kinds read by one of these audiences."""
    return [key for key, kind in KINDS.items() if kind.audience in audiences]
