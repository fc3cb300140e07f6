"""Any sequence of edits, automatic saves, cut connections and deposits ends in exactly one snapshot in force.

It equals the last acknowledged state at the last acknowledged deposit; earlier ones are kept with their receipts.
Everything goes through the pages, as two people's browsers would send it; a cut connection is an answer that nobody
reads, after which the browser sends the same again.
"""

import json
from datetime import date

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

from accounts.models import Organisation
from applications.enums import State
from applications.models import Application, Snapshot
from applications.questions import EMPTY
from applications.services import deposit, reuse, vault
from documents.enums import Standing
from documents.models import Document
from engine import digest
from tests.applications.pages import HTMX, as_, hidden, sent, url
from tests.factories import fill, make_call, started
from tests.factories.files import HOUR, page, pdf

DAY = date(2026, 1, 5)
TEXTS = st.sampled_from(["Besoin A", "Besoin B\nsur deux lignes", "Besoin C « cité »", "Besoin D", ""])
NUMBERS = st.sampled_from(["12", "120", "beaucoup"])
WHO = st.sampled_from(["signatory", "editor"])
CUT = st.booleans()
AMOUNTS = st.sampled_from([0, 1, 12_000, 90_000])


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
            self.earlier = self.file  # what a new file may begin from
            self.kept = [
                vault.put(
                    cast.structure,
                    by=cast.editor,
                    kind="other",
                    title=name,
                    upload=pdf(mark=name.encode()),
                    dated=DAY,
                )
                for name in "ab"
            ]
            self.begins_a_file()
            self.marks = 0

        def begins_a_file(self):
            self.known = dict(self.now.answers)  # what the site acknowledged, by question
            self.pieces = {row.sha256 for row in self.now.attachments.current()}
            self.budget = lines(self.now)
            self.deposits = []  # what was acknowledged at each acknowledged deposit

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
            return who, self.file, hidden(response)

        @rule(opened=pages, besoin=TEXTS, number=NUMBERS, cut=CUT)
        def saves(self, opened, besoin, number, cut):
            who, file, loaded = opened
            typed = loaded | {"r-besoin": besoin, "r-file_active": number}
            for _ in range(2 if cut else 1):  # cut: the answer was lost, the browser sends again
                response = self.people[who].post(url("section", file, "projet"), typed, headers=HTMX)
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

        @precondition(lambda self: self.is_draft)
        @rule(who=WHO, amount=AMOUNTS, cut=CUT)
        def budgets(self, who, amount, cut):
            """The same amount as a charge and as what is asked: the budget stays in balance, or becomes empty."""
            page = self.people[who].get(url("budget", self.file))
            typed = hidden(page) | {"m-60": str(amount), "m-74-ars": str(amount)}
            for _ in range(2 if cut else 1):
                response = self.people[who].post(url("budget", self.file), typed)
            assert response.status_code in (302, 422)
            self.budget = lines(self.now)
            assert response.status_code == 422 or self.budget == (
                {"60": amount, "74-ars": amount} if amount else {}
            )

        @precondition(lambda self: self.is_draft)
        @rule(who=WHO, rank=st.integers(0, 1), cut=CUT)
        def takes_from_the_vault(self, who, rank, cut):
            for _ in range(2 if cut else 1):
                typed = {"page": "p", "base": "0", "take": f"statuts:{self.kept[rank].pk}"}
                self.people[who].post(url("section", self.file, "candidature"), typed, headers=HTMX)
            self.pieces = {row.sha256 for row in self.now.attachments.current()}
            assert self.kept[rank].sha256 in self.pieces

        @precondition(lambda self: self.is_draft)
        @rule(who=WHO)
        def asks_for_the_signature(self, who):
            self.people[who].post(url("hand_over", self.file))

        @rule(two=st.booleans())
        def wants_two_people(self, two):
            Organisation.objects.filter(pk=cast.structure.pk).update(two_people=two)

        @precondition(lambda self: self.earlier.pk != self.file.pk and self.is_draft)
        @rule()
        def takes_over(self):
            """Nothing that is written changes; what is empty is filled."""
            before = self.now
            reuse.take_over(self.file.pk, self.earlier.pk, by=cast.editor)
            after = self.now.answers
            assert {key: after[key] for key, value in before.answers.items() if value not in EMPTY} == {
                key: value for key, value in before.answers.items() if value not in EMPTY
            }
            self.known, self.budget = dict(after), lines(self.now)
            self.pieces = {row.sha256 for row in self.now.attachments.current()}

        @rule(emptied=st.booleans())
        def withdraws_and_begins_again(self, emptied):
            """What was withdrawn keeps its versions; the new file begins with none."""
            deposit.withdraw(self.file.pk, by=cast.signatory)
            self.one_snapshot_per_acknowledged_deposit_and_the_last_in_force()
            self.earlier = self.file
            self.file = started(call, cast, at=self.now.created_at + HOUR)
            if not emptied:
                self.file = fill(self.file, cast)
            self.begins_a_file()

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
            asked = self.two and self.is_draft and self.complete
            if asked:
                deposit.hand_over(self.file.pk, by=cast.editor)
            if self.sends_the_deposit("signatory", cut, self.now.edits):
                self.deposits.append((dict(self.known), set(self.pieces), dict(self.budget)))
            else:
                assert not asked

        @precondition(lambda self: self.is_draft and self.two)
        @rule()
        def deposits_it_alone_in_vain(self):
            """Whoever asked for the signature is not who signs."""
            if not self.now.handovers.filter(edit=self.now.edits).exclude(by=cast.signatory).exists():
                if self.complete:
                    deposit.hand_over(self.file.pk, by=cast.signatory)
                assert not self.sends_the_deposit("signatory", False, self.now.edits)

        @property
        def two(self):
            return Organisation.objects.get(pk=cast.structure.pk).two_people

        @property
        def complete(self):
            return not any(guard.reasons(self.now) for guard in deposit.BEFORE_SIGNATURE)

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
            for row, (answers, pieces, budget) in zip(versions, self.deposits, strict=True):
                assert {line["account"]: line["amount"] for line in row.content["budget"]} == budget
                assert shown(row) == {key: value for key, value in answers.items() if key in shown(row)}
                assert {piece["sha256"] for piece in row.content["attachments"]} == pieces
                assert digest.sha256(json.loads(json.dumps(row.content))) == row.sha256

        @invariant()
        def each_version_has_its_receipt_and_only_that_of_the_deposit_is_in_force(self):
            receipts = Document.objects.filter(act__application=self.file, kind="receipt").order_by("pk")
            versions = Snapshot.objects.filter(application=self.file).order_by("number")
            assert [row.context["snapshot_sha256"] for row in receipts] == [row.sha256 for row in versions]
            in_force = [row.standing == Standing.IN_FORCE for row in receipts]
            assert in_force == [False] * (len(in_force) - 1) + [not self.is_draft] * bool(in_force)

        @invariant()
        def what_is_deposited_is_what_stands(self):
            if self.now.state == State.SUBMITTED:
                assert self.now.answers == self.known
                assert self.deposits[-1][0] == self.known

    return Story


def lines(file) -> dict[str, int]:
    return dict(file.budget_lines.values_list("account", "amount"))


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
