"""Names known to the broker. Each does its step again from the rows: any of them may be lost or run twice."""

from celery import shared_task
from django.utils import timezone

from privacy.services import closing, executing, exporting, leftovers, retaining, telling


@shared_task
def make_export(export_id):
    exporting.make(export_id)


@shared_task
def send_closing(closing_id):
    telling.send_closing(closing_id)


@shared_task
def execute(elimination_id):
    executing.execute(elimination_id)


@shared_task
def sweep():
    """Each minute: what a lost message left behind."""
    exporting.sweep()
    for pk in telling.unsent(timezone.now()).values_list("pk", flat=True)[:200]:
        telling.send_closing(pk)
    executing.sweep()


@shared_task
def retain():
    """Each hour: what comes to the end of its time."""
    retaining.retain()
    closing.erase_closed()
    leftovers.clear()
