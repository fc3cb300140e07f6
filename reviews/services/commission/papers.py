"""The documents of a meeting: each a row of its own, drafts first, replaced by what the president signed."""

from documents import contexts
from documents.enums import Standing
from documents.services import issue, replace
from reviews import papers
from reviews.enums import SittingDocument as D
from reviews.models import SittingPaper

KINDS = {D.CONVOCATION: "convocation", D.MINUTES: "minutes", D.RANKING: "ranking_list"}


def issue_paper(meeting, kind: str, context: dict, *, dated, lot=None, released=True) -> SittingPaper:
    """Asks for a paper of the meeting; one not `released` is a draft that nobody outside can verify."""
    number = f"-{lot.code}" if lot else ""
    document = issue(
        KINDS[D(kind)],
        authority=meeting.call.authority,
        reference=f"{papers.reference(meeting)}{number}",
        context=context,
        dated=dated,
        is_demo=meeting.call.is_demo,
        released=released,
    )
    return SittingPaper.objects.create(meeting=meeting, document=document, kind=kind, lot=lot)


def drafts_of(meeting) -> list[SittingPaper]:
    """The papers of the meeting that wait for the president's signature."""
    rows = meeting.papers.filter(kind__in=[D.MINUTES, D.RANKING], document__standing=Standing.IN_FORCE)
    return list(rows.select_related("document", "lot").order_by("pk"))


def issue_signed(meeting, paper, letter: dict, *, dated) -> SittingPaper:
    """What the draft said, word for word, signed; the draft stays readable as replaced."""
    context = contexts.signed(paper.document.context, letter)
    replace(paper.document)
    return issue_paper(meeting, paper.kind, context, dated=dated, lot=paper.lot)
