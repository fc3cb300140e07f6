"""What is missing from the settings to keep pieces safely, told at start."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Info, register


@register("pieces", deploy=True)
def no_antivirus(app_configs, **options):
    if settings.CLAMAV:
        return []
    return [
        Info(
            "Aucun antivirus : les pièces jointes ne sont pas analysées, et leurs pages le disent.",
            hint="Donnez l’adresse de clamd dans CLAMAV : tcp://hôte:3310 ou unix:///chemin/du/socket.",
            id="applications.I001",
        )
    ]


@register("pieces")
def antivirus_address(app_configs, **options):
    parts = urlsplit(settings.CLAMAV)
    known = (parts.scheme == "tcp" and parts.hostname) or (parts.scheme == "unix" and parts.path)
    if known or not settings.CLAMAV:
        return []
    return [
        Error(
            f"CLAMAV vaut {settings.CLAMAV!r}, qui n’est pas une adresse de clamd.",
            hint="Écrivez tcp://hôte:3310 ou unix:///chemin/du/socket.",
            id="applications.E001",
        )
    ]
