"""Wakes a worker after the commit. A lost nudge costs at most a minute: the beat picks up what it left behind."""

import logging
import time

from celery import current_app
from django.db import transaction
from kombu.exceptions import ChannelError, OperationalError

log = logging.getLogger(__name__)

QUIET_SECONDS = 15  # a dead broker is not asked again for each of a hundred letters: each try costs a second
quiet = {"until": 0.0}


def nudge(task: str, *arguments) -> None:
    """Sends the named task once the present transaction is committed; a dead broker is logged, never raised."""

    def send():
        if time.monotonic() < quiet["until"]:
            return
        try:
            current_app.send_task(task, args=arguments, ignore_result=True, retry=False)
        except (OperationalError, ChannelError, OSError) as error:
            quiet["until"] = time.monotonic() + QUIET_SECONDS
            log.warning("broker unreachable, %s%s left to the beat: %s", task, arguments, error)

    transaction.on_commit(send)
