"""A fixed cast and the calls and files it plays with. A file reaches a state only through legal moves."""

from tests.factories.cast import Cast, make_cast, member, person
from tests.factories.files import fill, reach, started
from tests.factories.offers import appoint, make_call

__all__ = ["Cast", "appoint", "fill", "make_call", "make_cast", "member", "person", "reach", "started"]
