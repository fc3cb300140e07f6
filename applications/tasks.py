from celery import shared_task

from applications.services import calendar, keeping, rereading, scanning, sending


@shared_task
def tick():
    """Each minute: calls and files reach their dates."""
    calendar.tick()


@shared_task
def scan(sha256):
    scanning.scan(sha256)


@shared_task
def sweep_scans():
    """Each minute: what waits for the antivirus."""
    scanning.sweep()


@shared_task
def reread():
    """Each two minutes: tonight's reading of everything kept begins or goes on."""
    rereading.nightly()


@shared_task
def tidy():
    """Each quarter of an hour: files that never finished arriving, bytes that nothing cites."""
    sending.expire()
    keeping.release_uncited()
