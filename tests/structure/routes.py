"""Every address of the site with the audience it is for, written by hand, and how to build it from a small world."""

from django.urls import get_resolver

LIBRARY = ("account_", "mfa_")  # sign-in pages of django-allauth, tried in tests/accounts

ACCESS = {
    # Anybody, signed in or not
    "public": """
        pages:home pages:legal pages:accessibility pages:privacy pages:help pages:health documents:verify
        documents:verify_code calls:list calls:detail calls:notice calls:specification calls:programme
        reviews:public_results accounts:invitation privacy:closed privacy:restore_account notifications:mails demo:progress demo:accounts demo:accounts demo:progress
    """,
    # Any person signed in; the page shows what is theirs
    "person": """
        pages:landing accounts:profile accounts:expertise accounts:organisations accounts:switch
        accounts:join accounts:ask
        privacy:mine privacy:ask_export privacy:download privacy:close_account
        accounts:cancel_request accounts:create calls:ask calls:manage calls:kinds calls:start applications:list reviews:opinions reviews:calibration_help
        applications:start reviews:mine
        reviews:interests reviews:end_interest notifications:inbox notifications:read_all notifications:outbox
        notifications:retry_all notifications:retry notifications:message
    """,
    # Members of the organisation
    "organisation": """
        accounts:organisation accounts:edit accounts:contacts accounts:bank accounts:take_over
        applications:vault applications:vault_add applications:vault_piece applications:vault_correct
        applications:vault_remove applications:vault_file accounts:add_establishment accounts:establishment
        accounts:remove_establishment accounts:adhere accounts:end_adhesion accounts:members accounts:invite
        accounts:member accounts:leave accounts:revoke_invitation accounts:mail_invitation_again
        privacy:kept privacy:keep
    """,
    # People of the authority, on its calls and on the organisations it looks after
    "authority": """
        accounts:recognition accounts:watched accounts:recognise accounts:accept_first accounts:turn_away
        calls:clone calls:publish calls:appointments calls:end_appointment calls:loads calls:questions
        calls:answer
        calls:preview calls:draft_specification calls:presentation calls:calendar calls:eligibility
        calls:contact calls:rules calls:bounds calls:lots calls:criteria calls:checks calls:indicators calls:form
        calls:add_lots calls:edit_lots calls:remove_lots calls:shift_lots calls:add_criteria
        calls:edit_criteria calls:remove_criteria calls:shift_criteria calls:add_checks calls:edit_checks
        calls:remove_checks calls:shift_checks calls:add_indicators calls:edit_indicators
        calls:remove_indicators calls:shift_indicators calls:add_sections calls:edit_sections
        calls:remove_sections calls:shift_sections calls:add_questions calls:edit_questions
        calls:remove_questions calls:shift_questions applications:call_files applications:call_export
        applications:open_files applications:opening applications:outside applications:check
        applications:ask_complement applications:admit reviews:file reviews:read reviews:note reviews:declare
        reviews:nomination reviews:register_csv reviews:waive reviews:agenda_declare
        reviews:remind_to_declare
        reviews:reopen reviews:opinion reviews:ask_opinion reviews:cancel_opinion
        reviews:score reviews:submit reviews:report reviews:conclude reviews:resume reviews:propose
        reviews:decline reviews:replace reviews:plans reviews:plan reviews:plan_state reviews:adjust
        reviews:apply_plan reviews:progress reviews:remind
        reviews:assignments reviews:register reviews:abandon reviews:ranking reviews:calibration reviews:rank reviews:decisions
        reviews:departure reviews:total reviews:acts reviews:cancel reviews:sign reviews:release reviews:promote
        reviews:scenarios reviews:scenarios_progress reviews:compare_rules reviews:study reviews:scenario
        reviews:scenario_data reviews:apply_scenario reviews:levers
        awards:prepare awards:pay
        reviews:seats reviews:name_seat reviews:end_seat reviews:commission reviews:call_seats
        reviews:name_call_seat reviews:new_meeting reviews:meeting reviews:edit_meeting reviews:agenda
        reviews:convene reviews:cancel_meeting reviews:second_meeting reviews:papers reviews:sign_minutes
        reviews:room reviews:room_live reviews:attendance reviews:open_meeting reviews:go_to reviews:hear
        reviews:debate reviews:observe reviews:room_rank reviews:close_meeting reviews:put
        reviews:record_ballots reviews:close_poll reviews:withdraw_poll reviews:cast reviews:vote
        privacy:lists privacy:slip privacy:prepare privacy:hold privacy:lift privacy:list privacy:send_list privacy:visa
        privacy:visa_file privacy:sign_list privacy:cancel_list privacy:take_out
    """,
    # Delegates of a union, acting for it; its library is read by its members too
    "union": """
        applications:members_export applications:member applications:concerned applications:alert
        applications:library applications:new_argument applications:argument applications:retire_argument
        pages:union_results pages:union_results_export
    """,
    # The structure of the file
    "structure": """
        applications:lean applications:budget_copy applications:budget_put_back applications:budget_export
        applications:identity applications:section applications:places applications:versions applications:hand_over
        applications:reuse applications:here applications:remove_partner applications:sharing applications:looks_export
        applications:consent applications:vault_keep applications:board_pdf applications:deposit applications:reopen
        applications:withdraw applications:answer_item applications:send_complements
        applications:begin_sending applications:sending_part applications:finish_sending awards:offer awards:revise
    """,
    # The structure, the authority and whoever holds a role on the file
    "file": """
        applications:file applications:budget applications:partners applications:attachments
        applications:budget_sheet applications:budget_staff applications:budget_staff_year
        applications:budget_whole applications:budget_import
        applications:attachment applications:documents applications:history applications:print
        applications:complements applications:messages applications:margin applications:thread applications:prompt
        applications:archive applications:whole_pdf documents:download
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


KINDS = {
    "calls:start": "ami",
    "applications:call_export": "csv",
    "applications:members_export": "csv",
    "applications:looks_export": "csv",
    "privacy:slip": "csv",
    "pages:union_results_export": "csv",
}

# What a row's address is built with, by the room's habit.
ORGANISATION_ROUTES = ("accounts:", "privacy:")
LOT_ROUTES = [
    "reviews:ranking",
    "reviews:calibration",
    "reviews:rank",
    "reviews:decisions",
    "reviews:scenarios",
    "reviews:scenarios_progress",
    "reviews:compare_rules",
    "reviews:study",
    "reviews:total",
    "reviews:acts",
    "reviews:cancel",
    "reviews:sign",
    "reviews:release",
    "reviews:promote",
]

SEAT_ROUTES = ["reviews:seats", "reviews:name_seat"]
MEETING_ROUTES = [
    *(
        "reviews:meeting",
        "reviews:edit_meeting",
        "reviews:agenda",
        "reviews:convene",
        "reviews:cancel_meeting",
    ),
    *(
        "reviews:second_meeting",
        "reviews:papers",
        "reviews:sign_minutes",
        "reviews:room",
        "reviews:room_live",
    ),
    *("reviews:attendance", "reviews:open_meeting", "reviews:go_to", "reviews:hear", "reviews:debate"),
    *(
        "reviews:observe",
        "reviews:room_rank",
        "reviews:close_meeting",
        "reviews:put",
        "reviews:record_ballots",
    ),
    *(
        "reviews:close_poll",
        "reviews:withdraw_poll",
        "reviews:cast",
        "reviews:vote",
        "reviews:agenda_declare",
    ),
]


def arguments(name: str, names: list[str], world) -> dict:
    """The arguments that point this route at the world's own objects."""
    values = {
        "slug": world.programme if name == "calls:programme" else world.call.slug,
        "call": world.call.slug,
        "number": world.number,
        "key": "besoin" if name == "applications:lean" else "projet",
        "question": "besoin",
        "code": world.code,
        "kind": KINDS.get(name, "reject"),
        "token": "jeton",
        "section": world.section,
        "instalment": 1,
        "decision": 1,
        "review": 1,
        "person": 1,
        "opinion": 1,
        "item": 1,
        "poll": 1,
        "purge": 1,
        "hold": 1,
        "listing": 1,
        "line": 1,
        "year": 2027,
        "establishment_pk": 1,
        "piece_pk": 1,
        "version_pk": 1,
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
    if name in SEAT_ROUTES:
        return world.call.authority_id
    if name in MEETING_ROUTES:
        return world.meeting
    if AUDIENCE.get(name) == "authority" and name.startswith(ORGANISATION_ROUTES):
        return world.call.authority_id
    if AUDIENCE.get(name) == "organisation":
        return world.structure.pk
    if name in ("applications:attachment", "applications:vault_keep"):
        return world.attachment
    if name == "applications:member":
        return world.structure.pk
    if name == "applications:consent":
        return world.union.pk
    return world.structure.pk if name.startswith(ORGANISATION_ROUTES) else 1
