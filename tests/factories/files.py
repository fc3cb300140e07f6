from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications import uploads
from applications.enums import State
from applications.models import Application
from applications.services import attaching, budgeting, calendar, completeness, deposit, drafting
from applications.services.gate import move
from awards import services as awards
from awards.budget import is_partial
from calls.enums import BudgetFrame
from calls.models import RefusalGround
from reviews.enums import DecisionKind
from reviews.services import deciding, reading, reporting

HOUR = timedelta(hours=1)
ANSWERS = {"honneur": True, "besoin": "Des personnes sans suivi.", "file_active": 120, "partenaires": "no"}
BUDGET = {
    "60": (20_000, ""),
    "64": (80_000, ""),
    "74-ars": (90_000, ""),
    "74-departement": (10_000, "acquis"),
}
BUDGETS = {
    BudgetFrame.CERFA: BUDGET,
    BudgetFrame.GROUPS: {
        "gc1": (20_000, ""),
        "gc2": (80_000, ""),
        "gp1-ars": (90_000, ""),
        "gp2": (10_000, ""),
    },
}
TEXT = "Motif écrit pour le test, assez long pour être lu."


def page(mark: bytes = b"") -> bytes:
    """A PDF of one blank page, as Jalon keeps it: written again, it stays the same."""
    document = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Mark(" + mark + b")>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )
    return uploads.pdf.clean(document)[0]


MINIMAL_PDF = page()


def pdf(name="statuts.pdf", mark=b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, page(mark), content_type="application/pdf")


def started(call, cast, *, structure=None, by=None, at=None) -> Application:
    """A draft of the structure on the call's first lot."""
    return drafting.start(
        call.lots.first(),
        structure or cast.structure,
        by=by or cast.signatory,
        eligibility={row["key"]: row["expected"] for row in call.eligibility},
        at=at or call.opens_at + HOUR,
    )


def fill(application, cast, *, by=None, answers=None, budget=None) -> Application:
    """Everything a draft needs before its deposit."""
    by, pk, call = by or cast.signatory, application.pk, application.call
    at = None if call.is_open(timezone.now()) else application.edited_at
    drafting.save_identity(pk, by=by, title="Équipe mobile de test", requested_places=5, at=at)
    drafting.save_answers(pk, by=by, values=answers or ANSWERS, base=0, page="test", at=at)
    if application.with_money:
        budgeting.save_sheet(pk, by=by, lines=budget or BUDGETS[call.budget_frame], at=at)
    attaching.attach(pk, by=by, question_key="statuts", upload=pdf(mark=application.number.encode()), at=at)
    return Application.objects.get(pk=application.pk)


