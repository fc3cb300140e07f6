"""The départements files name in their answers, whichever way they were asked: départements, or places inside them."""

from accounts.enums import PlaceLevel
from accounts.models import Place
from applications.questions import PLACED
from calls.models import Question

CHUNK = 500  # keys asked for in one query
Named = dict[int, list[str]]


def named_by(call, files) -> Named:
    """{file: the codes of the départements its answers name, in their order}; those of a place are all it lies in."""
    asked = Question.objects.filter(section__form__call=call, kind__in=PLACED)
    ordered = asked.order_by("-section__form__number", "position").values_list("key", flat=True)
    keys = list(dict.fromkeys(ordered))
    answers = {file.pk: [row for key in keys for row in _listed(file.answers.get(key))] for file in files}
    where = _where({_key(row) for rows in answers.values() for row in rows if isinstance(row, dict)})
    return {
        pk: list(dict.fromkeys(code for row in rows for code in _codes(row, where)))
        for pk, rows in answers.items()
    }


def _listed(answer) -> list:
    return answer if isinstance(answer, list) else []


def _key(row: dict) -> tuple[str, str]:
    return str(row.get("level", "")), str(row.get("code", ""))


def _codes(row, where) -> list[str]:
    """A département is answered by its code, a place by a row; one that left the code of the year names nothing."""
    if not isinstance(row, dict):
        return [str(row)]
    level, code = _key(row)
    return [code] if level == PlaceLevel.DEPARTEMENT else where.get((level, code), [])


def _where(keys: set[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """{(level, code): its départements} of the places that are no département."""
    wanted = sorted(key for key in keys if key[0] != PlaceLevel.DEPARTEMENT)
    found: dict[tuple[str, str], list[str]] = {}
    for start in range(0, len(wanted), CHUNK):
        for place in Place.objects.named(wanted[start : start + CHUNK]).only("level", "code", "departements"):
            found[place.level, place.code] = place.codes
    return found
