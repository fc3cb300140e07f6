"""The margin of a draft: two sides write, the authority never reads, the deposit freezes."""

import json

import pytest

from accounts.errors import Forbidden, NotVisible, Refused
from applications.enums import ConsentLevel, State
from applications.models import Application, Remark, Thread
from applications.services import consents, deposit, drafting, margin
from notifications.models import Message
from notifications.services import tell
from tests.applications.pages import as_, url, words
from tests.factories import fill, make_call, started
from tests.factories.files import Walk

SAID = "Chiffrez avec l’observatoire régional."


def share(file, cast, level=ConsentLevel.COMMENT):
    consents.give(file.pk, cast.union, level, by=cast.signatory)
    return file


@pytest.fixture
def draft(cast):
    return share(fill(started(make_call(cast), cast), cast), cast)


def comment(draft, cast, **fields):
    return margin.open_thread(draft.pk, by=cast.delegate, **{"part": "besoin", "text": SAID, **fields})


def test_a_delegate_comments_and_the_structure_answers(cast, draft):
    delegate, editor = as_(cast.delegate), as_(cast.editor)
    sent = delegate.post(url("margin", draft), {"part": "besoin", "text": SAID}, follow=True)
    assert SAID in words(sent)
    thread = Thread.objects.get()
    assert thread.quote == "Des personnes sans suivi."
    beside = words(editor.get(url("section", draft, "projet")))
    assert SAID in beside
    answered = editor.post(url("thread", draft, thread.pk), {"text": "C’est fait."}, follow=True)
    assert "C’est fait." in words(answered)
    assert "C’est fait." in words(delegate.get(url("margin", draft)))


def beside_question(draft, client, **said):
    """Sends the section page as its form does, with what is said to the union beside a question."""
    page = client.get(url("section", draft, "projet"))
    blocks = {block.question.key: block.known for block in page.context["blocks"]}
    known = {f"known-{key}": value for key, value in blocks.items()}
    sent = {"base": page.context["base"], "page": "p", "r-besoin": "Un besoin précisé.", **known, **said}
    return client.post(url("section", draft, "projet"), sent)


def test_the_structure_answers_beside_its_question(cast, draft):
    thread, editor = comment(draft, cast), as_(cast.editor)
    assert "1 commentaire à traiter" in words(editor.get(url("section", draft, "projet")))
    button = f"besoin:{thread.pk}"
    sent = beside_question(draft, editor, reply=button, **{f"reply-{thread.pk}": "C’est chiffré."})
    assert sent.url == url("section", draft, "projet") + "#q-besoin"
    assert [remark.text for remark in thread.remarks.all()] == [SAID, "C’est chiffré."]
    assert Application.objects.get(pk=draft.pk).answers["besoin"] == "Un besoin précisé."
    beside_question(draft, editor, settle=f"{button}:yes")
    assert Thread.objects.get().settled_at
    assert "1 commentaire, tout est réglé" in words(editor.get(url("section", draft, "projet")))


def test_an_answer_not_sent_is_never_lost(cast, draft):
    thread, editor = comment(draft, cast), as_(cast.editor)
    typed = {f"reply-{thread.pk}": "Presque fini"}
    kept = beside_question(draft, editor, **typed)
    assert kept.status_code == 422
    assert "Votre réponse au commentaire n’est pas envoyée" in words(kept)
    assert "Presque fini" in words(kept)
    assert Application.objects.get(pk=draft.pk).answers["besoin"] == "Un besoin précisé."
    share(draft, cast, ConsentLevel.READ)
    refused = beside_question(draft, editor, reply=f"besoin:{thread.pk}", **typed)
    assert refused.status_code == 422
    assert "elle ne lirait pas votre réponse" in words(refused)
    assert "Presque fini" in words(refused)
    empty = beside_question(draft, editor, reply=f"besoin:{thread.pk + 7}")
    assert "Ce commentaire n’existe plus." in words(empty)
    assert thread.remarks.count() == 1


def test_a_part_alone_is_answered_on_its_own_page(cast, draft):
    thread, editor = comment(draft, cast, part="@partners"), as_(cast.editor)
    assert "1 commentaire à traiter" in words(editor.get(url("partners", draft)))
    sent = editor.post(url("thread", draft, thread.pk), {"text": "D’accord.", "beside": "yes"})
    assert sent.url == url("partners", draft)


def test_a_comment_remembers_the_answer_it_was_about(cast, draft):
    comment(draft, cast)
    assert "La réponse a changé depuis" not in words(as_(cast.editor).get(url("margin", draft)))
    drafting.save_answers(draft.pk, by=cast.editor, values={"besoin": "4 200 personnes."}, base=9, page="p")
    page = words(as_(cast.editor).get(url("margin", draft)))
    assert "La réponse a changé depuis" in page
    assert "Des personnes sans suivi." in page


def test_a_thread_is_settled_and_opened_again(cast, draft):
    thread = comment(draft, cast)
    page = as_(cast.editor).post(url("thread", draft, thread.pk), {"settled": "yes"}, follow=True)
    assert "Réglé" in words(page)
    assert "Aucun commentaire à traiter" in words(page)
    as_(cast.delegate).post(url("thread", draft, thread.pk), {"text": "Encore un mot."})
    assert Thread.objects.get().settled_at is None
    as_(cast.delegate).post(url("thread", draft, thread.pk), {"settled": "yes"})
    as_(cast.editor).post(url("thread", draft, thread.pk), {"settled": "no"})
    assert Thread.objects.get().settled_at is None


