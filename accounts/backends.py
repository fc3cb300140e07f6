from django.contrib.auth.backends import ModelBackend

from accounts.errors import Forbidden, NotVisible
from accounts.policy import POLICY


class PolicyBackend(ModelBackend):
    """Answers has_perm(action, object) from the POLICY table and the roles held on that object.

    A superuser gets the admin's model permissions and nothing from this table: sealed files stay sealed.
    """

    def has_perm(self, user_obj, perm, obj=None):
        if perm in POLICY:
            return (
                obj is not None and user_obj.is_active and not POLICY[perm].isdisjoint(obj.roles_of(user_obj))
            )
        return user_obj.is_active and obj is None and super().has_perm(user_obj, perm)


def may(person, action: str, obj) -> bool:
    """Whether this person may take this action on this object; unknown actions are an error, superusers get nothing extra."""
    return bool(person and person.is_authenticated and person.is_active) and not POLICY[action].isdisjoint(
        obj.roles_of(person)
    )


def require(person, action: str, obj, *, to_see: str = "applications.view") -> None:
    """Raises NotVisible when this person may not know of the object, Forbidden when they may not take the action."""
    held = obj.roles_of(person) if person and person.is_authenticated and person.is_active else frozenset()
    if POLICY[to_see].isdisjoint(held):
        raise NotVisible
    if POLICY[action].isdisjoint(held):
        raise Forbidden
