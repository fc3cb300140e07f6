"""Names known to the broker. Each does its step again from the rows: any of them may be lost or run twice."""

from celery import shared_task

from notifications import services


@shared_task
def deliver(transition_id):
    services.deliver(transition_id)


@shared_task
def tell(kind, pk):
    services.tell(kind, pk)


@shared_task
def send(message_id):
    services.send(message_id)


@shared_task
def released(document_id):
    services.released(document_id)


@shared_task
def sweep():
    services.sweep()


@shared_task
def remind():
    services.remind()
