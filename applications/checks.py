"""What is missing from the settings to keep pieces safely, told at start."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Info, register


@register("pieces")
def antivirus(app_configs, **options):
    if not settings.CLAMAV:
        return [
            Info(
                "Aucun antivirus : les pièces jointes ne sont pas analysées, et leurs pages le disent.",
                hint="Donnez l’adresse de clamd dans CLAMAV : tcp://hôte:3310 ou unix:///chemin/du/socket.",
                id="applications.I001",
            )
        ]
    parts = urlsplit(settings.CLAMAV)
    if (parts.scheme == "tcp" and parts.hostname) or (parts.scheme == "unix" and parts.path):
        return []
    return [
        Error(
            f"CLAMAV vaut {settings.CLAMAV!r}, qui n’est pas une adresse de clamd.",
            hint="Écrivez tcp://hôte:3310 ou unix:///chemin/du/socket.",
            id="applications.E001",
        )
    ]
