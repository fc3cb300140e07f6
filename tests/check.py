"""`make check`: every check that needs no browser and no server, each named by a sentence; all run, then all are told."""

import os
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
PRODUCTION = {
    "JALON_LOCAL": "0",
    "SECRET_KEY": "a-check-is-not-a-deployment-but-needs-a-long-enough-secret-0123456789",
    "ALLOWED_HOSTS": "jalon.example",
    "DATABASE_URL": "postgres://jalon@database/jalon",
    "REDIS_URL": "redis://broker:6379/0",
    "EMAIL_HOST": "mail.jalon.example",
    "SITE_URL": "https://jalon.example",
    "BEHIND_PROXY": "1",
}
MANAGE = [sys.executable, "manage.py"]

CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("style", [f"{BIN}/ruff", "check", "."], {}),
    ("layout", [f"{BIN}/ruff", "format", "--check", "."], {}),
    ("rooms look down, never up", [f"{BIN}/lint-imports", "--no-logo"], {}),
    ("types of the engine and of the services", [f"{BIN}/mypy"], {}),
    ("migrations in step with the models", [*MANAGE, "makemigrations", "--check", "--dry-run"], {}),
    ("system checks", [*MANAGE, "check", "--fail-level", "WARNING"], {}),
    ("deployment checks", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    (
        "compose file against its schema",
        [f"{BIN}/check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        {},
    ),
    (
        "tables: machine, policy, routes, procedures, templates, generated pages",
        [
            sys.executable,
            "-m",
            "pytest",
            "tests/applications/test_machine.py",
            "tests/calls/test_procedures.py",
            "tests/structure/test_handbook.py",
            "tests/structure/test_templates.py",
            "tests/structure/test_matrix.py::test_every_action_on_a_file_is_in_the_matrix",
            "tests/structure/test_routes.py::test_every_address_has_its_audience",
        ],
        {},
    ),
]


def main() -> int:
    failed = []
    for sentence, command, environment in CHECKS:
        done = subprocess.run(
            command, env=os.environ | environment, capture_output=True, text=True, check=False
        )
        sys.stdout.write(f"{'ok ' if done.returncode == 0 else 'NON'}  {sentence}\n")
        if done.returncode:
            failed.append(sentence)
            sys.stdout.write(f"{done.stdout}{done.stderr}\n")
    sys.stdout.write(f"{len(CHECKS) - len(failed)} passed, {len(failed)} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