class Walk:
    """Takes one file along the machine, one legal step after another, each an hour after the last."""

    def __init__(self, call, cast, application):
        self.call, self.cast, self.pk = call, cast, application.pk
        self.at = call.opens_at + 2 * HOUR
        self.closed = call.closes_at + HOUR if call.closes_at else self.at

    def now(self):
        self.at += HOUR
        return self.at

    @property
    def file(self):
        return Application.objects.get(pk=self.pk)

    def submitted(self, by=None):
        deposit.submit(self.pk, by=by or self.cast.signatory, at=self.now())

    def opened(self):
        self.at = max(self.at, self.closed)
        self.call.refresh_from_db()
        if self.call.opened_at is None:
            calendar.open_files(self.call.pk, by=self.cast.manager, at=self.now())

    def incomplete(self):
        items = [{"label": "Statuts à jour", "question_key": "statuts"}]
        completeness.ask_complement(self.pk, by=self.cast.instructor, items=items, at=self.now())

    def admissible(self):
        points = {point.pk: ("passed", "") for point in self.call.check_points.all()}
        completeness.record_checks(self.pk, by=self.cast.instructor, results=points, at=self.now())
        completeness.admit(self.pk, by=self.cast.instructor, at=self.now())

    def read(self, values=(4, 3, 3)):
        for reader in (self.cast.expert, self.cast.second_expert)[: self.call.reviews_per_file]:
            reading.assign(self.pk, reader, by=self.cast.manager, at=self.now())
            reading.declare(self.pk, by=reader, has_conflict=False, at=self.now())
            scores = {c.pk: (v, TEXT) for c, v in zip(self.call.criteria.all(), values, strict=True)}
            reading.save_review(
                self.pk, by=reader, scores=scores, strengths=TEXT, advice="favourable", at=self.now()
            )
            reading.submit_review(self.pk, by=reader, at=self.now())

    def reviewed(self, values=(4, 3, 3)):
        self.read(values)
        fields = dict.fromkeys(("regularity", "fit", "strengths", "reserves", "cost"), TEXT)
        reporting.save_report(self.pk, by=self.cast.instructor, advice="favourable", **fields)
        reporting.sign_report(self.pk, by=self.cast.instructor, at=self.now())
        reporting.conclude(self.pk, by=self.cast.instructor, at=self.now())

    def decided(self, kind, **fields):
        decision = deciding.propose(self.pk, kind, by=self.proposer(), motive=TEXT, at=self.now(), **fields)
        deciding.sign([decision.pk], by=self.cast.director, capacity="Directeur général", at=self.now())
        deciding.release([decision.pk], by=self.cast.director, at=self.now(), await_acts=False)

    def proposer(self):
        return self.cast.manager

    def selected(self, amount=80_000):
        self.decided(DecisionKind.SELECT, amount=amount if self.call.with_money else None)

    def waitlisted(self, rank=1):
        self.decided(DecisionKind.WAITLIST, rank=rank)

    def rejected(self):
        self.decided(DecisionKind.REJECT)

    def inadmissible(self):
        ground = RefusalGround.objects.filter(kind=self.call.kind).first()
        self.decided(DecisionKind.REFUSE, ground=ground)

    def lapsed(self):
        self.decided(DecisionKind.LAPSE)

    def agreed(self):
        if is_partial(self.file, self.file.offer):
            awards.spread_cut(self.pk, by=self.cast.signatory, at=self.now())
        awards.answer_offer(self.pk, by=self.cast.signatory, accepts=True, at=self.now())
        amount, day = self.file.awarded_amount, self.at.date()
        awards.prepare_agreement(
            self.pk,
            by=self.cast.manager,
            object="Financer l’équipe mobile",
            starts_on=day,
            ends_on=day.replace(year=day.year + 1),
            instalments=[{"label": "Versement unique", "amount": amount, "due_on": day}],
            at=self.now(),
        )

    def funded(self):
        self.agreed()
        if self.call.both_sign:
            awards.sign_agreement(self.pk, by=self.cast.signatory, capacity="Présidente", at=self.now())
        awards.sign_agreement(self.pk, by=self.cast.director, capacity="Directeur général", at=self.now())

    def reported(self):
        values = {indicator.pk: (120, "") for indicator in self.call.indicators.all()}
        awards.save_report(self.pk, by=self.cast.signatory, narrative=TEXT, spent=80_000, values=values)
        awards.submit_report(self.pk, by=self.cast.signatory, at=self.now())
        awards.judge_report(self.pk, by=self.cast.instructor, accepts=True, at=self.now())

    def evaluated(self):
        if self.call.with_money:
            self.reported()
        awards.propose_evaluation(
            self.pk, by=self.cast.instructor, outcome="favourable", motive=TEXT, at=self.now()
        )
        awards.sign_evaluation(self.pk, by=self.cast.director, capacity="Directeur général", at=self.now())

    def expired(self):
        move(self.pk, "expire", by=None, at=self.closed)

    def withdrawn(self):
        deposit.withdraw(self.pk, by=self.cast.signatory, reason=TEXT, at=self.now())

    def abandoned(self):
        calendar.abandon_call(self.call.pk, by=self.cast.director, reason=TEXT, at=self.now())


PATHS = {
    State.DRAFT: "",
    State.EXPIRED: "expired",
    State.SUBMITTED: "submitted opened",
    State.INCOMPLETE: "submitted opened incomplete",
    State.ADMISSIBLE: "submitted opened admissible",
    State.REVIEWED: "submitted opened admissible reviewed",
    State.SELECTED: "submitted opened admissible reviewed selected",
    State.WAITLISTED: "submitted opened admissible reviewed waitlisted",
    State.REJECTED: "submitted opened admissible reviewed rejected",
    State.FUNDED: "submitted opened admissible reviewed selected funded",
    State.EVALUATED: "submitted opened admissible reviewed selected funded evaluated",
    State.INADMISSIBLE: "submitted opened inadmissible",
    State.WITHDRAWN: "submitted opened withdrawn",
    State.LAPSED: "submitted opened admissible reviewed selected lapsed",
    State.ABANDONED: "submitted opened abandoned",
}


def reach(state: State, call, cast, *, application=None, **arguments) -> Application:
    """A file brought to this state by every legal step that leads there (a label skips the funding).

    `arguments` go to the last step: reach(SELECTED, call, cast, amount=50_000).
    """
    application = application or fill(started(call, cast), cast)
    walk, steps = Walk(call, cast, application), PATHS[state].split()
    if not call.with_money:
        steps = [step for step in steps if step != "funded"]
    for step in steps:
        getattr(walk, step)(**(arguments if step == steps[-1] else {}))
    return walk.file
