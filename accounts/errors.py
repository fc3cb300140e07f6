"""What a service or a door may answer instead of doing: the pages turn these into 404, 403, 422 and a detour."""

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

__all__ = ["Closed", "DeclareFirst", "Forbidden", "NotVisible", "Refused"]

Forbidden = PermissionDenied  # visible, but not one's to do: no reason is told


class Closed(PermissionDenied):
    """Forbidden for a reason this person may know: one French sentence, shown by the page."""


class NotVisible(ObjectDoesNotExist):
    """The object does not exist for this person."""


class Refused(Exception):
    """Allowed but not possible now; `reasons` are French sentences the reader can act on."""

    def __init__(self, *reasons: str):
        self.reasons = list(reasons)
        super().__init__(" ".join(reasons))


class DeclareFirst(Exception):
    """Interests are to be declared on this page before the one asked for opens."""

    def __init__(self, page: str):
        self.page = page
        super().__init__(page)
