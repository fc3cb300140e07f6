"""One file on its way: who acts, and at what instant, each step after the one before."""

from datetime import datetime

from django.db.models import Max

from accounts.models import Person
from applications.models import Application
from calls.models import Call
from demo.build.clock import STEP, Clock
from demo.build.people import Cast
from demo.world.people import CAPACITY
from demo.world.shapes import CallSpec, FileSpec


class Walk:
    """What a step needs: the file as it stands, its people, its calendar."""

    def __init__(self, call_spec: CallSpec, spec: FileSpec, rank: int, call: Call, clock: Clock, cast: Cast):
        self.call_spec, self.spec, self.rank = call_spec, spec, rank
        self.call, self.clock, self.cast = call, clock, cast
        self.structure = cast.structures[spec.structure]
        self.lot = call.lots.get(code=str(spec.lot))
        self.pk = self._existing()
        self.cursor = self._last_instant()

    def _existing(self) -> int | None:
        files = Application.objects.filter(lot=self.lot, structure=self.structure)
        return files.values_list("pk", flat=True).first()

    def _last_instant(self) -> datetime:
        if self.pk is None:
            return self.clock.opens_at
        last = Application.objects.filter(pk=self.pk).aggregate(
            at=Max("transitions__at"), edited=Max("edited_at")
        )
        return last["at"] or last["edited"]

    @property
    def file(self) -> Application:
        return Application.objects.select_related("call__authority", "lot", "structure", "form").get(
            pk=self.pk
        )

    def now(self, wanted: datetime) -> datetime:
        """The instant of the next act: the one wanted, after the act before, and never in the future."""
        self.cursor = min(max(wanted, self.cursor + STEP), max(self.clock.born, self.cursor))
        return self.cursor

    # The people

    @property
    def signatory(self) -> Person:
        return self.cast.signatory(self.spec.structure)

    @property
    def editor(self) -> Person:
        return self.cast.editor(self.spec.structure)

    def officer(self, role: str) -> Person:
        return self.cast.officer(self.call_spec.authority, role)

    @property
    def director(self) -> Person:
        return self.officer("authority_signatory")

    @property
    def capacity(self) -> str:
        return CAPACITY["ministry" if self.call_spec.authority == "FR" else "authority"]

    def readers(self) -> list[Person]:
        """The experts of the file: as many as the call asks, those in conflict passed over."""
        turned = [self.cast.experts[(self.rank + i) % 3] for i in range(3)]
        free = [person for person in turned if not self.file.in_conflict(person)]
        return free[: self.call.reviews_per_file]
