"""Filling a draft: saved as one types, conflicts told, bad values kept on screen and never in the file."""

import pytest

from applications.models import Application
from applications.services import drafting
from tests.applications.pages import HTMX, as_, hidden, sent, url, words
from tests.factories import fill, make_call, started
from tests.factories.files import MINIMAL_PDF


@pytest.fixture
def draft(cast):
    return started(make_call(cast), cast)


def again(draft):
    return Application.objects.get(pk=draft.pk)


def opened(client, draft, key="projet"):
    """The page of a section and what its form would send back untouched."""
    return hidden(client.get(url("section", draft, key)))


def test_a_section_saves_and_leads_to_the_next(cast, draft):
    client = as_(cast.editor)
    typed = opened(client, draft) | {"r-besoin": "Un besoin", "r-file_active": "120", "r-partenaires": "no"}
    response = client.post(url("section", draft, "projet"), typed)
    assert response.status_code == 302
    assert response["Location"] == url("budget", draft)
    assert again(draft).answers == {"besoin": "Un besoin", "file_active": 120, "partenaires": "no"}


def test_an_automatic_save_acknowledges_and_keeps_the_page(cast, draft):
    client = as_(cast.editor)
    typed = opened(client, draft) | {"r-besoin": "En cours"}
    response = client.post(url("section", draft, "projet"), typed, headers=HTMX)
    assert response.status_code == 200
    assert "jalon:saved" in response["HX-Trigger"]
    assert "hx-swap-oob" in response.content.decode()
    assert again(draft).answers["besoin"] == "En cours"


def test_the_same_page_saves_again_and_again(cast, draft):
    client = as_(cast.editor)
    page = opened(client, draft)
    for text in ("Un", "Un deux", "Un"):
        assert (
            client.post(url("section", draft, "projet"), page | {"r-besoin": text}, headers=HTMX).status_code
            == 200
        )
    assert again(draft).answers["besoin"] == "Un"


def test_a_bad_value_stays_on_screen_and_out_of_the_file(cast, draft):
    client = as_(cast.editor)
    drafting.save_answers(draft.pk, by=cast.editor, values={"file_active": 120}, base=0, page="before")
    typed = opened(client, draft) | {"r-besoin": "Gardé", "r-file_active": "beaucoup"}
    response = client.post(url("section", draft, "projet"), typed)
    assert response.status_code == 422
    assert 'value="beaucoup"' in response.content.decode()
    assert again(draft).answers == {"file_active": 120, "besoin": "Gardé"}
    assert "jalon:saved" not in client.post(url("section", draft, "projet"), typed, headers=HTMX).headers.get(
        "HX-Trigger", ""
    )


def test_a_line_break_counts_for_one_character(cast, draft):
    client = as_(cast.editor)
    text = "\r\n".join(["a" * 99] * 30)
    typed = opened(client, draft) | {"r-besoin": text}
    client.post(url("section", draft, "projet"), typed)
    assert again(draft).answers["besoin"] == text.replace("\r\n", "\n")


def test_too_long_an_answer_is_kept_whole_on_screen(cast, draft):
    client = as_(cast.editor)
    typed = opened(client, draft) | {"r-besoin": "a" * 3001}
    response = client.post(url("section", draft, "projet"), typed)
    assert response.status_code == 422
    assert "a" * 3001 in response.content.decode()
    assert "besoin" not in again(draft).answers


def test_two_people_on_one_answer_both_know(cast, draft):
    one, two = as_(cast.signatory), as_(cast.editor)
    page_one, page_two = opened(one, draft), opened(two, draft)
    one.post(url("section", draft, "projet"), page_one | {"r-besoin": "Version de Claire"}, headers=HTMX)
    response = two.post(
        url("section", draft, "projet"), page_two | {"r-besoin": "Version de Rémi"}, headers=HTMX
    )
    assert response.status_code == 422
    assert "Claire Signataire a modifié cette réponse" in words(response)
    assert "Version de Claire" in words(response)
    assert again(draft).answers["besoin"] == "Version de Claire"


