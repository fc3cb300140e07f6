"""A place to try things: a folder with its own database, broker and mails, taken away afterwards.

When DATABASE_URL or REDIS_URL are set, a database made for the occasion and an empty Redis database stand in.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from urllib.parse import urlsplit, urlunsplit

from django.core.management import CommandError

from demo.running.children import calm

REDIS_DATABASES = range(15, 0, -1)


@contextmanager
def throwaway() -> Iterator[dict[str, str]]:
    """The environment in which a Django of its own may do anything."""
    folder = tempfile.mkdtemp(prefix="jalon-")
    environment = calm(JALON_LOCAL="1", JALON_DEMO="1", JALON_DATA=folder)
    try:
        with own_database(environment), own_broker(environment):
            yield environment
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def with_path(url: str, path: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))


@contextmanager
def own_database(environment: dict[str, str]) -> Iterator[None]:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield
        return
    import psycopg
    from psycopg import sql

    name = f"jalon_{token_hex(4)}"
    try:
        server = psycopg.connect(url, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as error:
        raise CommandError(f"PostgreSQL ne répond pas à {urlsplit(url).hostname} : {error}") from error
    with server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        environment["DATABASE_URL"] = with_path(url, name)
        try:
            yield
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def own_broker(environment: dict[str, str]) -> Iterator[None]:
    url = os.environ.get("REDIS_URL", "")
    if not url:
        yield
        return
    import redis

    try:
        number = next(
            n for n in REDIS_DATABASES if redis.Redis.from_url(with_path(url, str(n))).dbsize() == 0
        )
    except redis.RedisError as error:
        raise CommandError(f"Redis ne répond pas à {urlsplit(url).hostname} : {error}") from error
    except StopIteration as error:
        raise CommandError("Aucune base vide sur ce serveur Redis : libérez-en une entre 1 et 15.") from error
    environment["REDIS_URL"] = with_path(url, str(number))
    try:
        yield
    finally:
        redis.Redis.from_url(environment["REDIS_URL"]).flushdb()
