"""`make test`: everything on the embedded default, then what touches servers on PostgreSQL and Redis when they answer."""

import os
import subprocess
import sys
from urllib.parse import urlparse

import psycopg
import redis

POSTGRES = (
    os.environ.get("DATABASE_URL") or "",
    "postgres://postgres@127.0.0.1:5432/postgres",
)
REDIS = (os.environ.get("REDIS_URL") or "", "redis://127.0.0.1:6379/9")


def postgres_answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def redis_answers(url: str) -> bool:
    try:
        return redis.Redis.from_url(url, socket_connect_timeout=2).ping()
    except redis.RedisError:
        return False


def first(urls, answers) -> str:
    return next((url for url in urls if url and answers(url)), "")


def where(url: str) -> str:
    parts = urlparse(url)
    return f"{parts.hostname}:{parts.port or ''}"


def pytest(*arguments: str, **environment: str) -> int:
    clean = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    command = [sys.executable, "-m", "pytest", "-n", "3", "--dist", "worksteal", *arguments]
    return subprocess.run(command, env=clean | environment, check=False).returncode


def main() -> int:
    chosen = sys.argv[1:]
    database, broker = first(POSTGRES, postgres_answers), first(REDIS, redis_answers)
    if os.environ.get("JALON_REQUIRE_SERVERS") and not (database and broker):
        sys.stderr.write("PostgreSQL et Redis sont exigés ici et ne répondent pas.\n")
        return 1
    code = pytest(*chosen)
    if database and broker:
        code = code or pytest("-m", "servers", *chosen, DATABASE_URL=database, REDIS_URL=broker)
        also = f"PostgreSQL ({where(database)}) et Redis ({where(broker)})"
    else:
        also = "aucun serveur (PostgreSQL et Redis ne répondent pas tous les deux)"
    sys.stdout.write(f"Jalon : tests passés sur SQLite et la file sans serveur, puis sur {also}.\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
