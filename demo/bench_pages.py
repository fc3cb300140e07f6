"""What the measured pages share: one page as a person gets it, and the empty view it is measured against."""

from collections.abc import Callable, Iterator

from django.test import Client, override_settings

from accounts.models import Person

Act = tuple[str, int, Callable[[int], object]]  # what is measured, how many times, the act


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client: Client, url: str):
    """The page, which must answer."""
    return answered(client.get(url))


def answered(response, *codes: int):
    """The response, when it is the one awaited; a measure of a refusal would be worth nothing."""
    if response.status_code not in (codes or (200,)):
        raise RuntimeError(f"{response.request['PATH_INFO']} : {response.status_code}")
    return response


def nothing(client: Client) -> Iterator[Act]:
    """An empty view behind the same middleware: the addresses of the site come back once it is measured."""
    with override_settings(ROOT_URLCONF="demo.running.bare"):
        yield "  une vue Django vide, mêmes intergiciels", 50, lambda turn: page(client, "/")
