"""Any sequence of edits, automatic saves, cut connections and deposits ends in exactly one snapshot in force.

It equals the last acknowledged state at the last acknowledged deposit; earlier ones are kept with their receipts.
Everything goes through the pages, as two people's browsers would send it; a cut connection is an answer that nobody
reads, after which the browser sends the same again.
"""

import json

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from applications.enums import State
from applications.models import Application, Snapshot
from documents.enums import Standing
from documents.models import Document
from engine import digest
from tests.applications.pages import HTMX, as_, hidden, sent, url
from tests.factories import fill, make_call, started
from tests.factories.files import page

TEXTS = st.sampled_from(["Besoin A", "Besoin B\nsur deux lignes", "Besoin C « cité »", "Besoin D", ""])
NUMBERS = st.sampled_from(["12", "120", "beaucoup"])
WHO = st.sampled_from(["signatory", "editor"])
CUT = st.booleans()


def story(cast, call):
    """The machine for one cast; each run is undone at its end."""

    class Story(RuleBasedStateMachine):
        pages = Bundle("pages")

        def __init__(self):
            super().__init__()
            self.undone = transaction.atomic()
            self.undone.__enter__()
            self.file = fill(started(call, cast), cast)
            self.people = {"signatory": as_(cast.signatory), "editor": as_(cast.editor)}
            self.known = dict(self.now.answers)  # what the site acknowledged, by question
            self.pieces = {row.sha256 for row in self.now.attachments.current()}
            self.deposits = []  # what was acknowledged at each acknowledged deposit
            self.marks = 0

        def teardown(self):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

        @property
        def now(self):
            return Application.objects.get(pk=self.file.pk)

        @property
        def is_draft(self):
            return self.now.state == State.DRAFT

        @precondition(lambda self: self.is_draft)
        @rule(target=pages, who=WHO)
        def opens(self, who):
            """A page as it was loaded, which may stay open while everything changes under it."""
            response = self.people[who].get(url("section", self.file, "projet"))
            return who, hidden(response)

        @rule(opened=pages, besoin=TEXTS, number=NUMBERS, cut=CUT)
        def saves(self, opened, besoin, number, cut):
            who, loaded = opened
            typed = loaded | {"r-besoin": besoin, "r-file_active": number}
            for _ in range(2 if cut else 1):  # cut: the answer was lost, the browser sends again
                response = self.people[who].post(url("section", self.file, "projet"), typed, headers=HTMX)
            self.learn(response)

        def learn(self, response):
            """The site acknowledges what it saved; what it refused or found in conflict stays as it was."""
            if response.status_code == 200:
                self.known = dict(self.now.answers)
            else:
                after = self.now.answers
                assert set(after) >= set(self.known)
                self.known = dict(after)

        @precondition(lambda self: self.is_draft)
        @rule(who=WHO, cut=CUT)
        def joins(self, who, cut):
            self.marks += 1
            for _ in range(2 if cut else 1):
                upload = sent(f"piece-{self.marks}.pdf", page(str(self.marks).encode()))
                typed = {"page": "p", "base": "0", "send": "statuts", "upload-statuts": upload}
                self.people[who].post(url("section", self.file, "candidature"), typed, headers=HTMX)
            self.pieces = {row.sha256 for row in self.now.attachments.current()}

        @precondition(lambda self: self.is_draft and len(self.pieces) > 1)
        @rule(who=WHO)
        def removes(self, who):
            first = self.now.attachments.current().first()
            typed = {"page": "p", "base": "0", "remove": str(first.pk) if first else ""}
            self.people[who].post(url("section", self.file, "candidature"), typed, headers=HTMX)
            self.pieces = {row.sha256 for row in self.now.attachments.current()}

        @initialize(already=st.sampled_from([True, True, False]))
        def begins(self, already):
            if already:
                self.deposits_it(False)

        def sends_the_deposit(self, who, cut, edits):
            before = self.now.state
            for _ in range(2 if cut else 1):
                self.people[who].post(url("deposit", self.file), {"edits": str(edits)})
            return before == State.DRAFT and self.now.state == State.SUBMITTED

        @rule(cut=CUT)
        def deposits_it(self, cut):
            if self.sends_the_deposit("signatory", cut, self.now.edits):
                self.deposits.append((dict(self.known), set(self.pieces)))

        @precondition(lambda self: self.is_draft)
        @rule(who=WHO)
        def deposits_it_in_vain(self, who):
            """An editor never may; a signatory not what they have not read."""
            behind = self.now.edits - (1 if who == "signatory" else 0)
            assert not self.sends_the_deposit(who, False, behind)

        @precondition(lambda self: not self.is_draft)
        @rule(cut=CUT)
        def takes_it_back(self, cut):
            for _ in range(2 if cut else 1):
                self.people["signatory"].post(url("reopen", self.file))
            assert self.is_draft

        @precondition(lambda self: not self.is_draft)
        @rule(besoin=TEXTS, cut=CUT)
        def takes_it_back_changes_it_and_deposits_it_again(self, besoin, cut):
            self.takes_it_back(cut)
            self.saves(self.opens("signatory"), besoin, "12", cut)
            self.joins("editor", cut)
            self.deposits_it(cut)

        @invariant()
        def one_snapshot_per_acknowledged_deposit_and_the_last_in_force(self):
            versions = list(Snapshot.objects.filter(application=self.file).order_by("number"))
            assert [row.number for row in versions] == list(range(1, len(self.deposits) + 1))
            for row, (answers, pieces) in zip(versions, self.deposits, strict=True):
                assert shown(row) == {key: value for key, value in answers.items() if key in shown(row)}
                assert {piece["sha256"] for piece in row.content["attachments"]} == pieces
                assert digest.sha256(json.loads(json.dumps(row.content))) == row.sha256

        @invariant()
        def each_version_has_its_receipt_and_only_the_last_is_in_force(self):
            receipts = Document.objects.filter(act__application=self.file, kind="receipt").order_by("pk")
            versions = Snapshot.objects.filter(application=self.file).order_by("number")
            assert [row.context["snapshot_sha256"] for row in receipts] == [row.sha256 for row in versions]
            standing = [row.standing for row in receipts]
            assert standing == [Standing.REPLACED] * (len(standing) - 1) + [Standing.IN_FORCE] * bool(
                standing
            )

        @invariant()
        def what_is_deposited_is_what_stands(self):
            if self.now.state == State.SUBMITTED:
                assert self.now.answers == self.known
                assert self.deposits[-1][0] == self.known

    return Story


def shown(version) -> dict:
    rows = [answer for section in version.content["sections"] for answer in section["answers"]]
    return {row["key"]: row["value"] for row in rows if row["kind"] != "file" and row["value"] is not None}


def test_any_sequence_ends_in_one_snapshot_in_force(cast):
    call = make_call(cast)
    run_state_machine_as_test(
        story(cast, call),
        settings=settings(
            max_examples=10,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
