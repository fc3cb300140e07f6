"""Writes: joining and founding, members and their roles, invitations, what an organisation declares."""

from accounts.services.invitations import accept_invitation, invite, mail_again, refusals, revoke
from accounts.services.joining import (
    accept,
    ask_to_join,
    cancel_request,
    found,
    recognise,
    refuse,
    set_aside,
)
from accounts.services.members import change_roles, end_membership, leave
from accounts.services.profiles import save_bank, save_contacts
from accounts.services.structures import (
    adhere,
    edit_identity,
    end_adhesion,
    remove_establishment,
    save_establishment,
)

__all__ = [
    "accept",
    "accept_invitation",
    "adhere",
    "ask_to_join",
    "cancel_request",
    "change_roles",
    "edit_identity",
    "end_adhesion",
    "end_membership",
    "found",
    "invite",
    "leave",
    "mail_again",
    "recognise",
    "refusals",
    "refuse",
    "remove_establishment",
    "revoke",
    "save_bank",
    "save_contacts",
    "save_establishment",
    "set_aside",
]
