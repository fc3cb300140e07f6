"""The whole machine. docs/workflow.md is drawn from it; `services.move` is its only caller.

A body sets dates, authors and the amounts of the act, nothing else.
"""

from datetime import datetime

from django.db import models
from django_fsm import FSMField, transition

from applications import guards as g
from applications.enums import State

S = State
BEFORE_DECISION = [S.DRAFT, S.SUBMITTED, S.INCOMPLETE, S.ADMISSIBLE, S.REVIEWED]


def step(source, target, label, *guards):
    """One row of the machine: from where, to where, the words of the action, and what must hold."""

    def decorate(method):
        return transition(
            field="state",
            source=source,
            target=target,
            conditions=list(guards),
            permission=f"applications.{method.__name__}",
            custom={"label": label},
        )(method)

    return decorate


class Workflow(models.Model):
    moment: datetime | None = None  # of the attempt: what guards read, now when nobody said
    state = FSMField("état", max_length=12, choices=State, default=State.DRAFT, protected=True)

    class Meta:
        abstract = True

    @step(
        S.DRAFT,
        S.SUBMITTED,
        "Déposer le dossier",
        g.call_is_open,
        g.answers_are_complete,
        g.budget_is_sound,
        g.is_handed_over,
    )
    def submit(self, *, by, at):
        self.submitted_at, self.submitted_by = at, by
        self.received_at = self.received_at or at
        self.hides_at = None  # no longer on its way out

    @step(S.SUBMITTED, S.DRAFT, "Reprendre le dossier", g.deposited_online, g.deadline_is_ahead)
    def reopen(self, *, by, at):
        self.submitted_at = self.submitted_by = self.received_at = None

    @step(S.DRAFT, S.EXPIRED, "Clore sans dépôt", g.deadline_is_past)
    def expire(self, *, by, at):
        self._end(by, at)

    @step(S.SUBMITTED, S.INCOMPLETE, "Demander des compléments", g.files_are_open, g.complement_is_listed)
    def request_complement(self, *, by, at, due_at):
        self.complement_due_at = due_at

    @step(S.INCOMPLETE, S.SUBMITTED, "Transmettre les compléments", g.complement_is_answered_or_due)
    def complete(self, *, by, at):
        self.complement_due_at = None

    @step(
        S.SUBMITTED,
        S.ADMISSIBLE,
        "Déclarer recevable",
        g.files_are_open,
        g.checks_are_done,
        g.received_in_time,
    )
    def admit(self, *, by, at):
        self.admitted_at, self.admitted_by = at, by

    @step([S.SUBMITTED, S.INCOMPLETE], S.INADMISSIBLE, "Déclarer irrecevable", g.decision_is_signed("refuse"))
    def refuse(self, *, by, at, ground):
        self.ground = ground
        self._end(by, at)

    @step(S.ADMISSIBLE, S.REVIEWED, "Clore l’instruction", g.reviews_are_in, g.report_is_written)
    def conclude(self, *, by, at):
        self.concluded_at, self.concluded_by = at, by

    @step(S.REVIEWED, S.ADMISSIBLE, "Reprendre l’instruction", g.no_decision_is_staged, g.reason_is_given)
    def resume(self, *, by, at):
        self.concluded_at = self.concluded_by = None

    @step(S.REVIEWED, S.SELECTED, "Retenir", g.decision_is_signed("select"), g.envelope_suffices)
    def select(self, *, by, at, amount=None, places=None):
        self._award(by, at, amount, places)

    @step(S.REVIEWED, S.WAITLISTED, "Inscrire sur liste complémentaire", g.decision_is_signed("waitlist"))
    def waitlist(self, *, by, at, rank):
        self.waiting_rank = rank
        self.decided_at, self.decided_by = at, by

    @step(
        S.WAITLISTED,
        S.SELECTED,
        "Retenir depuis la liste complémentaire",
        g.decision_is_signed("promote"),
        g.is_next_in_rank,
        g.envelope_suffices,
    )
    def promote(self, *, by, at, amount=None, places=None):
        self._award(by, at, amount, places)

    @step([S.REVIEWED, S.WAITLISTED], S.REJECTED, "Ne pas retenir", g.decision_is_signed("reject"))
    def reject(self, *, by, at):
        self.decided_at, self.decided_by = at, by
        self._end(by, at)

    @step(S.SELECTED, S.FUNDED, "Conventionner", g.is_with_money, g.offer_is_accepted, g.agreement_is_signed)
    def fund(self, *, by, at):
        self.funded_at, self.funded_by = at, by

    @step([S.FUNDED, S.SELECTED], S.EVALUATED, "Évaluer", g.funded_if_with_money, g.evaluation_is_signed)
    def evaluate(self, *, by, at, outcome):
        self.outcome = outcome
        self.evaluated_at, self.evaluated_by = at, by

    @step([*BEFORE_DECISION, S.WAITLISTED, S.SELECTED], S.WITHDRAWN, "Retirer le dossier")
    def withdraw(self, *, by, at):
        self._end(by, at)

    @step([S.SELECTED, S.FUNDED], S.LAPSED, "Constater la caducité", g.decision_is_signed("lapse"))
    def lapse(self, *, by, at):
        self._end(by, at)

    @step([*BEFORE_DECISION, S.WAITLISTED], S.ABANDONED, "Classer sans suite", g.call_is_abandoned)
    def abandon(self, *, by, at):
        self._end(by, at)

    @step(S.INADMISSIBLE, S.SUBMITTED, "Réexaminer après recours", g.decision_is_signed("reconsider"))
    @step(S.REJECTED, S.REVIEWED, "Réexaminer après recours", g.decision_is_signed("reconsider"))
    def reconsider(self, *, by, at):
        self.ended_at = self.ended_by = self.ground = None
        self.decided_at = self.decided_by = self.waiting_rank = None

    def _award(self, by, at, amount, places):
        self.awarded_amount, self.awarded_places = amount, places
        self.decided_at, self.decided_by = at, by

    def _end(self, by, at):
        self.ended_at, self.ended_by = at, by
