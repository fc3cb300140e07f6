from celery import shared_task

from documents import production


@shared_task
def render(document_id):
    production.render(document_id)


@shared_task
def sweep():
    production.sweep()
