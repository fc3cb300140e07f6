import os

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.browser import ARGUMENTS

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture
def site(live_server, monkeypatch):
    """The site in a thread; Playwright holds an event loop here, which Django would otherwise refuse."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    return live_server.url


@pytest.fixture
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()
