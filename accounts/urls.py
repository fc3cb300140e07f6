from django.urls import path

from accounts.views import expertise, joining, members, profile, profiles, recognition, structures

app_name = "accounts"

MINE = [
    path("profil/", profile.profile, name="profile"),
    path("expertise/", expertise.expertise, name="expertise"),
    path("organisations/", profile.organisations, name="organisations"),
    path("organisations/changer/", profile.switch, name="switch"),
]
JOINING = [
    path("organisations/rejoindre/", joining.join, name="join"),
    path("organisations/rejoindre/<int:pk>/", joining.ask, name="ask"),
    path("organisations/demandes/<int:pk>/annuler/", joining.cancel, name="cancel_request"),
    path("organisations/nouvelle/", joining.create, name="create"),
    path("organisations/invitations/<str:token>/", joining.invitation, name="invitation"),
]
STRUCTURE = [
    path("organisations/<int:pk>/", structures.organisation, name="organisation"),
    path("organisations/<int:pk>/modifier/", structures.edit, name="edit"),
    path("organisations/<int:pk>/contacts/", profiles.contacts, name="contacts"),
    path("organisations/<int:pk>/rib/", profiles.bank, name="bank"),
    path("organisations/<int:pk>/repertoire/", profiles.take_over, name="take_over"),
    path(
        "organisations/<int:pk>/etablissements/nouveau/", structures.establishment, name="add_establishment"
    ),
    path(
        "organisations/<int:pk>/etablissements/<int:establishment_pk>/",
        structures.establishment,
        name="establishment",
    ),
    path(
        "organisations/<int:pk>/etablissements/<int:establishment_pk>/retirer/",
        structures.remove_establishment,
        name="remove_establishment",
    ),
    path("organisations/<int:pk>/adhesions/nouvelle/", structures.adhere, name="adhere"),
    path(
        "organisations/<int:pk>/adhesions/<int:adhesion_pk>/terminer/",
        structures.end_adhesion,
        name="end_adhesion",
    ),
]
MEMBERS = [
    path("organisations/<int:pk>/membres/", members.members, name="members"),
    path("organisations/<int:pk>/membres/inviter/", members.invite, name="invite"),
    path("organisations/<int:pk>/membres/<int:membership_pk>/", members.member, name="member"),
    path("organisations/<int:pk>/quitter/", members.leave, name="leave"),
    path(
        "organisations/<int:pk>/invitations/<int:invitation_pk>/annuler/",
        members.revoke,
        name="revoke_invitation",
    ),
    path(
        "organisations/<int:pk>/invitations/<int:invitation_pk>/renvoyer/",
        members.mail_again,
        name="mail_invitation_again",
    ),
]
RECOGNITION = [
    path("organisations/<int:pk>/a-reconnaitre/", recognition.recognition, name="recognition"),
    path("organisations/<int:pk>/a-reconnaitre/<int:structure_pk>/", recognition.structure, name="watched"),
    path(
        "organisations/<int:pk>/a-reconnaitre/<int:structure_pk>/reconnaitre/",
        recognition.recognise,
        name="recognise",
    ),
    path(
        "organisations/<int:pk>/a-reconnaitre/<int:structure_pk>/demandes/<int:membership_pk>/accepter/",
        recognition.accept_first,
        name="accept_first",
    ),
    path(
        "organisations/<int:pk>/a-reconnaitre/<int:structure_pk>/personnes/<int:membership_pk>/ecarter/",
        recognition.turn_away,
        name="turn_away",
    ),
]
urlpatterns = [*MINE, *JOINING, *STRUCTURE, *MEMBERS, *RECOGNITION]