def test_a_conflict_stays_until_one_version_is_chosen(cast, draft):
    one, two = as_(cast.signatory), as_(cast.editor)
    page_one, page_two = opened(one, draft), opened(two, draft)
    one.post(url("section", draft, "projet"), page_one | {"r-besoin": "Première"}, headers=HTMX)
    mine = page_two | {"r-besoin": "Seconde"}
    for _ in range(2):
        assert two.post(url("section", draft, "projet"), mine, headers=HTMX).status_code == 422
    response = two.post(url("section", draft, "projet"), mine | {"mine": f"besoin:{again(draft).edits}"})
    assert response["Location"].endswith("#q-besoin")
    assert again(draft).answers["besoin"] == "Seconde"


def test_taking_their_version_leaves_it_as_it_is(cast, draft):
    one, two = as_(cast.signatory), as_(cast.editor)
    page_one, page_two = opened(one, draft), opened(two, draft)
    one.post(url("section", draft, "projet"), page_one | {"r-besoin": "Première"}, headers=HTMX)
    two.post(url("section", draft, "projet"), page_two | {"r-besoin": "Seconde", "theirs": "besoin"})
    assert again(draft).answers["besoin"] == "Première"


def test_choosing_mine_does_not_hide_a_third_version(cast, draft):
    one, two = as_(cast.signatory), as_(cast.editor)
    page_one, page_two = opened(one, draft), opened(two, draft)
    one.post(url("section", draft, "projet"), page_one | {"r-besoin": "Première"}, headers=HTMX)
    seen = again(draft).edits
    one.post(url("section", draft, "projet"), page_one | {"r-besoin": "Troisième"}, headers=HTMX)
    response = two.post(
        url("section", draft, "projet"), page_two | {"r-besoin": "Seconde", "mine": f"besoin:{seen}"}
    )
    assert response.status_code == 422
    assert "Troisième" in words(response)
    assert again(draft).answers["besoin"] == "Troisième"


def test_two_people_on_two_answers_do_not_disturb_each_other(cast, draft):
    one, two = as_(cast.signatory), as_(cast.editor)
    page_one, page_two = opened(one, draft), opened(two, draft)
    one.post(url("section", draft, "projet"), page_one | {"r-besoin": "De Claire"}, headers=HTMX)
    response = two.post(url("section", draft, "projet"), page_two | {"r-file_active": "80"}, headers=HTMX)
    assert response.status_code == 200
    assert again(draft).answers == {"besoin": "De Claire", "file_active": 80}


def test_a_question_appears_with_the_answer_it_depends_on(cast, draft):
    client = as_(cast.editor)
    page = opened(client, draft)
    assert "known-lesquels" not in page
    response = client.post(url("section", draft, "projet"), page | {"r-partenaires": "yes"}, headers=HTMX)
    assert 'name="r-lesquels"' in response.content.decode()
    plain = client.post(url("section", draft, "projet"), page | {"r-partenaires": "yes"})
    assert plain["Location"] == url("section", draft, "projet") + "#q-lesquels"


def test_a_question_hidden_on_the_page_is_not_erased(cast, draft):
    client = as_(cast.editor)
    drafting.save_answers(
        draft.pk, by=cast.editor, values={"lesquels": "La PASS", "partenaires": "no"}, base=0, page="p"
    )
    client.post(
        url("section", draft, "projet"), opened(client, draft) | {"r-partenaires": "no", "r-besoin": "x"}
    )
    assert again(draft).answers["lesquels"] == "La PASS"


BAD_FILES = [
    ("virus.pdf", b"MZ\x90\x00 un programme", "n’est pas un fichier accepté"),
    ("vide.pdf", b"", "est vide"),
    ("statuts.docx", MINIMAL_PDF, "ne correspond pas à son nom"),
    ("page.html", b"<html><script>alert(1)</script>", "n’est pas un fichier accepté"),
]


