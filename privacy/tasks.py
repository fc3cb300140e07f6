"""Names known to the broker. Each does its step again from the rows: any of them may be lost or run twice."""

from celery import shared_task


@shared_task
def sweep(): ...
