"""A first lawful plan, or the sentence that says why there is none.

The obvious obstacles are looked for first, so that the sentence is the simplest true one. Then a greedy plan is
mended by chains; where no chain exists, the readers reached name a set of files, or of readers, for which there
are not enough readings (Hall 1935; Hoffman's circulation theorem, 1960).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.assignment.board import Board, chain, only
from engine.assignment.problem import Bools, Frame
from engine.money import NO_BREAK, number

_SHOWN = 8


def obstacle(frame: Frame) -> str:
    """The first blocking constraint that counting shows, in French, empty when there is none."""
    return next(_obstacles(frame), "")


def begin(frame: Frame) -> tuple[Board, str]:
    """A lawful plan, or an unfinished one and the French sentence that names who lacks readings."""
    board = Board(frame.kept.copy(), frame.lawful & ~frame.kept, frame.least, frame.most)
    _fill(frame, board)
    for file in np.flatnonzero(board.taken.sum(axis=1) < frame.per_file):
        while board.taken[file].sum() < frame.per_file:
            reached = _find_reader(board, int(file))
            if reached is not None:
                return board, _short_of_readers(frame, board, int(file), reached)
    for reader in np.flatnonzero(board.loads < frame.least):
        while board.loads[reader] < frame.least[reader]:
            reached = _find_file(board, int(reader))
            if reached is not None:
                return board, _short_of_files(frame, reached)
    return board, ""


def _fill(frame: Frame, board: Board) -> None:
    """Give each file, the scarcest first, its best readers who have room, the least busy among equals."""
    loads = board.loads
    scarcity = np.argsort(frame.lawful.sum(axis=1), kind="stable")
    for file in scarcity:
        missing = frame.per_file - int(board.taken[file].sum())
        able = np.flatnonzero(board.free[file] & (loads < frame.most))
        best = able[np.lexsort((loads[able], -frame.worth[file, able]))][:missing]
        board.taken[file, best] = True
        loads[best] += 1


def _find_reader(board: Board, file: int) -> Bools | None:
    """Give the file one reader more, by a chain if need be; else the readers it could call on, all full."""
    able, room = board.open[file], board.loads < board.most
    gifts, reached = chain(board, able, room)
    if gifts is None:
        return reached
    first = gifts[0][1] if gifts else int(np.argmax(able & room))
    board.give(gifts)
    board.taken[file, first] = True
    return None


def _find_file(board: Board, reader: int) -> Bools | None:
    """Bring the reader one file more from someone above his minimum; else the readers who lack files together."""
    size = board.taken.shape[1]
    gifts, reached = chain(board, only(reader, size), board.loads > board.least, backwards=True)
    if gifts is None:
        return reached
    board.give((file, giver, taker) for file, taker, giver in gifts)
    return None


def _obstacles(frame: Frame) -> Iterator[str]:
    for file, reader in zip(*np.nonzero(frame.kept & ~frame.lawful), strict=True):
        yield (
            f"Le dossier {frame.files[file]} est conservé chez le lecteur {frame.readers[reader]}, "
            "qui y a un conflit d’intérêts."
        )
    for file in np.flatnonzero(frame.kept.sum(axis=1) > frame.per_file):
        count = int(frame.kept[file].sum())
        yield f"Le dossier {frame.files[file]} conserve {_readers(count)}, il en faut exactement {frame.per_file}."
    for reader in np.flatnonzero(frame.kept.sum(axis=0) > frame.most):
        count, most = int(frame.kept[:, reader].sum()), int(frame.most[reader])
        yield f"Le lecteur {frame.readers[reader]} conserve {_files(count)}, plus que son maximum de {most}."
    for file in np.flatnonzero(frame.lawful.sum(axis=1) < frame.per_file):
        count = int(frame.lawful[file].sum())
        yield (
            f"Le dossier {frame.files[file]} {_only(count, 'lecteur', 'lecteurs')} sans conflit d’intérêts, "
            f"il en faut {number(frame.per_file)}."
        )
    yield from _sums(frame)
    for reader in np.flatnonzero(frame.least > frame.lawful.sum(axis=0)):
        count, least = int(frame.lawful[:, reader].sum()), int(frame.least[reader])
        yield (
            f"Le lecteur {frame.readers[reader]} doit lire au moins {_files(least)}, "
            f"mais il {_only(count, 'dossier', 'dossiers')} sans conflit d’intérêts."
        )


def _sums(frame: Frame) -> Iterator[str]:
    wanted = f"{number(frame.wanted)} à donner ({_files(len(frame.files))} × {number(frame.per_file)})"
    if (most := int(frame.most.sum())) < frame.wanted:
        yield f"Les maximums des lecteurs font ensemble {_readings(most)}, moins que les {wanted}."
    if (least := int(frame.least.sum())) > frame.wanted:
        yield f"Les minimums des lecteurs font ensemble {_readings(least)}, plus que les {wanted}."


def _short_of_readers(frame: Frame, board: Board, file: int, full: Bools) -> str:
    """``full`` read as much as they may; with every other reader they may have, the files still lack readings."""
    files: Bools = np.asarray(board.held[:, full].any(axis=1))
    files[file] = True
    room = int(frame.most[full].sum() - frame.kept[np.ix_(~files, full)].sum())
    others = int(frame.lawful[np.ix_(files, ~full)].sum())
    return (
        f"{_named('Le dossier', 'Les dossiers', frame.files, files)} {_verb(files, 'demande', 'demandent ensemble')} "
        f"{_readings(frame.per_file * int(files.sum()))}, mais ne {_verb(files, 'peut', 'peuvent')} en recevoir "
        f"{_no_more(room + others, 'une')}{NO_BREAK}: {number(room)} {_named('du lecteur', 'des lecteurs', frame.readers, full)}, "
        f"selon {_verb(full, 'son maximum', 'leurs maximums')}, et {number(others)} des autres lecteurs sans conflit."
    )


def _short_of_files(frame: Frame, short: Bools) -> str:
    """``short`` hold every reading that the files can spare for them; their minimums ask for more."""
    spare = frame.per_file - frame.kept[:, ~short].sum(axis=1)
    offered = int(np.minimum(spare, frame.lawful[:, short].sum(axis=1)).sum())
    return (
        f"{_named('Le lecteur', 'Les lecteurs', frame.readers, short)} "
        f"{_verb(short, 'doit', 'doivent ensemble')} lire au moins {_files(int(frame.least[short].sum()))}, "
        f"mais les conflits d’intérêts et les affectations conservées ne {_verb(short, 'lui', 'leur')} en laissent "
        f"{_no_more(offered, 'un')}."
    )


def _named(one: str, many: str, ids: tuple[str, ...], chosen: Bools) -> str:
    names = [ids[index] for index in np.flatnonzero(chosen)]
    if len(names) > _SHOWN:
        names = [*names[: _SHOWN - 1], f"{len(names) - _SHOWN + 1} autres"]
    listed = " et ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{one if int(chosen.sum()) == 1 else many} {listed}"


def _verb(chosen: Bools, one: str, many: str) -> str:
    return one if int(chosen.sum()) == 1 else many


def _no_more(count: int, one: str) -> str:
    return f"qu’{one}" if count == 1 else f"que {number(count)}"


def _only(count: int, one: str, many: str) -> str:
    if count > 1:
        return f"n’a que {number(count)} {many}"
    return f"n’a qu’un {one}" if count else f"n’a aucun {one}"


def _readings(count: int) -> str:
    return f"{number(count)} lecture{'s' if count > 1 else ''}"


def _files(count: int) -> str:
    return f"{number(count)} dossier{'s' if count > 1 else ''}"


def _readers(count: int) -> str:
    return f"{number(count)} lecteur{'s' if count > 1 else ''}"
