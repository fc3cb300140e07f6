from celery import shared_task

from reviews.services import interests, promoting, scenarios, solving


@shared_task
def solve(name, key):
    solving.solve(name, key)


@shared_task
def sweep():
    solving.sweep()


@shared_task
def call_waiting_list(lot):
    promoting.propose_next(lot)


@shared_task
def call_waiting_lists():
    promoting.sweep()


@shared_task
def end_tied_readings():
    interests.end_tied_readings()


@shared_task
def seek_levers(scenario, number):
    scenarios.seek_levers(scenario, number)
