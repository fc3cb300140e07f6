"""Who sits for each seat of a commission on each item, whether the quorum is met, and what a vote decides.

The quorum (CASF, art. R. 313-2-2): at least half of the members with a deliberative voice are present or have given a
proxy; a member holds one proxy at most. A second meeting, called because the first missed it, needs none.

A member with an interest in an item takes no part in it (art. R. 313-2-5) and their alternate replaces them. What the
text leaves open is settled here, each time on the side that cannot void the decision:

- the half is counted on the seats that could still be held: a seat leaves the count when its holder and its alternate
  are both put aside, or when it has no alternate. A seat whose alternate could have come stays in the count, come or
  not: putting a member aside is no way of lowering the quorum;
- whoever is put aside neither votes by giving a proxy, nor with the proxy of another: it lapses for that item;
- a proxy gives a voice, not the chair: nobody has a casting vote for a president who is only represented.

Persons are opaque keys, seats carry the words by which they are told apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.money import NO_BREAK

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"


class Presence(StrEnum):
    """How a seat is held at a meeting."""

    EXPECTED = "expected"
    HOLDER = "holder"
    ALTERNATE = "alternate"
    REPRESENTED = "represented"
    ABSENT = "absent"


class QuorumError(ValueError):
    """Seats that no meeting can have; the message, in French, names the faults."""


@dataclass(frozen=True)
class Seat:
    """One seat at one meeting. `alternate_here`: the alternate came too, and sits when the holder is put aside."""

    id: str
    label: str
    deliberative: bool
    holder: str
    alternate: str | None = None
    presides: bool = False
    presence: str = Presence.EXPECTED
    alternate_here: bool = False
    proxy_to: str | None = None  # the id of the seat that votes for this one

    @property
    def sitter(self) -> str | None:
        """Who is in the room for this seat, interests aside."""
        return {Presence.HOLDER: self.holder, Presence.ALTERNATE: self.alternate}.get(Presence(self.presence))

    @property
    def in_room(self) -> list[str]:
        """Everybody the seat brought into the room."""
        waiting = self.alternate if self.alternate_here else None
        return [person for person in (self.sitter, waiting) if person is not None]


@dataclass(frozen=True)
class Place:
    """How one seat is held on one item: by whom, if anybody, and in which way."""

    seat: Seat
    person: str | None = None
    how: str = ""  # "holder", "alternate", "proxy"
    counts: bool = False  # among the deliberative seats of which the quorum is a share
    note: str = ""  # what an interest changed

    @property
    def votes(self) -> bool:
        return self.seat.deliberative and self.person is not None


@dataclass(frozen=True)
class Quorum:
    """The places of an item and its quorum: `counted` voices out of `base` seats, `required` of them needed."""

    places: tuple[Place, ...]
    base: int
    required: int
    counted: int
    met: bool
    sentence: str

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(place.note for place in self.places if place.note)

    @property
    def voters(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.votes)

    @property
    def presiding(self) -> tuple[str, ...]:
        """Who has the chair, in person: nobody, one, or the two presidents of a joint commission."""
        return tuple(
            place.person
            for place in self.places
            if place.seat.presides and place.person is not None and place.how != "proxy"
        )


@dataclass(frozen=True)
class Outcome:
    """What a vote decides. `tied`: as many for as against, at least one."""

    carried: bool
    tied: bool
    sentence: str


def quorum(
    seats: Sequence[Seat], *, percent: int = 50, recused: Iterable[str] = (), needed: bool = True
) -> Quorum:
    """The quorum of an item from which these people are put aside; `needed` is false at a second meeting.

    Whatever the rule, nobody deliberates without a voice: one at least is required.
    Raises QuorumError when the seats contradict one another, see `faults`.
    """
    found = faults(seats)
    if found:
        raise QuorumError(" ".join(found))
    if not 0 <= percent <= 100:
        raise QuorumError("Un quorum est une part de 0 à 100 %.")
    away, by_id = frozenset(recused), {seat.id: seat for seat in seats}
    places = tuple(_place(seat, by_id, away) for seat in seats)
    base = sum(place.counts for place in places)
    counted = sum(place.votes for place in places)
    required = max(1, -(-base * percent // 100)) if needed else 1
    met = counted >= required
    return Quorum(places, base, required, counted, met, _sentence(base, required, counted, met, needed))


def faults(seats: Sequence[Seat]) -> list[str]:
    """Why no meeting can have these seats held this way, in French; empty when it can."""
    by_id = {seat.id: seat for seat in seats}
    found = ["Un même siège figure deux fois."] if len(by_id) < len(seats) else []
    for seat in seats:
        found += _own_faults(seat) + _proxy_faults(seat, by_id)
    given = Counter(seat.proxy_to for seat in seats if seat.proxy_to is not None)
    found += [
        f"{_quoted(by_id[id])} ne peut recevoir qu’un pouvoir."
        for id, count in given.items()
        if count > 1 and id in by_id
    ]
    return found + _twice(seats)


def casting(choices: Sequence[str]) -> str:
    """The casting vote of those who preside: what they all chose, nothing when they abstain or disagree."""
    first = choices[0] if choices else ""
    agreed = first in (FOR, AGAINST) and all(choice == first for choice in choices)
    return first if agreed else ""


def outcome(votes_for: int, votes_against: int, abstentions: int, *, casting: str = "") -> Outcome:
    """Simple majority of the votes cast, abstentions apart; the casting vote decides a tie, and a tie only.

    A tie without casting vote carries nothing, nor does a vote in which nobody chose.
    """
    if min(votes_for, votes_against, abstentions) < 0:
        raise QuorumError("Un nombre de voix ne peut pas être négatif.")
    tied = votes_for == votes_against > 0
    carried = votes_for > votes_against or (tied and casting == FOR)
    counts = f"{votes_for} pour, {votes_against} contre, {_abstentions(abstentions)}"
    decided = "adopté" if carried else "non adopté"
    why = _tie_words(casting) if tied else ", aucune voix exprimée" if not votes_for + votes_against else ""
    return Outcome(carried, tied, f"{decided.capitalize()}{NO_BREAK}: {counts}{why}.")


def _place(seat: Seat, by_id: Mapping[str, Seat], away: frozenset[str]) -> Place:
    counts = seat.deliberative and any(
        person not in away for person in (seat.holder, seat.alternate) if person is not None
    )
    person, how = _held(seat, by_id, away)
    return Place(seat, person, how, counts, _note(seat, by_id, away, how))


def _held(seat: Seat, by_id: Mapping[str, Seat], away: frozenset[str]) -> tuple[str | None, str]:
    if seat.presence == Presence.REPRESENTED:
        proxy = by_id[seat.proxy_to or ""].sitter
        return (None, "") if {seat.holder, proxy} & away else (proxy, "proxy")
    for person in seat.in_room:
        if person not in away:
            return person, "holder" if person == seat.holder else "alternate"
    return None, ""


def _note(seat: Seat, by_id: Mapping[str, Seat], away: frozenset[str], how: str) -> str:
    label = _quoted(seat)
    if seat.presence == Presence.REPRESENTED and seat.holder not in away:
        receiver = by_id[seat.proxy_to or ""]
        if receiver.sitter in away:
            return f"{label}{NO_BREAK}: le pouvoir donné à {_quoted(receiver)} est sans effet, son porteur se déporte."
        return ""
    if seat.holder not in away:
        gone = seat.presence == Presence.ALTERNATE and seat.alternate in away
        return f"{label}{NO_BREAK}: le suppléant qui siège se déporte." if gone else ""
    if how == "alternate":
        return f"{label}{NO_BREAK}: le titulaire se déporte, son suppléant siège."
    if seat.alternate is None or seat.alternate in away:
        return f"{label}{NO_BREAK}: le titulaire se déporte, sans suppléant pour le remplacer."
    return f"{label}{NO_BREAK}: le titulaire se déporte, son suppléant n’est pas présent."


def _own_faults(seat: Seat) -> list[str]:
    absent = seat.alternate is None and (seat.presence == Presence.ALTERNATE or seat.alternate_here)
    found = [f"{_quoted(seat)} n’a pas de suppléant."] if absent else []
    if seat.presides and not seat.deliberative:
        found.append(f"{_quoted(seat)} préside et doit avoir voix délibérative.")
    if seat.alternate == seat.holder:
        found.append(f"{_quoted(seat)} a la même personne pour titulaire et pour suppléant.")
    if seat.alternate_here and seat.presence != Presence.HOLDER:
        found.append(f"{_quoted(seat)}{NO_BREAK}: le suppléant n’attend que si le titulaire est présent.")
    return found


def _proxy_faults(seat: Seat, by_id: Mapping[str, Seat]) -> list[str]:
    if seat.presence != Presence.REPRESENTED:
        return [] if seat.proxy_to is None else [f"{_quoted(seat)} n’a pas à donner de pouvoir."]
    receiver = by_id.get(seat.proxy_to or "")
    if receiver is None or receiver.id == seat.id:
        return [f"{_quoted(seat)} doit donner pouvoir à un autre siège."]
    if not seat.deliberative or not receiver.deliberative:
        return [
            f"{_quoted(seat)} ne peut pas donner pouvoir à {_quoted(receiver)}{NO_BREAK}: un pouvoir ne va que d’une "
            "voix délibérative à une autre."
        ]
    if receiver.sitter is None:
        return [
            f"{_quoted(seat)} ne peut pas donner pouvoir à {_quoted(receiver)}, dont personne n’est présent."
        ]
    return []


def _twice(seats: Sequence[Seat]) -> list[str]:
    first: dict[str, Seat] = {}
    found = []
    for seat in seats:
        for person in seat.in_room:
            if person in first and first[person] is not seat:
                found.append(
                    f"La même personne ne peut pas siéger pour {_quoted(first[person])} et pour {_quoted(seat)}."
                )
            first.setdefault(person, seat)
    return found


def _sentence(base: int, required: int, counted: int, met: bool, needed: bool) -> str:
    voices = f"{counted} voix délibérative{_s(counted)} présente{_s(counted)} ou représentée{_s(counted)} sur {base}"
    if not needed:
        tail = "" if met else ", et personne pour délibérer"
        return f"Seconde réunion, sans condition de quorum{NO_BREAK}: {voices}{tail}."
    word = "atteint" if met else "non atteint"
    return f"Quorum {word}{NO_BREAK}: {voices}, {required} requise{_s(required)}."


def _tie_words(casting: str) -> str:
    if casting in (FOR, AGAINST):
        side = "pour" if casting == FOR else "contre"
        return f", voix prépondérante du président {side}"
    return ", partage des voix sans voix prépondérante"


def _abstentions(count: int) -> str:
    return "aucune abstention" if not count else f"{count} abstention{_s(count)}"


def _quoted(seat: Seat) -> str:
    return f"«{NO_BREAK}{seat.label}{NO_BREAK}»"


def _s(count: int) -> str:
    return "s" if count > 1 else ""