def test_the_budget_and_the_partners_have_their_margin(cast, draft):
    comment(draft, cast, part="@budget")
    drafting.add_partner(draft.pk, by=cast.editor, name="Mairie", role="Prêt d’un local")
    thread = comment(draft, cast, part="@partners")
    assert thread.quote == "Mairie – Prêt d’un local"
    assert SAID in words(as_(cast.editor).get(url("budget", draft)))


def test_what_cannot_be_sent_is_said_and_kept(cast, draft):
    delegate = as_(cast.delegate)
    empty = delegate.post(url("margin", draft), {"part": "besoin", "text": "  "})
    assert empty.status_code == 422
    assert "Écrivez un commentaire." in words(empty)
    long = delegate.post(url("margin", draft), {"part": "besoin", "text": "long " * 700})
    assert long.status_code == 422
    assert "3 000 caractères au plus" in words(long)
    assert "long long" in words(long)
    assert delegate.post(url("margin", draft), {"part": "nulle-part", "text": SAID}).status_code == 422
    assert delegate.post(url("thread", draft, 10**15), {"text": SAID}).status_code == 404
    assert not Remark.objects.exists()


@pytest.mark.parametrize("level", [ConsentLevel.EXISTENCE, ConsentLevel.PROGRESS, ConsentLevel.READ])
def test_commenting_asks_for_its_own_consent(cast, draft, level):
    comment(draft, cast)
    share(draft, cast, level)
    assert as_(cast.delegate).get(url("margin", draft)).status_code == 403
    with pytest.raises(Forbidden):
        comment(draft, cast)
    with pytest.raises(NotVisible):
        margin.reply(Thread.objects.get().pk, by=cast.delegate, text=SAID)


def test_the_structure_keeps_what_the_union_no_longer_sees(cast, draft):
    thread = comment(draft, cast)
    share(draft, cast, ConsentLevel.NONE)
    assert as_(cast.delegate).get(url("margin", draft)).status_code == 404
    page = words(as_(cast.editor).get(url("margin", draft)))
    assert SAID in page
    assert "ne commente plus ce dossier" in page
    with pytest.raises(Refused, match="ne lirait pas"):
        margin.reply(thread.pk, by=cast.editor, text="Trop tard ?")
    margin.settle(thread.pk, by=cast.editor, settled=True)


def test_the_structure_writes_first_only_to_who_may_comment(cast, draft):
    margin.open_thread(draft.pk, by=cast.editor, part="besoin", text="Qu’en pensez-vous ?")
    assert "Qu’en pensez-vous ?" in words(as_(cast.delegate).get(url("margin", draft)))
    share(draft, cast, ConsentLevel.READ)
    with pytest.raises(Refused, match="Aucune union"):
        margin.open_thread(draft.pk, by=cast.editor, part="besoin", text="Et maintenant ?")


def test_the_deposit_freezes_the_margin_and_takes_nothing_of_it(cast, draft):
    thread = comment(draft, cast)
    deposit.submit(draft.pk, by=cast.signatory)
    snapshot = Application.objects.get(pk=draft.pk).snapshots.get()
    assert SAID not in json.dumps(snapshot.content, ensure_ascii=False)
    for write in (
        lambda: comment(draft, cast),
        lambda: margin.reply(thread.pk, by=cast.delegate, text=SAID),
        lambda: margin.settle(thread.pk, by=cast.editor, settled=True),
    ):
        with pytest.raises(Refused, match="figés"):
            write()
    assert SAID in words(as_(cast.editor).get(url("margin", draft)))
    assert SAID not in words(as_(cast.editor).get(url("print", draft)))


def test_the_authority_never_reads_the_margin(cast):
    file = share(fill(started(make_call(cast, closes_in=-60), cast), cast), cast)
    comment(file, cast)
    tell("remark", Remark.objects.get().pk)
    walk = Walk(file.call, cast, file)
    for step in ("submitted", "opened", "admissible", "reviewed"):
        getattr(walk, step)()
    for who in (cast.manager, cast.instructor, cast.director, cast.expert, cast.president, cast.rival):
        client = as_(who)
        assert client.get(url("margin", file)).status_code in (403, 404), who
        for name in ("file", "print", "archive", "history"):
            answer = client.get(url(name, file))
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert SAID.encode() not in body, (who, name)
    assert not Message.objects.sent_by_authorities_of(cast.manager).filter(key="remark").exists()
    assert walk.file.state == State.REVIEWED


def test_a_remark_is_told_to_the_other_side_without_its_words(cast, draft):
    thread = comment(draft, cast)
    reply = margin.reply(thread.pk, by=cast.editor, text="Merci.")
    for row in Remark.objects.all():
        tell("remark", row.pk)
    told = {(m.recipient.email, m.cause.split(":")[1]) for m in Message.objects.filter(key="remark")}
    first = str(Remark.objects.earliest("pk").pk)
    assert told == {
        (cast.signatory.email, first),
        (cast.editor.email, first),
        (cast.delegate.email, str(reply.pk)),
    }
    assert not [m for m in Message.objects.all() if SAID in m.body or "Merci." in m.body]
