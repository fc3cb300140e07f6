"""Templates nobody shows, and templates somebody shows that do not exist."""

import re
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template

ROOT = settings.BASE_DIR
FOLDER = ROOT / "templates"
NAMED = re.compile(r"""["']([\w/.-]+\.(?:html|txt|css))["']""")
BY_CONVENTION = ("allauth/", "account/", "mfa/", "usersessions/")
ERROR_PAGES = {"400.html", "403.html", "404.html", "500.html", "422.html"}


def templates() -> set[str]:
    return {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}


def sources() -> str:
    rooms = [path.parent for path in ROOT.glob("*/apps.py")] + [ROOT / "config"]
    files = [path for room in rooms for path in room.rglob("*.py")] + [
        path for path in FOLDER.rglob("*") if path.is_file()
    ]
    return "\n".join(path.read_text() for path in files)


def test_every_template_is_shown_somewhere():
    text = sources()
    named = set(NAMED.findall(text))
    unused = {
        name
        for name in templates()
        if name not in named
        and name not in ERROR_PAGES
        and not name.startswith(BY_CONVENTION)
        and not _built(name, text)
    }
    assert unused == set()


def _built(name: str, text: str) -> bool:
    """Names put together in code: f"pages/{page}.html", "notifications/" + key + ".txt", a kind's template."""
    folder, _, file = name.rpartition("/")
    stem = file.rsplit(".", 1)[0]
    return (
        f"{folder}/{{" in text
        and re.search(rf"""["']{re.escape(stem)}(\.html|\.txt)?["']""", text) is not None
    )


def test_every_template_compiles():
    for name in sorted(templates()):
        if Path(name).suffix in {".html", ".txt"}:
            get_template(name)
