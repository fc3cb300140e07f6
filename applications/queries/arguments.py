"""Reads of the libraries of arguments: those one may read, those offered beside a question."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import UnionMembership
from applications.enums import Theme
from applications.models import Argument, ArgumentVersion


def readable(person, chosen: dict, *, retired: bool = False):
    """The arguments this person may read, narrowed by theme, category and words of the last version."""
    rows = Argument.objects.visible_to(person)
    if not retired:
        rows = rows.current()
    if chosen.get("theme"):
        rows = rows.filter(theme=chosen["theme"])
    if chosen.get("category"):
        rows = rows.filter(Q(categories=chosen["category"]) | Q(categories=None))
    return with_versions(matching(rows, (chosen.get("q") or "").strip()))


def matching(rows, words: str):
    if not words:
        return rows
    later = ArgumentVersion.objects.filter(argument=OuterRef("argument"), number__gt=OuterRef("number"))
    last = ArgumentVersion.objects.filter(~Exists(later), argument=OuterRef("pk"))
    return rows.filter(Exists(last.filter(Q(title__icontains=words) | Q(text__icontains=words))))


def with_versions(rows):
    return rows.select_related("union").prefetch_related("versions__by", "categories").distinct()


def offered_to(application):
    """The current arguments of the unions the structure of this file adheres to today."""
    adhesions = UnionMembership.objects.current().filter(
        union=OuterRef("union"), member=application.structure_id
    )
    return Argument.objects.current().filter(Exists(adhesions))


def best_first(application) -> list[Argument]:
    """The arguments offered for this file, those for its structure's categories first, then by theme."""
    mine = set(application.structure.establishments.exclude(category=None).values_list("category", flat=True))
    rows = list(with_versions(offered_to(application)))
    order = {theme: rank for rank, theme in enumerate(Theme.values)}

    def key(argument):
        wanted = {category.pk for category in argument.categories.all()}
        return not (wanted & mine), bool(wanted), order[argument.theme], argument.pk

    return sorted(rows, key=key)


def joined(answer: str, text: str) -> str:
    """The answer with the argument after it, a blank line between them."""
    return f"{answer.rstrip()}\n\n{text.strip()}" if answer.strip() else text.strip()


def excess(question, answer: str, text: str) -> int:
    """By how many characters the answer would be too long with this argument; 0 when it fits."""
    limit = question.limits.get("max_length")
    return max(0, len(joined(answer, text)) - limit) if limit else 0
