"""Every address of the site with the audience it is for, written by hand, and how to build it from a small world."""

from django.urls import get_resolver

LIBRARY = ("account_", "mfa_")  # sign-in pages of django-allauth, tried in tests/accounts

ACCESS = {
    # Anybody, signed in or not
    "public": """
        pages:home pages:legal pages:accessibility pages:privacy pages:help pages:health documents:verify
        documents:verify_code calls:list calls:detail calls:notice calls:specification calls:programme
        reviews:public_results accounts:invitation notifications:mails demo:progress demo:accounts demo:accounts demo:progress
    """,
    # Any person signed in; the page shows what is theirs
    "person": """
        pages:landing accounts:profile accounts:organisations accounts:switch accounts:join accounts:ask
        accounts:cancel_request accounts:create calls:ask calls:manage calls:kinds calls:start applications:list
        applications:start reviews:mine notifications:inbox notifications:read_all notifications:outbox
        notifications:retry_all notifications:retry notifications:message
    """,
    # Members of the organisation
    "organisation": """
        accounts:organisation accounts:edit accounts:add_establishment accounts:establishment
        accounts:remove_establishment accounts:adhere accounts:end_adhesion accounts:members accounts:invite
        accounts:member accounts:leave accounts:revoke_invitation accounts:mail_invitation_again
    """,
    # People of the authority, on its calls and on the organisations it looks after
    "authority": """
        accounts:recognition accounts:watched accounts:recognise accounts:accept_first accounts:turn_away
        calls:clone calls:publish calls:appointments calls:end_appointment calls:questions calls:answer
        calls:preview calls:draft_specification calls:presentation calls:calendar calls:eligibility
        calls:contact calls:rules calls:lots calls:criteria calls:checks calls:indicators calls:form
        calls:add_lots calls:edit_lots calls:remove_lots calls:shift_lots calls:add_criteria
        calls:edit_criteria calls:remove_criteria calls:shift_criteria calls:add_checks calls:edit_checks
        calls:remove_checks calls:shift_checks calls:add_indicators calls:edit_indicators
        calls:remove_indicators calls:shift_indicators calls:add_sections calls:edit_sections
        calls:remove_sections calls:shift_sections calls:add_questions calls:edit_questions
        calls:remove_questions calls:shift_questions applications:call_files applications:call_export
        applications:open_files applications:opening applications:outside applications:check
        applications:ask_complement applications:admit reviews:file reviews:read reviews:note reviews:declare
        reviews:score reviews:submit reviews:report reviews:conclude reviews:resume reviews:propose
        reviews:assignments reviews:register reviews:abandon reviews:ranking reviews:rank reviews:decisions
        reviews:total reviews:acts reviews:cancel reviews:sign reviews:release reviews:promote
        awards:prepare awards:pay
    """,
    # The structure of the file
    "structure": """
        applications:identity applications:section applications:remove_partner applications:sharing
        applications:consent applications:board_pdf applications:deposit applications:reopen
        applications:withdraw applications:answer_item applications:send_complements awards:offer
    """,
    # The structure, the authority and whoever holds a role on the file
    "file": """
        applications:file applications:budget applications:partners applications:attachments
        applications:attachment applications:documents applications:history applications:print
        applications:complements applications:archive applications:whole_pdf documents:download
        documents:state documents:retry awards:file awards:agreement awards:report awards:evaluation
    """,
}
AUDIENCE = {name: audience for audience, names in ACCESS.items() for name in names.split()}


def routes(resolver=None, namespace="") -> dict[str, list[str]]:
    """Every named route of our rooms with the names of its arguments; the admin has its own test."""
    found: dict[str, list[str]] = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                found |= routes(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif not str(pattern.name).startswith(LIBRARY):
            found[f"{namespace}{pattern.name}"] = list(pattern.pattern.converters)
    return found


# What a row's address is built with, by the room's habit.
ORGANISATION_ROUTES = ("accounts:",)
LOT_ROUTES = [
    "reviews:ranking",
    "reviews:rank",
    "reviews:decisions",
    "reviews:total",
    "reviews:acts",
    "reviews:cancel",
    "reviews:sign",
    "reviews:release",
    "reviews:promote",
]


def arguments(name: str, names: list[str], world) -> dict:
    """The arguments that point this route at the world's own objects."""
    values = {
        "slug": world.programme if name == "calls:programme" else world.call.slug,
        "call": world.call.slug,
        "number": world.number,
        "key": "projet",
        "code": world.code,
        "kind": {"calls:start": "ami", "applications:call_export": "csv"}.get(name, "reject"),
        "token": "jeton",
        "section": world.section,
        "instalment": 1,
        "decision": 1,
        "establishment_pk": 1,
        "adhesion_pk": 1,
        "membership_pk": 1,
        "invitation_pk": 1,
        "structure_pk": world.structure.pk,
        "pk": _pk(name, world),
    }
    return {key: values[key] for key in names}


def _pk(name, world) -> int:
    if name in LOT_ROUTES:
        return world.call.lots.get().pk
    if AUDIENCE.get(name) == "authority" and name.startswith(ORGANISATION_ROUTES):
        return world.call.authority_id
    if name == "applications:attachment":
        return world.attachment
    if name == "applications:consent":
        return world.union.pk
    return world.structure.pk if name.startswith(ORGANISATION_ROUTES) else 1
