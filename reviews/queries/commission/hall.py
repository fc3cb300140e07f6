"""The meeting as a room: who came for each seat, who may not hear of which file, and the quorum item by item.

Everything is read in a fixed number of queries, whatever the number of seats and items.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from applications.models import Application
from engine import quorum as engine
from reviews.enums import Presence, Voice
from reviews.models import Attendance, Meeting
from reviews.queries.interests import barred_readers


@dataclass
class Hall:
    meeting: Meeting
    lines: list[Attendance]
    items: list
    barred: dict[int, set[int]] = field(default_factory=dict)  # file → people
    declared: dict[int, object] = field(default_factory=dict)  # person → when

    @property
    def seats(self) -> list[engine.Seat]:
        return [seat_of(line) for line in self.lines]

    @property
    def by_id(self) -> dict[str, Attendance]:
        return {str(line.pk): line for line in self.lines}

    @property
    def people(self) -> dict[str, object]:
        """Everyone who holds a seat or may replace its holder, by key."""
        return {str(person.pk): person for line in self.lines for person in both(line.seat)}

    def quorum(self, files=()) -> engine.Quorum:
        """The quorum for these files, without whoever has an interest in one of them; of the meeting without files."""
        away = {str(person) for file in files for person in self.barred.get(file, ())}
        return engine.quorum(
            self.seats,
            percent=self.meeting.call.quorum_percent,
            recused=away,
            needed=self.meeting.previous_id is None,
        )

    def files_of(self, poll) -> list[int]:
        """The files a vote bears on: its own, or every file of its lot on the agenda."""
        return [
            item.application_id
            for item in self.items
            if item.pk == poll.item_id or (poll.lot_id and item.application.lot_id == poll.lot_id)
        ]

    def closed_to(self, person) -> set[int]:
        """The files of the agenda that this person may not hear of."""
        return set(
            Application.objects.filter(agenda__meeting=self.meeting)
            .in_conflict_with(person)
            .order_by()
            .values_list("pk", flat=True)
        )


def both(seat) -> list:
    return [person for person in (seat.holder, seat.alternate) if person]


def seat_of(line) -> engine.Seat:
    seat = line.seat
    return engine.Seat(
        id=str(line.pk),
        label=label_of(seat),
        deliberative=seat.voice == Voice.DELIBERATIVE,
        holder=str(seat.holder_id),
        alternate=str(seat.alternate_id) if seat.alternate_id else None,
        presides=seat.presides,
        presence=line.presence,
        alternate_here=line.alternate_here,
        proxy_to=str(line.proxy_to_id) if line.proxy_to_id else None,
    )


def label_of(seat) -> str:
    return f"{seat.capacity} – {seat.holder}"


def hall_of(meeting) -> Hall:
    lines = sorted(
        meeting.attendances.select_related(
            "seat__holder", "seat__alternate", "proxy_to__seat__holder", "proxy_to__seat__alternate"
        ),
        key=lambda line: (
            not line.seat.presides,
            line.seat.voice != Voice.DELIBERATIVE,
            line.seat.capacity,
            line.pk,
        ),
    )
    items = list(
        meeting.items.select_related("application__structure", "application__lot", "application__call")
    )
    hall = Hall(meeting, lines, items)
    everybody = {person.pk: person for line in lines for person in both(line.seat)}
    found = defaultdict(set)
    for file, person in barred_readers([item.application for item in items], list(everybody.values())):
        found[file].add(person)
    hall.barred = dict(found)
    hall.declared = dict(meeting.declarations.values_list("person", "at"))
    return hall


def presence_words(line) -> str:
    """How a seat is held, in words: « Représenté par Jeanne Martin (pouvoir) »."""
    if line.presence == Presence.ALTERNATE:
        return f"Remplacé par {line.seat.alternate}, suppléant"
    if line.presence == Presence.REPRESENTED:
        receiver = line.proxy_to
        sitter = receiver.seat.alternate if receiver.presence == Presence.ALTERNATE else receiver.seat.holder
        return f"Pouvoir donné à {sitter}"
    if line.presence == Presence.HOLDER and line.alternate_here:
        return f"Présent, ainsi que {line.seat.alternate}, suppléant"
    return {Presence.HOLDER: "Présent", Presence.ABSENT: "Absent", Presence.EXPECTED: "Absent"}[
        Presence(line.presence)
    ]


def frozen(found: engine.Quorum) -> dict:
    """What is kept of an item's quorum once it is left."""
    return {"met": found.met, "sentence": found.sentence, "notes": list(found.notes)}


def quorum_at(hall: Hall, item) -> dict:
    """The quorum an item had when it was left, or has now."""
    return item.sitting or frozen(hall.quorum([item.application_id]))