@pytest.mark.parametrize(("name", "content", "said"), BAD_FILES)
def test_a_file_that_cannot_be_accepted_says_why_and_nothing_typed_is_lost(cast, draft, name, content, said):
    client = as_(cast.editor)
    page = opened(client, draft, "candidature")
    typed = page | {"r-honneur": "on", "send": "statuts", "upload-statuts": sent(name, content)}
    response = client.post(url("section", draft, "candidature"), typed)
    assert response.status_code == 422
    assert said in words(response)
    assert again(draft).answers == {"honneur": True}
    assert not again(draft).attachments.exists()


def test_a_huge_file_is_refused_in_words(cast, draft, settings):
    settings.UPLOAD_MAX_BYTES = 1_000_000
    client = as_(cast.editor)
    huge = sent("gros.pdf", MINIMAL_PDF + b"0" * 1_000_001)
    typed = opened(client, draft, "candidature") | {"send": "statuts", "upload-statuts": huge}
    assert "dépasse la taille permise" in words(client.post(url("section", draft, "candidature"), typed))


def test_a_name_that_turns_its_extension_around_is_written_straight(cast, draft):
    client = as_(cast.editor)
    upload = sent("statuts\u202efdp.pdf", MINIMAL_PDF)
    client.post(
        url("section", draft, "candidature"),
        opened(client, draft, "candidature") | {"upload-statuts": upload},
    )
    assert again(draft).attachments.get().name == "statutsfdp.pdf"


def test_a_piece_is_sent_listed_downloaded_and_removed(cast, draft):
    client = as_(cast.editor)
    page = opened(client, draft, "candidature")
    typed = page | {"send": "statuts", "upload-statuts": sent("Nos statuts.pdf", MINIMAL_PDF)}
    response = client.post(url("section", draft, "candidature"), typed, headers=HTMX)
    piece = again(draft).attachments.get()
    assert "Nos statuts.pdf" in words(response)
    assert piece.sha256[:12] in words(response)
    download = client.get(url("attachment", draft, piece.pk))
    assert download.content == MINIMAL_PDF
    assert download["X-Content-Type-Options"] == "nosniff"
    assert download["Content-Disposition"] == 'attachment; filename="Nos statuts.pdf"'
    client.post(url("section", draft, "candidature"), page | {"remove": str(piece.pk)}, headers=HTMX)
    assert not again(draft).attachments.current().exists()
    assert client.get(url("attachment", draft, piece.pk)).status_code == 404


def test_a_piece_whose_bytes_changed_is_not_handed_over(cast, draft):
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    full = fill(draft, cast)
    piece = full.attachments.get()
    default_storage.delete(piece.path)
    default_storage.save(piece.path, ContentFile(b"%PDF-1.4 autre chose"))
    response = as_(cast.editor).get(url("attachment", full, piece.pk))
    assert response.status_code == 500
    assert "ne correspond plus à l’empreinte" in words(response)


def test_a_piece_of_another_file_is_not_reached_through_mine(cast, draft):
    other = fill(
        started(make_call(cast), cast, structure=cast.other_structure, by=cast.rival), cast, by=cast.rival
    )
    piece = other.attachments.get()
    assert as_(cast.editor).get(url("attachment", draft, piece.pk)).status_code == 404
    as_(cast.editor).post(
        url("section", draft, "candidature"),
        opened(as_(cast.editor), draft, "candidature") | {"remove": str(piece.pk)},
    )
    assert other.attachments.current().exists()


def budget(**amounts):
    return {f"m-{account.replace('_', '-')}": amount for account, amount in amounts.items()}


def test_the_budget_is_read_as_people_write_it(cast, draft):
    client = as_(cast.editor)
    typed = {"m-60": "12 500", "m-64": "40\u202f000 €", "m-74-ars": "52500"}
    response = client.post(url("budget", draft), typed, headers=HTMX)
    assert response.status_code == 200
    assert "Le budget est équilibré." in words(response)
    assert again(draft).requested_amount == 52_500


def test_an_unbalanced_budget_is_saved_and_says_by_how_much(cast, draft):
    client = as_(cast.editor)
    response = client.post(url("budget", draft), {"m-60": "12 500", "m-74-ars": "10 000"}, headers=HTMX)
    assert "Les charges dépassent les produits de 2 500 €." in words(response)
    assert again(draft).budget_lines.count() == 2
    assert "Les charges dépassent les produits de 2 500 €" in words(client.get(url("file", draft)))


