"""Wakes a worker after the commit. A lost nudge costs at most a minute: the beat picks up what it left behind."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def nudge(task: str, *arguments) -> None:
    """Sends the named task once the present transaction is committed; a dead broker is logged, never raised."""

    def send():
        try:
            current_app.send_task(task, args=arguments, ignore_result=True, retry=False)
        except (OperationalError, OSError) as error:
            log.warning("broker unreachable, %s%s left to the beat: %s", task, arguments, error)

    transaction.on_commit(send)
