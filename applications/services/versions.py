"""Earlier values of an answer: kept as people write, put back when they ask."""

from datetime import timedelta

from applications.models import AnswerVersion

ONE_SITTING = timedelta(minutes=10)
KEPT_SHARE = 0.8  # a text that loses more than a fifth begins a new version: what was cut can be found again


def keep(application, values: dict, *, by, page: str, at) -> None:
    """Keeps these answers as versions; a text one goes on writing on the same page replaces its own last version."""
    last = _last(application, values)
    for key, value in values.items():
        before = last.get(key)
        if before and _goes_on(before, value, page, at):
            before.value, before.at = value, at
            before.save(update_fields=["value", "at"])
        else:
            AnswerVersion.objects.create(
                application=application, key=key, value=value, by=by, page=page, at=at
            )


def _last(application, keys) -> dict[str, AnswerVersion]:
    """The latest version of each of these answers."""
    rows = application.versions.filter(key__in=list(keys)).order_by("at", "id")
    return {row.key: row for row in rows}


def _goes_on(before, value, page, at) -> bool:
    if before.page != page or at - before.at > ONE_SITTING:
        return False
    if isinstance(before.value, str) and isinstance(value, str):
        return len(value) >= KEPT_SHARE * len(before.value)
    return before.value in (None, "", [])
