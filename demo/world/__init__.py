"""The demonstration world as tables: no rule, no database. `demo.build` walks them through the real services."""

from demo.world.files import FILES
from demo.world.founding import FOUNDING
from demo.world.shapes import CallSpec
from demo.world.today import TODAY

# Those open today first: they are what a visitor looks for while the rest is built.
ORDER = (
    *(spec for spec in TODAY if spec.key.startswith("O")),
    *FOUNDING,
    *(s for s in TODAY if s.key.startswith("N")),
)
CALLS: dict[str, CallSpec] = {spec.key: spec for spec in ORDER}

__all__ = ["CALLS", "FILES"]
