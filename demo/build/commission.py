"""The commission: its seats named for each term, its meetings convened, held, closed and signed at their dates."""

from datetime import date, datetime, timedelta

from accounts.models import Person
from demo.build.choosing import pick
from demo.build.clock import MORNING
from demo.build.people import Cast
from demo.world import commission as world
from demo.world.shapes import Day, Poll, Sitting
from engine.deadlines import at_hour
from reviews import composition
from reviews.enums import Choice, Presence
from reviews.models import AgendaItem, Meeting
from reviews.services import interests, reading
from reviews.services.commission import closing, meetings, room, seats, voting

CREATED, CONVENED, HELD, SIGNED = -44, -37, -16, -15  # days before the decision
AHEAD = timedelta(days=60)  # a term that ends within this time is renewed already
HEARD, TALK = timedelta(minutes=10), timedelta(minutes=9)


def name_seats(born: datetime) -> None:
    """The permanent seats of each commission, term after term, until one covers the meetings to come."""
    cast = Cast()
    for authority, first in world.SEATED_SINCE.items():
        since = date.fromisoformat(first)
        while since <= (born + AHEAD).date():
            for seat in world.SEATS:
                name_seat(cast, authority, seat, since)
            since = seats.term_end(since) + timedelta(days=1)


def name_seat(cast: Cast, authority: str, seat, since: date) -> None:
    place = composition.PLACES[seat.place]
    body = cast.authorities[authority]
    seats.name_seat(
        body,
        by=cast.officer(authority, "manager"),
        capacity=place.capacity,
        voice=place.voice,
        presides=place.presides,
        place=place.key,
        holder=world.holder_address(seat.key, authority),
        alternate=world.alternate_address(seat, authority),
        since=since,
        at=at_hour(since, MORNING, body.time_zone),
    )


def convene(walk, day: Day) -> None:
    """A meeting to come with every concluded file of the call, its candidates to be heard."""
    manager, clock = walk.officer("manager"), walk.clock
    starts = at_hour(walk.clock.day(day), MORNING, walk.call.time_zone)
    meeting = create(walk, starts, clock.at(clock.day(-2), 2), manager)
    meetings.convene(meeting.pk, by=manager, at=clock.at(clock.day(-1), 2))


def create(walk, starts: datetime, at: datetime, manager: Person) -> Meeting:
    return meetings.create(walk.call, by=manager, starts_at=starts, place=world.PLACE, at=at)


