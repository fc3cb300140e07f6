"""The messages of a file with their pieces."""

from applications.models.exchanges import PIECE_PREFIX


def thread(application) -> list[dict]:
    """The messages of the file, latest first, each with its pieces."""
    rows = list(application.exchanges.select_related("by"))
    pieces: dict[str, list] = {}
    for piece in message_pieces(application):
        pieces.setdefault(piece.question_key, []).append(piece)
    return [{"message": row, "pieces": pieces.get(row.piece_key, [])} for row in rows]


def message_pieces(application) -> list:
    """Every piece sent with a message of the file."""
    return list(application.attachments.filter(question_key__startswith=PIECE_PREFIX, removed_at=None))
