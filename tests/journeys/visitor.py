"""Someone who uses the site as a browser without JavaScript does: reads a page, follows its links, sends its forms."""

import re

from django.test import Client
from lxml import html

from tests.factories.cast import PASSWORD


def words(text: str) -> str:
    """Text without the kinds of space that only typography cares about."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " ")).strip()


class Visitor:
    def __init__(self, person=None):
        self.client, self.person = Client(), person
        self.address, self.page, self.response = "/", None, None

    def sign_in(self):
        self.open("/compte/login/")
        self.send(login=self.person.email, password=PASSWORD)
        return self

    def open(self, address: str):
        self._read(self.client.get(address, follow=True), address)
        return self

    def _read(self, response, address):
        self.response = response
        self.address = response.redirect_chain[-1][0] if response.redirect_chain else address
        assert response.status_code in {200, 422}, f"{self.address}: {response.status_code}"
        if response["Content-Type"].startswith("text/html"):
            self.page = html.fromstring(response.content.decode())

    @property
    def text(self) -> str:
        return words(self.page.xpath("//main")[0].text_content())

    def sees(self, *sentences: str):
        for sentence in sentences:
            assert sentence in self.text, f"« {sentence} » absent de {self.address} : {self.text[:1500]}"
        return self

    def follow(self, label: str):
        """Follows the first link of the page whose words contain these."""
        links = [a for a in self.page.xpath("//a[@href]") if label in words(a.text_content())]
        assert links, f"aucun lien « {label} » sur {self.address} : {self.text[:1500]}"
        return self.open(links[0].get("href"))

    def send(self, button: str = "", files: dict | None = None, **values):
        """Sends the form that has this button (or the last form of the page) with what it holds and these values."""
        form, data = self._form(button)
        for name, value in values.items():
            data[name] = value
        target = form.get("action") or self.address
        response = self.client.post(target, data | (files or {}), follow=True)
        self._read(response, target)
        return self

    def _form(self, button):
        forms = list(self.page.xpath("//main//form[@method='post']"))
        chosen = [
            (form, b)
            for form in forms
            for b in form.xpath(".//button")
            if button and button in words(b.text_content())
        ]
        assert chosen or not button, f"aucun bouton « {button} » sur {self.address} : {self.text[:1500]}"
        form, pressed = chosen[0] if chosen else (forms[-1], None)
        data = dict(form.form_values())
        if pressed is not None and pressed.get("name"):
            data[pressed.get("name")] = pressed.get("value") or ""
        return form, data
