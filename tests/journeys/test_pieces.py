"""A piece of several megabytes on a bad line, in a real browser: cut, taken up again, refused, found infected."""

import os

import pytest

from applications.models import Attachment, ComplementItem, Sending
from applications.services import scanning
from tests.applications import clamd, hostile
from tests.applications.test_scanning import infected
from tests.factories import make_call, make_cast, reach, started
from tests.journeys.browser import Window


@pytest.fixture
def site(live_server, monkeypatch, settings, tmp_path):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    settings.MEDIA_ROOT, settings.CHUNK_BYTES = tmp_path / "kept", 100_000
    return live_server.url


class Line:
    """The line between a browser and the site: counts the parts that pass, and can be cut."""

    def __init__(self, page):
        self.offsets, self.passes = [], None
        page.route("**/envois/**", self.handle)

    def handle(self, route):
        if self.passes == 0:
            return route.abort("connectionfailed")
        if route.request.method == "PUT":
            self.offsets.append(int(route.request.headers["upload-offset"]))
            self.passes = self.passes and self.passes - 1
        return route.continue_()


def choose(window, name, content=None):
    file = name if content is None else {"name": name, "mimeType": "application/pdf", "buffer": content}
    window.page.locator("input[type=file]").first.set_input_files(file)
    window.page.get_by_role("button", name="Joindre ce fichier").first.click()


def heavy() -> bytes:
    """A PDF of a megabyte that does not shrink."""
    pdf = hostile.blank()
    pdf.pages[0].obj.Contents = pdf.make_stream(
        b"% " + os.urandom(1_000_000).replace(b"\n", b" ").replace(b"\r", b" ")
    )
    return hostile.saved(pdf)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_piece_on_a_bad_line(site, browser, settings, tmp_path):
    cast = make_cast()
    file = started(make_call(cast), cast)
    here, content = f"/dossiers/{file.number}/rubrique/candidature/", heavy()
    window = Window(browser, site, "editor").sign_in(cast.editor).open(here).look("avant")
    window.sees("20 Mo au plus par fichier")
    line = Line(window.page)

    line.passes = 4
    choose(window, "rapport.pdf", content)
    window.sees("Connexion perdue : ce qui est arrivé est gardé").look("coupe")
    assert Sending.objects.get().arrived == 400_000

    window.page.on("dialog", lambda dialog: dialog.accept())
    window.open(here).sees("Envoi interrompu : « rapport.pdf », 400 ko arrivés").look("interrompu")
    line.offsets.clear()
    line.passes = 2
    choose(window, "rapport.pdf", content)
    window.sees("Connexion perdue")
    line.passes = None  # the line comes back: the page goes on by itself
    window.sees("1 page – empreinte")
    assert Attachment.objects.get().name == "rapport.pdf"
    assert line.offsets[0] == 400_000
    assert len(line.offsets) == len(set(line.offsets))
    assert window.page.locator("#pieces-voice").inner_text() == "« rapport.pdf » est joint."
    assert window.page.evaluate("document.activeElement.id") == "upload-statuts"
    window.look("joint")

    choose(window, "budget.pdf", hostile.locked())
    window.sees("protégé par un mot de passe").look("refuse")
    choose(window, "statuts.pdf", hostile.armed())
    window.sees("Retiré de la copie gardée").look("nettoye")
    with (tmp_path / "gros.pdf").open("wb") as huge:
        huge.truncate(25_000_000)
    choose(window, tmp_path / "gros.pdf")
    window.sees("le plus permis est 20 Mo").look("trop-lourd")
    with clamd.running() as antivirus:
        settings.CLAMAV = clamd.address(antivirus)
        upload = infected()
        choose(window, upload.name, upload.read())
        window.sees("Analyse antivirus en cours").look("analyse")
        scanning.sweep()
        window.open(here).sees("programme malveillant (Eicar-Signature)").look("infecte")
        window.open(f"/dossiers/{file.number}/pieces/").look("pieces")
    assert not_expected(window) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_complement_answered_on_a_bad_line(site, browser):
    cast = make_cast()
    file = reach("incomplete", make_call(cast, closes_in=-3), cast)
    window = Window(browser, site, "complement").sign_in(cast.editor)
    window.open(f"/dossiers/{file.number}/complements/").look("demande")
    line = Line(window.page)
    window.fill("reply", "Réponse pas encore enregistrée")
    line.passes = 3
    choose(window, "statuts-a-jour.pdf", heavy())
    window.sees("Connexion perdue").look("coupe")
    line.passes = None
    window.sees("Répondu, à transmettre").look("joint")
    assert ComplementItem.objects.get().attachment.name == "statuts-a-jour.pdf"
    assert window.page.locator("[name=reply]").input_value() == "Réponse pas encore enregistrée"
    window.sees("Transmettre les compléments")
    assert not_expected(window) == []


def not_expected(window) -> list[str]:
    """Problems but the cuts we made ourselves."""
    return [said for said in window.problems if "ERR_CONNECTION_FAILED" not in said]