def test_an_amount_that_cannot_be_read_keeps_the_line_saved_before(cast, draft):
    client = as_(cast.editor)
    client.post(url("budget", draft), {"m-60": "100", "m-74-ars": "100"})
    response = client.post(url("budget", draft), {"m-60": "12.500", "m-74-ars": "200"})
    assert response.status_code == 422
    assert 'value="12.500"' in response.content.decode()
    assert {line.account: line.amount for line in again(draft).budget_lines.all()} == {
        "60": 100,
        "74-ars": 200,
    }


def test_the_ceiling_of_the_lot_is_said(cast, draft):
    response = as_(cast.editor).post(
        url("budget", draft), {"m-60": "250000", "m-74-ars": "250000"}, headers=HTMX
    )
    assert "dépasse de 50 000 € le plafond de 200 000 €" in words(response)


def test_two_people_on_the_budget_both_know(cast, draft):
    one, two = as_(cast.signatory), as_(cast.editor)
    page_one, page_two = hidden(one.get(url("budget", draft))), hidden(two.get(url("budget", draft)))
    one.post(url("budget", draft), page_one | {"m-60": "100"})
    response = two.post(url("budget", draft), page_two | {"m-60": "300"})
    assert response.status_code == 422
    assert "Claire Signataire a modifié le budget" in words(response)
    assert again(draft).budget_lines.get().amount == 100
    fresh = hidden(response)
    assert two.post(url("budget", draft), fresh | {"m-60": "300"}).status_code == 302
    assert again(draft).budget_lines.get().amount == 300


def test_a_label_has_no_budget_page(cast):
    from calls.enums import Kind

    draft = started(make_call(cast, Kind.LABEL), cast)
    assert as_(cast.editor).get(url("budget", draft)).status_code == 404
    assert "Budget" not in words(as_(cast.editor).get(url("file", draft)))


def test_the_title_saved_elsewhere_is_not_overwritten(cast, draft):
    one, two = as_(cast.signatory), as_(cast.editor)
    page_one, page_two = hidden(one.get(url("identity", draft))), hidden(two.get(url("identity", draft)))
    one.post(url("identity", draft), page_one | {"title": "Le premier"})
    response = two.post(url("identity", draft), page_two | {"title": "Le second"})
    assert response.status_code == 422
    assert "Le premier" in words(response)
    assert 'value="Le second"' in response.content.decode()
    assert again(draft).title == "Le premier"


def test_partners_come_and_go(cast, draft):
    client = as_(cast.editor)
    typed = {"name": "La PASS", "role": "Consultations", "status": "agreed", "siret": "732 829 320 00074"}
    client.post(url("partners", draft), typed)
    partner = again(draft).partners.get()
    assert partner.siret == "73282932000074"
    client.post(url("remove_partner", draft, partner.pk))
    assert not again(draft).partners.exists()


def test_a_wrong_siret_is_told_and_kept(cast, draft):
    typed = {"name": "La PASS", "role": "Consultations", "status": "agreed", "siret": "12345678901234"}
    response = as_(cast.editor).post(url("partners", draft), typed)
    assert response.status_code == 422
    assert "Ce numéro SIRET n’est pas valable" in words(response)
    assert "12345678901234" in response.content.decode()


def test_a_page_left_open_after_the_deposit_keeps_what_was_typed(cast):
    draft = fill(started(make_call(cast), cast), cast)
    client = as_(cast.editor)
    page = opened(client, draft)
    as_(cast.signatory).post(url("deposit", draft))
    response = client.post(url("section", draft, "projet"), page | {"r-besoin": "Trop tard"})
    assert response.status_code == 422
    assert "ne peut plus être modifié" in words(response)
    assert "Trop tard" in words(response)
    assert client.get(url("section", draft, "projet"), follow=True).redirect_chain == [
        (url("file", draft), 302)
    ]