class Room:
    """One meeting of a call, from its convocation to the signature of its minutes."""

    def __init__(self, walks: list):
        self.walk, self.walks = walks[0], {walk.spec.structure: walk for walk in walks}
        self.clock, self.cast = self.walk.clock, self.walk.cast
        self.authority = self.walk.call_spec.authority
        self.sitting = world.SITTINGS.get(self.walk.call_spec.key, Sitting())
        self.manager = self.walk.officer("manager")
        self.president = self.holder("president")
        self.at = self.clock.after_decision(HELD)

    def hold(self) -> None:
        created = self.clock.after_decision(CREATED)
        self.meeting = create(self.walk, self.at, created, self.manager)
        meetings.convene(self.meeting.pk, by=self.manager, at=self.clock.after_decision(CONVENED))
        self.declare()
        room.record_attendance(self.meeting.pk, by=self.manager, rows=self.attendance())
        room.open_meeting(self.meeting.pk, by=self.manager, at=self.at)
        for item in self.meeting.items.select_related("application__structure", "application__lot"):
            self.examine(item)
        self.rank()
        room.go_to(self.meeting.pk, None, by=self.manager)
        for lot in self.walk.call.lots.filter(applications__agenda__meeting=self.meeting).distinct():
            self.vote(world.DECLARED, lot_id=lot.pk)
        closing.close(self.meeting.pk, by=self.manager, at=self.tick())
        self.sign()

    def tick(self) -> datetime:
        self.at += HEARD
        return self.at

    # The people

    def holder(self, key: str) -> Person:
        return self.cast.person(world.holder_address(key, self.authority))

    def line(self, key: str):
        return self.meeting.attendances.get(seat__holder=self.holder(key))

    def attendance(self) -> dict[int, dict]:
        """Everybody came, but those the table says absent or represented; an alternate waits where one will sit."""
        lines = {seat.key: self.line(seat.key) for seat in world.SEATS}
        recused = {key for key, _ in self.sitting.recusals}
        rows = {
            line.pk: {"presence": Presence.HOLDER, "alternate_here": key in recused}
            for key, line in lines.items()
        }
        for key in self.sitting.absent:
            rows[lines[key].pk] = {"presence": Presence.ABSENT}
        for giver, receiver in self.sitting.proxies.items():
            rows[lines[giver].pk] = {"presence": Presence.REPRESENTED, "proxy_to": lines[receiver].pk}
        return rows

    def declare(self) -> None:
        """Who comes declares at their nomination, then on the agenda, the evening before."""
        away = {*self.sitting.absent, *self.sitting.proxies}
        for seat in world.SEATS:
            if seat.key not in away:
                self.declare_one(self.holder(seat.key), seat.key)
        for key, _ in self.sitting.recusals:
            self.declare_one(self.meeting.attendances.get(seat__holder=self.holder(key)).seat.alternate)

    def declare_one(self, person: Person, key: str = "") -> None:
        before = self.at - timedelta(days=1)
        interests.nominate(self.walk.call, by=person, at=before)
        motives = {
            self.walks[structure].pk: motive
            for (seat, structure), motive in self.sitting.recusals.items()
            if seat == key
        }
        files = interests.agenda_files(self.meeting, person)
        rows = {pk: (pk in motives, motives.get(pk, "")) for pk in files.values_list("pk", flat=True)}
        interests.declare_agenda(self.meeting.pk, by=person, rows=rows, at=before)

    # The course of the sitting

    def examine(self, item: AgendaItem) -> None:
        """One file: its hearing, what was said, the votes and observations of the table."""
        structure = next(key for key, walk in self.walks.items() if walk.pk == item.application_id)
        pk, by = self.meeting.pk, self.manager
        room.go_to(pk, item.pk, by=by)
        self.at = max(self.at, item.hearing_at)
        room.hear(pk, item.pk, "start", by=by, at=self.at)
        room.hear(pk, item.pk, "questions", by=by, at=self.tick())
        room.hear(pk, item.pk, "end", by=by, at=self.at + TALK)
        text = self.sitting.debates.get(structure) or pick(world.DEBATE, structure, self.walk.call_spec.key)
        room.write_debate(pk, item.pk, by=by, text=text)
        for key, named, words in self.sitting.observations:
            if named == structure:
                room.observe(pk, self.line(key).pk, by=by, text=words, item_id=item.pk, at=self.at + TALK)
        for poll in self.sitting.polls:
            if poll.structure == structure:
                self.vote(poll.question, poll, item_id=item.pk)

    def vote(self, question: str, poll: Poll | None = None, **on) -> None:
        secret, against = (poll.secret, poll.against) if poll else (False, ())
        refusing = {self.line(key).pk for key in against}
        row = voting.put(
            self.meeting.pk, by=self.manager, question=question, secret=secret, at=self.at + TALK, **on
        )
        hall = voting.hall_of(self.meeting)
        voters = hall.quorum(hall.files_of(row)).voters
        choices = {
            int(place.seat.id): Choice.AGAINST if int(place.seat.id) in refusing else Choice.FOR
            for place in voters
        }
        if secret:
            for place in voters:
                line = int(place.seat.id)
                voter = hall.people[place.person]
                voting.vote(self.meeting.pk, row.pk, line, by=voter, choice=choices[line])
        else:
            voting.record(self.meeting.pk, row.pk, by=self.manager, choices=choices)
        voting.close(self.meeting.pk, row.pk, by=self.manager, at=self.at + TALK + timedelta(seconds=40))

    def rank(self) -> None:
        for structure, rank, reason in self.sitting.ranks:
            walk = self.walks[structure]
            reading.choose_rank(walk.pk, by=self.president, rank=rank, reason=reason, at=self.at)

    def sign(self) -> None:
        at = self.clock.after_decision(SIGNED)
        closing.sign(self.meeting.pk, by=self.president, capacity=world.CAPACITY, at=at, await_drafts=False)
