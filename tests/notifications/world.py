"""A small world in its own process, database and broker: what a real worker is killed in.

`python -m tests.notifications.world build|recover|state`, with JALON_DATA naming the folder.
"""

import json
import os
import sys
from datetime import timedelta


def build():
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from applications.enums import ConsentLevel
    from applications.services import consents, deposit
    from tests.factories import fill, make_call, make_cast, started

    cast = make_cast()
    application = fill(started(make_call(cast), cast), cast)
    consents.give(application.pk, cast.union, ConsentLevel.PROGRESS, by=cast.signatory)
    deposit.submit(application.pk, by=cast.signatory)


def recover():
    """Leases run out, then one sweep of each room, as the beat does."""
    from django.utils import timezone

    from documents import production
    from documents.models import Document
    from notifications import services
    from notifications.models import Message

    past = timezone.now() - timedelta(seconds=1)
    Document.objects.filter(lease_until__isnull=False, status="pending").update(lease_until=past)
    Message.objects.filter(lease_until__isnull=False, mail="waiting").update(lease_until=past)
    production.sweep()
    services.sweep()


def state():
    from notifications.models import Message

    rows = Message.objects.order_by("pk")
    values = rows.values("key", "recipient__email", "mail", "attempts", "error")
    sys.stdout.write(json.dumps(list(values)))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    {"build": build, "recover": recover, "state": state}[sys.argv[1]]()
