from celery import shared_task

from applications.services import calendar


@shared_task
def tick():
    """Each minute: calls and files reach their dates."""
    calendar.tick()
