"""What a vault holds, what it usually lacks, and what of it answers the pieces of a file."""

from dataclasses import dataclass, field

from accounts.backends import may
from accounts.enums import PieceKind
from applications.keeping import asked_of
from applications.models import VaultVersion


def current_versions(organisation):
    """The current version of each piece, in the order of the kinds."""
    found = VaultVersion.objects.current().filter(piece__organisation=organisation)
    rows = list(found.select_related("piece", "put_by").order_by("piece__title", "-dated", "pk"))
    order = {kind: rank for rank, kind in enumerate(PieceKind.values)}
    return sorted(rows, key=lambda row: order[row.piece.kind])


def usually_missing(organisation, versions) -> list[PieceKind]:
    """The kinds most calls ask this structure for and its vault does not hold."""
    held = {version.piece.kind for version in versions}
    return [PieceKind(kind) for kind in asked_of(organisation.legal_form) if kind not in held]


@dataclass
class Shelf:
    """What the vault offers to the questions of one page of a file, read once for them all."""

    versions: list = field(default_factory=list)
    opened: bool = False

    def matching(self, question, pieces) -> list:
        """The versions of the kind the question asks for, minus those it already has."""
        return [
            one for one in self._left(pieces) if question.vault_kind and one.piece.kind == question.vault_kind
        ]

    def others(self, question, pieces) -> list:
        return [
            one
            for one in self._left(pieces)
            if not question.vault_kind or one.piece.kind != question.vault_kind
        ]

    def _left(self, pieces) -> list:
        taken = {piece.sha256 for piece in pieces}
        return [one for one in self.versions if one.sha256 not in taken]

    def holds(self, piece) -> bool:
        return any(one.sha256 == piece.sha256 for one in self.versions)


def shelf_of(application, person) -> Shelf:
    """The vault as this person may take from it for this file; empty for anybody outside the structure."""
    if not may(person, "applications.view_vault", application.structure):
        return Shelf()
    return Shelf(current_versions(application.structure), opened=True)
