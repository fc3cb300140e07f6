"""The margin of a file: the parts one may comment on, their threads, and what the other side may do."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from applications.budget import BY_CODE
from applications.enums import ConsentLevel, MarginSide, State
from applications.models import Remark, Thread
from applications.queries.content import snapshot_content
from applications.queries.declaring import OWN
from calls.enums import QuestionKind
from engine.money import euros

IDENTITY, BUDGET, PARTNERS = "@identity", "@budget", "@partners"
NOTHING = "Sans réponse"


@dataclass
class Passage:
    """One part of a file as it stands, with the threads about it."""

    part: str
    label: str
    shown: str
    threads: list = field(default_factory=list)

    @property
    def open_count(self) -> int:
        return sum(thread.settled_at is None for thread in self.threads)


@dataclass
class Chapter:
    title: str
    passages: list[Passage]


def passages(application) -> list[Chapter]:
    """Every part of the file one may comment on, as it stands now, in the order of the form."""
    content = snapshot_content(application)
    pieces: dict[str, list[str]] = {}
    for row in content["attachments"]:
        pieces.setdefault(row["question_key"], []).append(row["name"])
    project = [Passage(IDENTITY, "Intitulé du projet", content["title"])]
    if application.with_money:
        project.append(Passage(BUDGET, "Budget prévisionnel", _budget(content["budget"])))
    project.append(Passage(PARTNERS, "Partenaires", _partners(content["partners"])))
    chapters = [
        Chapter(section["title"], [_passage(answer, pieces) for answer in section["answers"]])
        for section in content["sections"]
    ]
    return [*chapters, Chapter("Le projet en bref", project)]


def _passage(answer, pieces) -> Passage:
    shown = answer["shown"]
    if answer["kind"] == QuestionKind.FILE:
        shown = "\n".join(pieces.get(answer["key"], []))
    return Passage(answer["key"], answer["label"], shown)


def _budget(lines) -> str:
    return "\n".join(
        f"{BY_CODE[line['account']].label} : {euros(line['amount'])}"
        for line in lines
        if line["account"] in BY_CODE
    )


def _partners(rows) -> str:
    return "\n".join(f"{row['name']} – {row['role']}" for row in rows)


def margin(application, person) -> list[Chapter]:
    """The parts of the file with the threads this person may read; a part that left the form keeps its threads."""
    chapters, by_part = passages(application), threads_by_part(application, person)
    for chapter in chapters:
        for passage in chapter.passages:
            passage.threads = marked(by_part.pop(passage.part, []), passage.shown)
    if left := [row for rows in by_part.values() for row in marked(rows, "")]:
        labels = {thread.part: thread.label for thread in left}
        gone = [
            Passage(part, label, "", [thread for thread in left if thread.part == part])
            for part, label in labels.items()
        ]
        chapters.append(Chapter("Questions qui ne sont plus posées", gone))
    return chapters


def threads_by_part(application, person) -> dict[str, list[Thread]]:
    found: dict[str, list[Thread]] = {}
    for thread in threads_of(application, person):
        found.setdefault(thread.part, []).append(thread)
    return found


def threads_of(application, person):
    """The threads of the file this person may read, with their remarks."""
    remarks = Prefetch("remarks", Remark.objects.select_related("by"))
    rows = Thread.objects.visible_to(person).filter(application=application)
    return rows.select_related("union", "settled_by").prefetch_related(remarks)


def marked(threads, shown: str) -> list[Thread]:
    """The threads, open ones first, each with its last remark and whether the answer changed since it was quoted."""
    for thread in threads:
        thread.changed = thread.quote != shown
        thread.last = list(thread.remarks.all())[-1]
    return sorted(threads, key=lambda thread: (thread.settled_at is not None, thread.opened_at, thread.pk))


def side_of(application, person) -> MarginSide:
    """On which side this person writes: the structure's own people are never their union."""
    own = application.roles_of(person) & OWN
    return MarginSide.STRUCTURE if own else MarginSide.UNION


def commenting_unions(application) -> list:
    """The unions that may comment today, by name."""
    rows = application.consents.current().filter(level__gte=ConsentLevel.COMMENT).select_related("union")
    return sorted((row.union for row in rows), key=lambda union: (union.name, union.pk))


def is_commented(application) -> bool:
    """Whether the page of comments has something to show or to receive."""
    return bool(application.threads.exists() or commenting_unions(application))


def refusals_to_write(application) -> list[str]:
    """Why nothing may be written in the margin now."""
    if application.state == State.DRAFT:
        return []
    return ["Ce dossier n’est plus en préparation : ses commentaires sont figés."]
