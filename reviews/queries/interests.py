"""What ties a person to a candidate: found from affiliations and declared interests, told in words, never guessed.

Three readings of one rule, which a test holds together: `Organisation.objects.tied_to` (one person, any structure),
`Organisation.tied_people` (one structure, anybody) and `ties` here (many of both, with the reasons).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.enums import MembershipStatus, OrganisationKind, Role
from accounts.models import Establishment, Grant, Interest, Membership, UnionMembership
from reviews.models import Conflict, Waiver

DECLARED = "Conflit d’intérêts déclaré"
# (where it comes from, how it reaches the structure): what the person reads, what the manager reads
SENTENCES = {
    ("member", "self"): ("Vous êtes membre de la structure.", "Membre de la structure"),
    ("member", "siren"): (
        "Vous êtes membre d’une organisation de même SIREN que la structure\u00a0: {through}.",
        "Membre d’une organisation de même SIREN que la structure\u00a0: {through}",
    ),
    ("member", "union"): (
        "Vous êtes membre d’une union à laquelle adhère la structure\u00a0: {through}.",
        "Membre d’une union à laquelle adhère la structure\u00a0: {through}",
    ),
    ("interest", "self"): (
        "Vous avez déclaré un lien avec la structure\u00a0: {through}.",
        "Lien déclaré avec la structure\u00a0: {through}",
    ),
    ("interest", "siren"): (
        "Vous avez déclaré un lien avec une organisation de même SIREN que la structure\u00a0: {through}.",
        "Lien déclaré avec une organisation de même SIREN que la structure\u00a0: {through}",
    ),
    ("interest", "site"): (
        "Vous avez déclaré un lien avec un établissement de la structure\u00a0: {through}.",
        "Lien déclaré avec un établissement de la structure\u00a0: {through}",
    ),
    ("interest", "union"): (
        "Vous avez déclaré un lien avec une union à laquelle adhère la structure\u00a0: {through}.",
        "Lien déclaré avec une union à laquelle adhère la structure\u00a0: {through}",
    ),
}


@dataclass(frozen=True)
class Tie:
    """One way in which a person is too close to a structure, since when, and until when if it is over."""

    source: str
    way: str
    through: str
    since: datetime
    until: datetime | None = None
    holds_role: bool = False  # writes or signs for the structure itself: never set aside
    detail: str = ""  # what the person added to their interest

    @property
    def told(self) -> str:
        """The sentence for the person themselves."""
        return SENTENCES[self.source, self.way][0].format(through=self.through)

    @property
    def reason(self) -> str:
        """The sentence for the manager."""
        return SENTENCES[self.source, self.way][1].format(through=self.through)


class Reach:
    """Which of these structures an organisation leads to: itself, by SIREN, by one of its sites, by a union."""

    def __init__(self, structures, since=None):
        self.structures = {structure.pk: structure for structure in structures}
        self.adhesions = defaultdict(list)
        unions = {}
        for row in _adhesions(self.structures, since):
            self.adhesions[row.union_id].append(row)
            unions[row.union_id] = row.union
        self.by_siren, self.by_finess, self.by_site = defaultdict(set), defaultdict(set), defaultdict(set)
        self.unions = unions
        for one in (*self.structures.values(), *unions.values()):
            if one.siren:
                self.by_siren[one.siren].add(one.pk)
            if one.finess:
                self.by_finess[one.finess].add(one.pk)
        sites = Establishment.objects.filter(organisation__in={*self.structures, *unions}).exclude(finess="")
        for finess, organisation in sites.values_list("finess", "organisation"):
            self.by_site[finess].add(organisation)

    def from_organisation(self, organisation) -> Iterator[tuple[int, str, UnionMembership | None]]:
        """(structure, way, adhesion) for someone who belongs to this organisation, or is tied to it."""
        same = self.by_siren[organisation.siren] if organisation.siren else set()
        return self._spread({organisation.pk: "self"} | dict.fromkeys(same - {organisation.pk}, "siren"))

    def from_numbers(self, siren: str, finess: str) -> Iterator[tuple[int, str, UnionMembership | None]]:
        """The same for someone who gave a number only."""
        near = dict.fromkeys(self.by_site[finess] if finess else (), "site")
        near |= dict.fromkeys(self.by_siren[siren] if siren else (), "self")
        return self._spread(near | dict.fromkeys(self.by_finess[finess] if finess else (), "self"))

    def _spread(self, near: dict[int, str]):
        for key, way in near.items():
            if key in self.structures:
                yield key, way, None
            for adhesion in self.adhesions.get(key, ()):
                yield adhesion.member_id, "union", adhesion


def _adhesions(structures, since):
    rows = UnionMembership.objects.filter(member__in=list(structures)).select_related("union")
    day = timezone.localdate(since) if since else timezone.localdate()
    return rows.filter(Q(until__isnull=True) | Q(until__gte=day))


def ties(structures, people, *, since=None) -> dict[tuple[int, int], list[Tie]]:
    """{(structure, person): what ties them}, in a fixed number of reads; with `since`, also what has ended since."""
    reach, found = Reach(structures, since), defaultdict(list)
    for row in _memberships(people, since):
        for structure, way, adhesion in reach.from_organisation(row.organisation):
            began = row.answered_at or row.asked_at
            tie = _tie("member", way, str(row.organisation), began, row.ended_at, adhesion)
            role = way == "self" and row.holds_role and not row.ended_at
            found[structure, row.person_id].append(Tie(*tie, holds_role=role))
    for row in _interests(people, since):
        for structure, way, adhesion in _reached_by(row, reach):
            through = row.get_kind_display() if way == "self" else str(row)
            tie = _tie("interest", way, through, row.declared_at, row.ended_at, adhesion)
            found[structure, row.person_id].append(Tie(*tie, detail=row.detail))
    return dict(found)


def _reached_by(interest, reach):
    if interest.organisation_id:
        yield from reach.from_organisation(interest.organisation)
    yield from reach.from_numbers(interest.siren, interest.finess)


def _tie(source, way, through, began, ended, adhesion):
    """The fields of a tie; one that goes through an adhesion lasts no longer than it."""
    if adhesion:
        began = max(began, _morning(adhesion.since))
        over = _morning(adhesion.until) if adhesion.until and adhesion.until < timezone.localdate() else None
        ended = min(filter(None, (ended, over)), default=None)
    return source, way, through, began, ended


def _morning(day):
    return timezone.make_aware(datetime.combine(day, time()))


def _memberships(people, since):
    """The memberships of these people, but those of an authority: it is from there that one judges."""
    role = Grant.objects.filter(membership=OuterRef("pk"), role__in=[Role.EDITOR, Role.SIGNATORY])
    rows = Membership.objects.filter(_current(since), person__in=_keys(people)).annotate(
        holds_role=Exists(role)
    )
    return rows.exclude(organisation__kind=OrganisationKind.AUTHORITY).select_related("organisation")


def _current(since) -> Q:
    """Members today; with `since`, also those who left after it, but not a request that its author took back."""
    if since is None:
        return Q(status=MembershipStatus.ACTIVE)
    never = Q(answered_by=None, asked_at__lt=F("answered_at"))
    return Q(status=MembershipStatus.ACTIVE) | Q(status=MembershipStatus.ENDED, ended_at__gte=since) & ~never


def _interests(people, since):
    current = Q(ended_at=None) | (Q(ended_at__gte=since) if since else Q())
    rows = Interest.objects.filter(current, person__in=_keys(people)).select_related("organisation")
    return rows.exclude(organisation__kind=OrganisationKind.AUTHORITY)


def _keys(people) -> list[int]:
    return [person.pk for person in people]


def affiliations(person) -> list[str]:
    """What this person is known to be tied to today, in sentences: where they are a member, what they declared."""
    mine = _memberships([person], None)
    return [f"Membre\u00a0– {row.organisation}" for row in mine] + [
        str(row) for row in _interests([person], None)
    ]


def tied_readers(files, readers) -> dict[tuple[int, int], str]:
    """{(file, reader): why the reader is too close to its structure}, without the ties set aside."""
    found = ties([file.structure for file in files], readers)
    waived = set(Waiver.objects.filter(application__in=files).values_list("application", "person"))
    return {
        (file.pk, reader.pk): "\u00a0; ".join(tie.reason for tie in rows)
        for file in files
        for reader in readers
        if (rows := found.get((file.structure_id, reader.pk))) and (file.pk, reader.pk) not in waived
    }


def barred_readers(files, readers) -> dict[tuple[int, int], str]:
    """{(file, reader): why they may not judge it}: the ties found, and the conflicts they declared."""
    rows = Conflict.objects.filter(application__in=files, has_conflict=True, lifted_at=None)
    declared = dict.fromkeys(rows.values_list("application", "person"), DECLARED)
    return tied_readers(files, readers) | declared
