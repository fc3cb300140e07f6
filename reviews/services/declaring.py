"""Writing what a person says of files: the row of before is replaced, a conflict ends their reading.

A file once deliberated or decided keeps the readings it was judged on.
"""

from accounts.nudge import nudge
from reviews.models import Assignment, Conflict
from reviews.queries.commission.coverage import settled

DECLARED = "Conflit d’intérêts déclaré"


def record(files, rows: dict[int, tuple[bool, str]], *, by, at) -> list[Conflict]:
    """One declaration per file, {file: (has a conflict, which)}; inside the caller's transaction."""
    Conflict.objects.filter(application__in=files, person=by, lifted_at=None).update(lifted_at=at)
    made = Conflict.objects.bulk_create(
        Conflict(
            application=file,
            person=by,
            has_conflict=rows[file.pk][0],
            motive=rows[file.pk][1].strip(),
            declared_at=at,
        )
        for file in files
    )
    conflicts = [row for row in made if row.has_conflict]
    left = {row.application_id for row in conflicts}
    left -= settled([file for file in files if file.pk in left])
    readings = Assignment.objects.current().filter(reader=by, application__in=left)
    readings.update(ended_at=at, end_reason=DECLARED)
    for row in conflicts:
        nudge("notifications.tasks.tell", "conflict", row.pk)
    return made
