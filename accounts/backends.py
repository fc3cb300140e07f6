from django.contrib.auth.backends import ModelBackend

from accounts.errors import Forbidden, NotVisible
from accounts.policy import POLICY, permits


class PolicyBackend(ModelBackend):
    """The admin's model permissions, never on one object: the lines of POLICY are answered by the person (`has_perm`)."""

    def has_perm(self, user_obj, perm, obj=None):
        return perm not in POLICY and user_obj.is_active and obj is None and super().has_perm(user_obj, perm)


def may(person, action: str, obj) -> bool:
    """Whether this person may take this action on this object; unknown actions are an error, superusers get nothing extra."""
    return bool(person) and permits(person, action, obj)


def require(person, action: str, obj, *, to_see: str = "applications.view") -> None:
    """Raises NotVisible when this person may not know of the object, Forbidden when they may not take the action."""
    held = obj.roles_of(person) if person and person.is_active else frozenset()
    if POLICY[to_see].isdisjoint(held):
        raise NotVisible
    if POLICY[action].isdisjoint(held):
        raise Forbidden
