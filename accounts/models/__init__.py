"""Who people and organisations are, what they say of themselves, and what the public registers say of them."""

from accounts.models.organisations import (
    FINESS_TAKEN,
    INVITATION_SALT,
    SIRET_TAKEN,
    Establishment,
    Expertise,
    Grant,
    Interest,
    Invitation,
    InvitationQuerySet,
    Membership,
    Organisation,
    OrganisationQuerySet,
    Person,
    PersonManager,
    StructureCategory,
    Territory,
    UnionMembership,
    draw_nonce,
)
from accounts.models.places import Place, folded, spread
from accounts.models.profiles import Profile, profile_of
from accounts.models.registers import Known, RegisterEntry, RegisterSnapshot

__all__ = [
    "FINESS_TAKEN",
    "INVITATION_SALT",
    "SIRET_TAKEN",
    "Establishment",
    "Expertise",
    "Grant",
    "Interest",
    "Invitation",
    "InvitationQuerySet",
    "Known",
    "Membership",
    "Organisation",
    "OrganisationQuerySet",
    "Person",
    "PersonManager",
    "Place",
    "Profile",
    "RegisterEntry",
    "RegisterSnapshot",
    "StructureCategory",
    "Territory",
    "UnionMembership",
    "draw_nonce",
    "folded",
    "profile_of",
    "spread",
]
