"""Who may do what: one line per action. docs/permissions.md is generated from this table.

A role counts only on the object at hand (`obj.roles_of(person)`), never in general.
"""

from functools import wraps

from accounts.enums import Role as R

STRUCTURE = {R.EDITOR, R.SIGNATORY}
AUTHORITY = {R.MANAGER, R.INSTRUCTOR, R.AUTHORITY_SIGNATORY, R.FINANCE}
COMMISSION = {R.EXPERT, R.COMMISSION_MEMBER, R.PRESIDENT}
JUDGES = {*AUTHORITY, *COMMISSION, R.DELEGATION}
UNION_ALL = {R.UNION_EXISTENCE, R.UNION_PROGRESS, R.UNION_READ, R.UNION_COMMENT}
UNION_PROGRESS = {R.UNION_PROGRESS, R.UNION_READ, R.UNION_COMMENT}
UNION_READ = {R.UNION_READ, R.UNION_COMMENT}

POLICY: dict[str, set[R]] = {
    # Organisations
    "accounts.view_organisation": {*STRUCTURE, *AUTHORITY, R.UNION_DELEGATE, R.ADMINISTRATOR},
    "accounts.edit_organisation": {R.SIGNATORY, R.MANAGER, R.UNION_DELEGATE, R.ADMINISTRATOR},
    "accounts.view_bank": {*STRUCTURE},
    "accounts.edit_bank": {R.SIGNATORY},
    "accounts.manage_members": {R.SIGNATORY, R.UNION_DELEGATE, R.ADMINISTRATOR},
    "accounts.approve_first_member": {R.MANAGER, R.ADMINISTRATOR},
    "accounts.recognise": {R.MANAGER, R.ADMINISTRATOR},
    "accounts.accompany": {R.UNION_DELEGATE},
    # Documents: each answers the roles under which it may be read at all
    "documents.view": {*STRUCTURE, *AUTHORITY, R.COMMISSION_MEMBER, R.PRESIDENT},
    "documents.retry": {R.MANAGER, R.INSTRUCTOR, R.AUTHORITY_SIGNATORY},
    # Calls
    "calls.view_draft": {*AUTHORITY, R.ADMINISTRATOR},
    "calls.create": {R.MANAGER},
    "calls.edit": {R.MANAGER},
    "calls.publish": {R.MANAGER},
    "calls.appoint": {R.MANAGER},
    "calls.answer": {R.MANAGER, R.INSTRUCTOR},
    "calls.open_files": {R.MANAGER, R.INSTRUCTOR},
    "calls.view_cockpit": {*AUTHORITY, R.PRESIDENT},
    "calls.list_files": {*AUTHORITY, R.PRESIDENT},
    "calls.export": {R.MANAGER, R.INSTRUCTOR, R.AUTHORITY_SIGNATORY, R.FINANCE},
    # Applications: seeing
    "applications.view": {*STRUCTURE, *JUDGES, *UNION_ALL, R.DESK},
    "applications.view_progress": {*STRUCTURE, *AUTHORITY, R.PRESIDENT, *UNION_PROGRESS, R.DESK},
    "applications.view_content": {*STRUCTURE, *JUDGES, *UNION_READ, R.DESK},
    "applications.view_history": {*STRUCTURE, *AUTHORITY, R.PRESIDENT},
    "applications.view_checks": {*AUTHORITY, R.PRESIDENT},
    "applications.view_identity": {*STRUCTURE, R.MANAGER, R.INSTRUCTOR, R.FINANCE, R.AUTHORITY_SIGNATORY},
    "applications.view_messages": {*STRUCTURE, R.MANAGER, R.INSTRUCTOR, R.AUTHORITY_SIGNATORY, R.FINANCE},
    # Applications: doing
    "applications.write_message": {*STRUCTURE, R.MANAGER, R.INSTRUCTOR, R.FINANCE},
    "applications.create": {*STRUCTURE},
    "applications.edit": {*STRUCTURE, R.DESK},
    "applications.consent": {R.SIGNATORY},
    "applications.comment": {*STRUCTURE, R.UNION_COMMENT},
    "applications.prompt": UNION_PROGRESS,
    # The vault of a structure: asked of the organisation itself, so neither authority nor union ever holds it
    "applications.view_vault": {*STRUCTURE},
    "applications.edit_vault": {*STRUCTURE},
    "applications.enter_outside": {R.MANAGER, R.INSTRUCTOR},
    "applications.export": {*STRUCTURE, R.MANAGER, R.INSTRUCTOR, R.AUTHORITY_SIGNATORY},
    # Moves, one line each
    "applications.submit": {R.SIGNATORY, R.DESK},
    "applications.reopen": {R.SIGNATORY},
    "applications.expire": {R.SYSTEM},
    "applications.request_complement": {R.INSTRUCTOR},
    "applications.complete": {*STRUCTURE, R.SYSTEM},
    "applications.admit": {R.INSTRUCTOR},
    "applications.refuse": {R.PRESIDENT, R.AUTHORITY_SIGNATORY},
    "applications.conclude": {R.INSTRUCTOR},
    "applications.resume": {R.MANAGER},
    "applications.select": {R.AUTHORITY_SIGNATORY},
    "applications.waitlist": {R.AUTHORITY_SIGNATORY},
    "applications.promote": {R.AUTHORITY_SIGNATORY},
    "applications.reject": {R.AUTHORITY_SIGNATORY},
    "applications.fund": {R.AUTHORITY_SIGNATORY},
    "applications.evaluate": {R.AUTHORITY_SIGNATORY},
    "applications.withdraw": {R.SIGNATORY},
    "applications.lapse": {R.AUTHORITY_SIGNATORY},
    "applications.abandon": {R.AUTHORITY_SIGNATORY, R.SYSTEM},
    "applications.reconsider": {R.AUTHORITY_SIGNATORY},
    # Reviews and decisions
    "reviews.read": JUDGES,
    "reviews.declare": JUDGES,
    "reviews.view_conflicts": {R.MANAGER},
    "reviews.waive": {R.MANAGER},
    "reviews.assign": {R.MANAGER},
    "reviews.score": {R.EXPERT, R.INSTRUCTOR},
    "reviews.decline": {R.EXPERT, R.INSTRUCTOR},
    "reviews.reopen": {R.MANAGER},
    "reviews.ask_opinion": {R.MANAGER, R.INSTRUCTOR},
    "reviews.give_opinion": {R.DELEGATION},
    "reviews.view_report": {*AUTHORITY, R.COMMISSION_MEMBER, R.PRESIDENT},
    "reviews.view_scores": {R.MANAGER, R.INSTRUCTOR, R.AUTHORITY_SIGNATORY, R.PRESIDENT},
    "reviews.view_score_history": {R.MANAGER, R.AUTHORITY_SIGNATORY},
    "reviews.note": {R.MANAGER, R.INSTRUCTOR, R.AUTHORITY_SIGNATORY},
    "reviews.report": {R.INSTRUCTOR},
    "reviews.rank": {R.MANAGER, R.PRESIDENT},
    "reviews.propose": {R.MANAGER, R.INSTRUCTOR},
    "reviews.sign": {R.AUTHORITY_SIGNATORY},
    "reviews.view_decision_page": {R.MANAGER, R.AUTHORITY_SIGNATORY, R.PRESIDENT},
    "reviews.view_scenarios": {R.MANAGER, R.INSTRUCTOR, R.AUTHORITY_SIGNATORY, R.PRESIDENT},
    "reviews.make_scenario": {R.MANAGER, R.INSTRUCTOR, R.AUTHORITY_SIGNATORY},
    "reviews.apply_scenario": {R.MANAGER},
    # The commission
    "reviews.manage_seats": {R.MANAGER},
    "reviews.convene": {R.MANAGER, R.PRESIDENT},
    "reviews.attend": {R.MANAGER, R.INSTRUCTOR, R.AUTHORITY_SIGNATORY, R.COMMISSION_MEMBER, R.PRESIDENT},
    "reviews.conduct": {R.MANAGER, R.PRESIDENT},
    "reviews.vote": {R.COMMISSION_MEMBER, R.PRESIDENT},
    "reviews.sign_minutes": {R.PRESIDENT},
    # After the decision
    "awards.view": {*STRUCTURE, *AUTHORITY},
    "awards.answer_offer": {R.SIGNATORY},
    "awards.prepare_agreement": {R.MANAGER, R.FINANCE},
    "awards.sign_agreement_structure": {R.SIGNATORY},
    "awards.sign_agreement_authority": {R.AUTHORITY_SIGNATORY},
    "awards.pay": {R.FINANCE},
    "awards.view_bank": {*STRUCTURE, R.FINANCE},
    "awards.report": {*STRUCTURE},
    "awards.accept_report": {R.INSTRUCTOR, R.MANAGER},
    "awards.propose_evaluation": {R.INSTRUCTOR},
    "awards.sign_evaluation": {R.AUTHORITY_SIGNATORY},
    # Public archives at the end of their time
    "privacy.view_lists": {R.MANAGER, R.AUTHORITY_SIGNATORY, R.ADMINISTRATOR},
    "privacy.prepare_list": {R.MANAGER, R.ADMINISTRATOR},
    "privacy.sign_list": {R.AUTHORITY_SIGNATORY},
    # Messages
    "notifications.outbox": {*AUTHORITY},
    "notifications.retry": {R.MANAGER, R.INSTRUCTOR, R.AUTHORITY_SIGNATORY},
}


def permits(person, action: str, obj) -> bool:
    """Whether this line of the table lets this person act on this object; the only reader of the table for one answer.

    A superuser gets nothing from it by being one: sealed files stay sealed.
    """
    return person.is_active and obj is not None and not POLICY[action].isdisjoint(obj.roles_of(person))


def held_once(roles_of):
    """For `roles_of`: nothing for a visitor; one reading per object while the person only reads a page."""

    @wraps(roles_of)
    def read(obj, person):
        if not person.is_authenticated:
            return frozenset()
        if obj.pk is None:
            return roles_of(obj, person)
        return person.recall((type(obj), obj.pk), lambda: roles_of(obj, person))

    return read
