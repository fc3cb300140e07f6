"""A world where one candidate's files are closed to some of those who judge, and the addresses that could show them.

Every address of the rooms of files is asked. One that takes an argument unknown here fails with a sentence: say in
POINTS which object it is given, and the crawl covers it.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from accounts.enums import InterestKind, OrganisationKind, Role
from accounts.models import Interest, Organisation, Person
from applications.models import Application, Thread
from applications.services import arguments, drafting, vault
from calls.models import Programme
from documents.models import Document
from notifications.models import Message
from notifications.services import sweep
from reviews.enums import Presence, SittingDocument, Voice
from reviews.models import (
    AgendaDeclaration,
    AgendaItem,
    Assignment,
    Attendance,
    Conflict,
    Departure,
    Meeting,
    Observation,
    Opinion,
    Poll,
    Review,
    Seat,
    SittingPaper,
)
from reviews.services import deciding, planning, reading, scenarios, solving
from tests.factories import appoint, fill, make_call, member, started
from tests.factories.files import ANSWERS, BUDGET, TEXT, Walk, pdf
from tests.structure.routes import KINDS as KIND_OF
from tests.structure.routes import routes

SIREN = "732829320"
NAME, TITLE = "SECRETSTRUCTURE", "SECRETPROJET"
WORDS = "SECRETMOT"  # in every text written about the planted file
MARKS = ("71,37", "71.37", "73,41", "73.41", "72,39", "72.39")  # its two notes and their mean
EUROS = ("91 237", "91\u202f237", "91\u00a0237", "91237")
DAY = timedelta(days=1)

# Rooms whose addresses may show or touch a file; the others are tried in their own tests.
ROOMS = ("applications", "reviews", "awards", "documents", "notifications", "pages", "calls")
APART = ("accounts", "demo", "privacy")

# What each argument is given, by its name; « pk » by the address it stands in.
POINTS = {
    "slug": lambda name, world: world.programme if name == "calls:programme" else world.judged.slug,
    "call": lambda name, world: world.judged.slug,
    "number": lambda name, world: (world.funded if name.startswith("awards:") else world.file).number,
    "code": lambda name, world: world.report,
    "question": lambda name, world: "besoin",
    "token": lambda name, world: "envoi-inconnu",
    "kind": lambda name, world: KIND_OF.get(name, "reject"),
    "key": lambda name, world: "besoin" if name == "applications:lean" else "projet",
    "section": lambda name, world: world.section,
    "instalment": lambda name, world: world.instalment,
    "decision": lambda name, world: world.decision,
    "review": lambda name, world: world.review,
    "opinion": lambda name, world: world.opinion,
    "person": lambda name, world: world.reader,
    "item": lambda name, world: world.item,
    "poll": lambda name, world: world.poll,
    "line": lambda name, world: world.line,
    "year": lambda name, world: world.file.budget_year,
    "piece_pk": lambda name, world: world.kept.piece_id,
    "version_pk": lambda name, world: world.kept.pk,
    "pk": lambda name, world: getattr(world, PK_OF[name]) if name in PK_OF else row_of_call(name, world),
}
PK = {
    "authority": "seats name_seat",
    "seat": "end_seat",
    "meeting": """meeting edit_meeting agenda convene cancel_meeting second_meeting papers sign_minutes room
        room_live attendance open_meeting go_to hear debate observe room_rank close_meeting put record_ballots
        close_poll withdraw_poll cast vote agenda_declare""",
    "lot": """ranking calibration rank scenarios scenarios_progress compare_rules study decisions departure total
        acts cancel sign release promote""",
    "scenario": "scenario scenario_data apply_scenario levers",
    "plan": "plan plan_state adjust apply_plan",
    "interest": "end_interest",
}
PK_OF = {f"reviews:{name}": row for row, names in PK.items() for name in names.split()} | {
    "applications:remove_partner": "partner",
    "applications:attachment": "attachment",
    "applications:vault_keep": "attachment",
    "applications:vault": "structure",
    "applications:vault_add": "structure",
    "applications:vault_piece": "structure",
    "applications:vault_correct": "structure",
    "applications:vault_remove": "structure",
    "applications:vault_file": "structure",
    "applications:consent": "union",
    "applications:answer_item": "nothing",
    "applications:thread": "thread",
    "applications:member": "member",
    "applications:argument": "argument",
    "applications:retire_argument": "argument",
    "notifications:retry": "message",
    "notifications:message": "message",
}


def row_of_call(name, world) -> int:
    """Rows of a call itself (lots, criteria, questions…) say nothing of its files."""
    if name.startswith("calls:"):
        return world.lot
    return pytest.fail(
        f"{name} takes a « pk »: name the object it stands for in PK, tests/structure/conflicted.py, so that the"
        " crawl of conflicts asks for it."
    )


def address_of(name: str, names: list[str], world) -> str:
    unknown = [key for key in names if key not in POINTS]
    if unknown:
        pytest.fail(
            f"{name} takes {', '.join(unknown)}: say in POINTS, tests/structure/conflicted.py, which object of the"
            " planted file it is given, so that the crawl of conflicts asks for it."
        )
    return reverse(name, kwargs={key: POINTS[key](name, world) for key in names})


def addresses(world) -> dict[str, str]:
    """{what it is: address} of everything that could show the planted files."""
    found, rooms = {}, {name.split(":")[0] for name in routes()}
    if strange := rooms - {*ROOMS, *APART}:
        pytest.fail(f"Is a file shown in {', '.join(strange)}? Put the room in ROOMS or in APART.")
    for name, names in routes().items():
        if name.startswith(ROOMS):
            found[name] = address_of(name, names, world)
    return found | also(world)


def also(world) -> dict[str, str]:
    """What one address alone does not cover: searches, the other export, the call already decided, other acts."""
    judged, decided = world.judged, world.decided
    found = {
        "the list searched": reverse("applications:call_files", args=[judged.slug]) + f"?q={NAME}",
        "the list sorted": reverse("applications:call_files", args=[judged.slug]) + "?sort=-requested&lot=1",
        "the list as a workbook": reverse("applications:call_export", args=[judged.slug, "xlsx"]),
        "the act of the decision": reverse("documents:download", args=[world.act]),
        "the minutes": reverse("documents:download", args=[world.minutes]),
        "the meeting that is over": reverse("reviews:meeting", args=[world.past]),
        "the papers that are signed": reverse("reviews:papers", args=[world.past]),
    }
    for name in ("call_files", "opening"):
        found[f"decided: {name}"] = reverse(f"applications:{name}", args=[decided.slug])
    for kind in ("csv", "xlsx"):
        found[f"decided: {kind}"] = reverse("applications:call_export", args=[decided.slug, kind])
    for name in ("register", "register_csv", "progress"):
        found[f"decided: {name}"] = reverse(f"reviews:{name}", args=[decided.slug])
    for name in ("ranking", "decisions", "scenarios"):
        found[f"decided: {name}"] = reverse(f"reviews:{name}", args=[decided.lots.get().pk])
    for name in ("reviews:file", "reviews:read", "applications:file", "applications:documents"):
        found[f"decided: {name}"] = reverse(name, args=[world.funded.number])
    return found


# Addresses of one file alone: they do not exist for who is in conflict with it.
OWN = ("number", "code", "opinion", "review", "decision", "item", "poll")
# Closed as a whole to who is in conflict with any file, before the number in the address is even looked at.
CLOSED_BEFORE = {
    "reviews:levers": "the selections of the lot: the others' amounts would tell this file's fate"
}
# Acts on a whole call, files in conflict included, by their nature; who takes them reads nothing of these files.
ON_THE_WHOLE_CALL = {
    "reviews:abandon": "a call classed sans suite takes every file with it",
    "reviews:close_meeting": "a meeting is closed for all its items",
}


@dataclass(frozen=True)
class Who:
    """Someone who judges, in conflict with the planted files: how, and with which roles."""

    kind: str
    part: str
    person: Person = field(compare=False)

    def __str__(self):
        return f"{self.part} – {self.kind}"


AGENT = (Role.MANAGER, Role.INSTRUCTOR, Role.AUTHORITY_SIGNATORY, Role.FINANCE)
JUDGE = (Role.EXPERT, Role.COMMISSION_MEMBER, Role.PRESIDENT)
EVERY = "every role"  # what one person holds at once shows them everything that any of these roles shows
PARTS = {
    EVERY: (*AGENT, *JUDGE),
    "manager": AGENT[:1],
    "instructor": AGENT[1:2],
    "signatory": AGENT[2:3],
    "expert": JUDGE[:1],
    "member": JUDGE[1:2],
    "president": JUDGE[2:],
}
FREE = ("none", EVERY)  # in conflict with nothing: where the planted words are
KINDS = [("declared", EVERY), ("siren", EVERY), ("union", EVERY), ("interest", EVERY)]
ALONE = list(
    zip(("siren", "union", "interest", "declared", "interest", "union"), list(PARTS)[1:], strict=True)
)


def build(cast) -> SimpleNamespace:
    """Two calls of one authority: one being judged, one already decided; in each, the planted file and another."""
    plant(cast)
    people = [Who(kind, part, enrol(kind, part)) for kind, part in (FREE, *KINDS, *ALONE)]
    judged, decided = make_call(cast, closes_in=-3), make_call(cast, closes_in=-40)
    for who in people:
        give_roles(who, (judged, decided), cast)
    world = SimpleNamespace(cast=cast, judged=judged, decided=decided, people=people, nothing=0)
    world.authority, world.union = cast.authority.pk, cast.union.pk
    world.file, world.other = file_of(judged, cast, planted=True), file_of(judged, cast)
    judge(world)
    world.funded = file_of(decided, cast, planted=True)
    decide(world.funded, cast)
    Person.objects.update(wants_mail=False)  # told on the site only
    sweep()
    for who in people:
        put_in_conflict(who, world)
    return point(world)


def plant(cast) -> None:
    cast.structure.name, cast.structure.siren = f"Association {NAME}", SIREN
    cast.structure.save()


def enrol(kind, part) -> Person:
    email = f"{slugify(part)}.{kind}@conflits.test"
    return Person.objects.create(
        email=email, first_name=part.title(), last_name=kind.title(), password=make_password(None)
    )


def give_roles(who, calls, cast) -> None:
    held = set(PARTS[who.part])
    if agent := [role for role in AGENT if role in held]:
        member(who.person, cast.authority, *agent)
    for role in JUDGE:
        for call in calls if role in held else ():
            appoint(call, who.person, role, by=cast.manager)


def judges(who) -> bool:
    return not set(PARTS[who.part]).isdisjoint(JUDGE)


def sits(who) -> bool:
    return not set(PARTS[who.part]).isdisjoint(JUDGE[1:])


def file_of(call, cast, *, planted=False) -> Application:
    structure, by = (cast.structure, cast.signatory) if planted else (cast.other_structure, cast.rival)
    answers = ANSWERS | ({"besoin": WORDS} if planted else {})
    budget = BUDGET | ({"60": (21_237, ""), "74-ars": (91_237, "")} if planted else {})
    draft = fill(started(call, cast, structure=structure, by=by), cast, by=by, answers=answers, budget=budget)
    if planted:
        at = draft.edited_at
        drafting.save_identity(draft.pk, by=by, title=TITLE, requested_places=5, at=at)
        drafting.add_partner(draft.pk, by=by, at=at, name=f"Partenaire {WORDS}", role="Appui")
    walk = Walk(call, cast, draft)
    walk.submitted(by=by)
    for step in ("opened", "admissible"):
        getattr(walk, step)()
    return walk.file


def judge(world) -> None:
    """Everything that can be written of a file up to its decision, on both files."""
    cast, call = world.cast, world.judged
    for file in (world.file, world.other):
        words = WORDS if file == world.file else "Mot"
        for who in (
            world.people if file == world.file else ()
        ):  # what they have left to read is closed to them
            if Role.EXPERT in PARTS[who.part] and who.kind != "none":
                reading.assign(file.pk, who.person, by=cast.manager)
        reading.add_note(file.pk, by=cast.manager, text=f"Note interne, {words}.")
        Walk(call, cast, file).read()
        Review.objects.filter(assignment__application=file).update(strengths=f"{words} en point fort.")
        for row in file.assignments.filter(review__isnull=False):
            row.review.scores.update(justification=f"{words}, en une phrase de justification.")
        Opinion.objects.create(
            application=file, asked_of=cast.finance, asked_by=cast.manager, question=f"{words} ?",
            advice="favourable", text=f"Avis de la délégation, {words}.", answered_at=timezone.now(),
        )  # fmt: skip
    world.plan = solved("plan", plan(call, cast)).pk
    Review.objects.filter(assignment__application=world.file, assignment__reader=cast.expert).update(
        points="71.37"
    )
    Review.objects.filter(assignment__application=world.file, assignment__reader=cast.second_expert).update(
        points="73.41"
    )
    for file in (world.file, world.other):
        conclude(file, cast)
    lot = call.lots.get()
    world.scenario = solved("scenario", scenarios.study(lot, by=cast.manager, policy="strict")).pk
    world.decision = deciding.propose(
        world.file.pk, "select", by=cast.manager, motive=f"Motif {WORDS}.", amount=91_237
    ).pk
    kept = deciding.propose(world.other.pk, "select", by=cast.manager, motive=TEXT, amount=40_000)
    deciding.sign([kept.pk], by=cast.director, capacity="Directeur général")
    Departure.objects.create(lot=lot, reason=f"Écart, {WORDS}.", files=[world.file.number], by=cast.manager)
    world.meeting, world.past = sit(world, 2), sit(world, 1, over=True)


def plan(call, cast):
    bounds = {reader.pk: (0, 5) for reader in (cast.expert, cast.second_expert, cast.instructor)}
    return planning.ask(call, by=cast.manager, bounds=bounds, per_file=2)


def solved(name, row):
    assert solving.solve(name, row.pk), f"{name} was not solved"
    row.refresh_from_db()
    return row


def conclude(file, cast) -> None:
    walk = Walk(file.call, cast, file)
    walk.at = timezone.now()
    from reviews.services import reporting

    words = WORDS if file.title == TITLE else "Mot"
    fields = dict.fromkeys(("regularity", "fit", "strengths", "reserves", "cost"), f"{words}. {TEXT}")
    reporting.save_report(file.pk, by=cast.instructor, advice="favourable", **fields)
    reporting.sign_report(file.pk, by=cast.instructor)
    reporting.conclude(file.pk, by=cast.instructor)


def sit(world, number, *, over=False) -> int:
    """A meeting on both files, where everybody appointed sits: one still going on, or one over with its papers."""
    cast, now = world.cast, timezone.now()
    meeting = Meeting.objects.create(
        call=world.judged, number=number, starts_at=now, place="Salle 4", created_by=cast.manager,
        convened_at=now, convened_by=cast.manager, opened_at=now, opened_by=cast.president,
        **({"closed_at": now, "closed_by": cast.president} if over else {}),
    )  # fmt: skip
    items = [
        AgendaItem.objects.create(
            meeting=meeting, application=file, position=place, debate=f"Échanges, {words}."
        )
        for place, (file, words) in enumerate(((world.file, WORDS), (world.other, "mot")), start=1)
    ]
    line = None
    for place, who in enumerate(filter(sits, world.people)):
        seat, _ = Seat.objects.get_or_create(
            call=world.judged, authority=cast.authority, holder=who.person,
            defaults={"capacity": f"Siège {place}", "voice": Voice.DELIBERATIVE, "since": now.date() - DAY,
                      "presides": Role.PRESIDENT in PARTS[who.part], "named_by": cast.manager},
        )  # fmt: skip
        line = Attendance.objects.create(meeting=meeting, seat=seat, presence=Presence.HOLDER)
        AgendaDeclaration.objects.create(meeting=meeting, person=who.person)
    world.seat, world.line = line.seat_id, line.pk
    Observation.objects.create(meeting=meeting, item=items[0], attendance=line, text=f"Observation, {WORDS}.")
    Poll.objects.create(
        meeting=meeting, item=items[0], question=f"Avis sur {TITLE} ?",
        **({"closed_at": now, "carried": True, "votes_for": 3} if over else {}),
    )  # fmt: skip
    if over:
        for kind in (SittingDocument.CONVOCATION, SittingDocument.MINUTES, SittingDocument.RANKING):
            paper(meeting, kind, cast)
    else:
        meeting.current = items[0]
        meeting.save(update_fields=["current"])
    return meeting.pk


PAPERS = {
    SittingDocument.CONVOCATION: "convocation",
    SittingDocument.MINUTES: "minutes",
    SittingDocument.RANKING: "ranking_list",
}
CODES = count(1)


def paper(meeting, kind, cast) -> None:
    document = Document.objects.create(
        kind=PAPERS[kind], reference=f"{meeting.pk}-{kind}", code=f"AAAA-BBBB-CCCC-{next(CODES):04d}",
        authority=cast.authority, context={"files": [NAME]}, context_sha256="0" * 64, released_at=timezone.now(),
    )  # fmt: skip
    SittingPaper.objects.create(meeting=meeting, document=document, kind=kind)


def decide(file, cast) -> None:
    """From the instruction to the agreement signed and the activity report."""
    walk = Walk(file.call, cast, file)
    walk.at = max(walk.closed, timezone.now() - 20 * DAY)
    walk.reviewed()
    walk.selected(amount=91_237)
    walk.funded()


def put_in_conflict(who, world) -> None:
    """After everything was read, told and given: the conflict closes what was open, the other file stays open."""
    if judges(who):
        free(who, world.other)
    CONFLICTS[who.kind](who, world, world.cast)


def free(who, *files) -> None:
    Conflict.objects.bulk_create(
        Conflict(application=file, person=who.person, has_conflict=False) for file in files
    )


def declares(who, world, cast):
    for file in (world.file, world.funded):
        Conflict.objects.create(
            application=file, person=who.person, has_conflict=True, motive="Lien de parenté."
        )


def joins_the_sister(who, world, cast):
    sister, _ = Organisation.objects.get_or_create(
        kind=OrganisationKind.APPLICANT,
        name="Zone sœur",
        siren=SIREN,
        defaults={"verified_at": timezone.now()},
    )
    member(who.person, sister, Role.EDITOR)


def joins_the_union(who, world, cast):
    member(who.person, cast.union, Role.UNION_DELEGATE)


def declares_an_interest(who, world, cast):
    Interest.objects.create(person=who.person, kind=InterestKind.FAMILY, siren=SIREN)


def declares_nothing(who, world, cast):
    free(who, world.file, world.funded)


CONFLICTS = {
    "none": declares_nothing,
    "declared": declares,
    "siren": joins_the_sister,
    "union": joins_the_union,
    "interest": declares_an_interest,
}


def point(world) -> SimpleNamespace:
    """What the addresses are given: the rows of the planted files."""
    cast, file = world.cast, world.file
    world.lot, world.section = world.judged.lots.get().pk, world.judged.forms.get().sections.first().pk
    world.attachment, world.partner = file.attachments.first().pk, file.partners.first().pk
    world.structure = file.structure_id
    world.kept = vault.put(
        file.structure,
        by=file.created_by,
        kind="other",
        title=WORDS,
        upload=pdf(),
        dated=timezone.localdate(),
    )
    world.review = Review.objects.filter(assignment__application=file).first().pk
    world.reader = Assignment.objects.filter(application=file).first().reader_id
    world.opinion = file.opinions.get().pk
    world.item = AgendaItem.objects.get(meeting=world.meeting, application=file).pk
    world.poll = Poll.objects.get(meeting=world.meeting).pk
    world.interest = Interest.objects.create(person=cast.stranger, kind="past", siren=SIREN).pk
    world.instalment = world.funded.agreement.instalments.first().pk
    world.message = Message.objects.filter(application=file).first().pk
    world.report = file.acts.get(document__kind="instruction_report").document.code
    world.act = world.funded.acts.filter(document__kind="favourable").get().document.code
    world.minutes = SittingPaper.objects.get(meeting=world.past, kind=SittingDocument.MINUTES).document.code
    thread = Thread.objects.create(
        application=file, union=cast.union, part="besoin", label=WORDS, quote=WORDS
    )
    thread.remarks.create(side="union", by=cast.delegate, text=WORDS)
    world.thread, world.member = thread.pk, file.structure_id
    world.argument = arguments.write(cast.union, by=cast.delegate, theme="need", title="T", text="T").pk
    Programme.objects.create(name="Programme", slug="programme", authority=cast.authority, summary="S")
    world.programme = "programme"
    world.secrets = (NAME, TITLE, WORDS, *MARKS, *EUROS, file.number, world.funded.number)
    return world
