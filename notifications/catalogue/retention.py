"""What a structure is told before its data go: the room `privacy` says when."""

from notifications import audiences as a
from notifications.catalogue.moves import Notice

RETENTION: dict[str, Notice] = {
    "warning": Notice("retention_warning", a.STRUCTURE),
    "reminder": Notice("retention_reminder", a.STRUCTURE),
    "hidden": Notice("retention_hidden", a.STRUCTURE, page="kept"),
}
