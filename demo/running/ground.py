"""What must be there before anything starts: a free port, folders, a database that answers."""

import os
import socket
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection


def port() -> int:
    """The port asked for, when it is a port and nobody listens there."""
    asked = os.environ.get("PORT", "8000")
    if not asked.isdigit() or not 0 < int(asked) < 65536:
        raise CommandError(f"PORT vaut « {asked} » : indiquez un numéro entre 1 et 65535.")
    return int(asked)


def refuse_busy(host: str, number: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as error:
            raise CommandError(
                f"Le port {number} est déjà pris sur cette machine. Arrêtez ce qui l’occupe, ou choisissez-en un"
                f" autre : PORT={number + 1} make run"
            ) from error


def make_folders() -> None:
    """The folders of an installation without servers; the broker's must exist before anyone writes there."""
    for name in ("", "broker", "broker-control", "mails", "files", "static"):
        (Path(settings.DATA_DIR) / name).mkdir(parents=True, exist_ok=True)


def prepare_database() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise CommandError(f"La base de données ne répond pas : {reason}") from error
    call_command("migrate", verbosity=0, interactive=False)
