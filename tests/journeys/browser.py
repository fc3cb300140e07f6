"""Headless Chromium: one window per person, every page they read checked by axe on a screen and on a phone."""

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from tests.factories.cast import PASSWORD
from tests.worker import wait_for

SIZES = {"ecran": {"width": 1280, "height": 900}, "telephone": {"width": 375, "height": 812}}
SHOTS = os.environ.get("JALON_SHOTS", "")  # a folder for pictures of every page, to be looked at by someone
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Window:
    """What one person sees and does in their browser."""

    def __init__(self, browser, site: str, name: str = "public", size: str = "ecran"):
        self.site, self.name, self.count, self.size, self.cut = site, name, 0, size, False
        self.context = browser.new_context(locale="fr-FR", viewport=SIZES[size], base_url=site)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(f"script : {error}"))
        self.page.on("console", self._console)

    def _console(self, message):
        if message.type == "error" and "422" not in message.text and not self.cut:
            self.problems.append(f"console : {message.text[:300]} ({self.page.url}, {message.location})")

    def sign_in(self, person):
        self.page.goto(f"{self.site}/compte/login/")
        self.page.locator("input[name=login]").fill(person.email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.press("Se connecter")
        return self.look("accueil")

    def open(self, path: str):
        self.page.goto(self.site + path)
        return self

    def follow(self, label: str):
        self.page.get_by_role("main").get_by_role("link", name=re.compile(re.escape(label))).first.click()
        self.page.wait_for_load_state()
        return self

    def press(self, label: str):
        self.page.get_by_role("main").get_by_role("button", name=re.compile(re.escape(label))).first.click()
        self.page.wait_for_load_state()
        return self

    def fill(self, name: str, value: str):
        self.page.locator(f"[name='{name}']").fill(value)
        return self

    def choose(self, name: str, value: str):
        self.page.locator(f"input[name='{name}'][value='{value}']").check()
        return self

    def tick(self, *names: str):
        for name in names:
            box = self.page.locator(f"input[type=checkbox][name='{name}']")
            if box.count():
                box.first.check()
        return self

    @property
    def text(self) -> str:
        return " ".join(self.page.get_by_role("main").inner_text().split())

    def sees(self, sentence: str):
        try:
            wait_for(lambda: sentence in self.text, 10)
        except AssertionError:
            raise AssertionError(f"« {sentence} » absent de {self.page.url} : {self.text[:1200]}") from None
        return self

    def look(self, label: str):
        """Takes a picture of the page and has axe judge it, on a screen then on a phone."""
        self.count += 1
        for size, viewport in SIZES.items():
            self.page.set_viewport_size(viewport)
            if SHOTS:
                self.page.screenshot(
                    path=Path(SHOTS, f"{self.name}-{self.count:02d}-{label}-{size}.png"), full_page=True
                )
            wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if wide > 0:
                self.problems.append(f"{label} ({size}) déborde de {wide} px")
            found = Axe().run(self.page).response["violations"]
            self.problems += [
                f"{label} ({size}) : {row['id']} {[node['target'] for node in row['nodes']][:3]}"
                for row in found
            ]
        # axe leaves empty style attributes behind, which htmx would copy and the policy of the page then report.
        self.page.evaluate(
            """document.querySelectorAll("[style='']").forEach(e => e.removeAttribute('style'))"""
        )
        self.page.set_viewport_size(SIZES[self.size])
        return self

    def network(self, on: bool):
        """Cuts the network of this browser, or gives it back; what the browser says of a cut is no problem."""
        self.context.set_offline(not on)
        self.cut = not on
        return self

    def tab_to(self, name: str):
        """Goes to a field or a button with the keyboard alone."""
        for _ in range(120):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(
                "(e => [e.name, e.id, (e.innerText || '').trim()])(document.activeElement)"
            )
            if name in here:
                return self
        raise AssertionError(f"« {name} » n’est pas atteint au clavier sur {self.page.url}")

    def type(self, text: str):
        self.page.keyboard.type(text)
        return self
