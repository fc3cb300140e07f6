"""What each kind of document needs, frozen as plain values in the words that will be printed.

A room above builds the common part once, then calls the builder of the kind:

    letter = contexts.letter(authority=…, recipient=…, file=contexts.file(…), signatory=…, dated=…, zone=…)
    context = contexts.receipt(letter, received_at=…, pieces=…)
    services.issue("receipt", context=context, …)
"""

from documents.contexts.after import agreement, evaluation, funding_decision
from documents.contexts.articles import authorisation_articles, grant_articles
from documents.contexts.before import (
    complement_request,
    draft,
    inadmissibility,
    instruction_report,
    receipt,
    whole_file,
)
from documents.contexts.budgets import budget
from documents.contexts.common import file, letter, party, signatory
from documents.contexts.decisions import (
    closing,
    favourable,
    lapse,
    reconsideration,
    unfavourable,
    waiting_list,
)
from documents.contexts.keeping import elimination
from documents.contexts.remedies import remedies
from documents.contexts.sitting import convocation, minutes, ranking_list, signed

BUILDERS = {
    "receipt": receipt,
    "draft": draft,
    "complement_request": complement_request,
    "inadmissibility": inadmissibility,
    "instruction_report": instruction_report,
    "favourable": favourable,
    "unfavourable": unfavourable,
    "waiting_list": waiting_list,
    "closing": closing,
    "lapse": lapse,
    "reconsideration": reconsideration,
    "agreement": agreement,
    "funding_decision": funding_decision,
    "evaluation": evaluation,
    "elimination": elimination,
    "whole_file": whole_file,
    "convocation": convocation,
    "minutes": minutes,
    "ranking_list": ranking_list,
}

__all__ = [
    *BUILDERS,
    "BUILDERS",
    "authorisation_articles",
    "budget",
    "file",
    "grant_articles",
    "letter",
    "party",
    "remedies",
    "signatory",
    "signed",
]
