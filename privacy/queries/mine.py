"""Everything Jalon holds about one person, as plain rows in the words of the screen.

Only what is theirs: what they gave, what they were sent, what was noted of what they did. Never a mark, an opinion or
a message of someone else; and of a file, nothing that they may no longer see: a file in conflict, or sealed, stays so.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts.models import Invitation
from accounts.queries import addresses_of
from applications.models import AnswerVersion, Application, Attachment, Exchange, Look, Remark, Transition
from applications.models.visibility import organisations_where
from notifications.models import Message
from privacy.queries.retention import WRITERS
from reviews.models import Review

Rows = list[dict[str, object]]


def everything(person) -> dict[str, Rows]:
    """{title of the part: its rows}, in the order of the page; each row is {label: value}."""
    return {title: part(person) for title, part in PARTS.items()}


def profile(person) -> Rows:
    return [
        {
            "Prénom": person.first_name,
            "Nom": person.last_name,
            "Adresse électronique": person.email,
            "Fonction": person.job_title,
            "Téléphone": person.phone,
            "Reçoit les courriels": person.wants_mail,
            "Texte plus petit": person.compact,
            "Compte créé le": person.date_joined,
            "Dernière connexion": person.last_login,
        }
    ]


def addresses(person) -> Rows:
    rows = EmailAddress.objects.filter(user=person).order_by("pk")
    return [
        {"Adresse": row.email, "Vérifiée": row.verified, "Principale": row.primary} for row in rows
    ] + second_factors(person)


def second_factors(person) -> Rows:
    """Which means of the second factor exist and since when: never their secret."""
    rows = Authenticator.objects.filter(user=person).order_by("pk")
    return [{"Double authentification": row.get_type_display(), "Depuis": row.created_at} for row in rows]


def memberships(person) -> Rows:
    rows = person.memberships.select_related("organisation").prefetch_related("grants").order_by("asked_at")
    return [
        {
            "Organisation": str(row.organisation),
            "État": row.get_status_display(),
            "Rôles": [role.label for role in row.roles],
            "Demandée le": row.asked_at,
            "Répondu le": row.answered_at,
            "Terminée le": row.ended_at,
            "Votre message": row.message,
            "Motif": row.reason,
        }
        for row in rows
    ]


def invitations(person) -> Rows:
    rows = Invitation.objects.filter(email__in=addresses_of(person)).select_related("organisation")
    return [
        {"Organisation": str(row.organisation), "Envoyée le": row.created_at, "Acceptée le": row.accepted_at}
        for row in rows
    ]


def interests(person) -> Rows:
    rows = person.interests.select_related("organisation").order_by("declared_at")
    return [
        {"Lien": str(row), "Précision": row.detail, "Déclaré le": row.declared_at, "Retiré le": row.ended_at}
        for row in rows
    ]


def expertise(person) -> Rows:
    row = getattr(person, "expertise", None)
    if row is None:
        return []
    return [
        {
            "Catégories": [str(one) for one in row.categories.all()],
            "Territoires": [str(one) for one in row.territories.all()],
            "Langues": row.languages,
        }
    ]


def declarations(person) -> Rows:
    """What they declared at a nomination, and of each file: their own words."""
    named = person.appointments.select_related("call", "nomination").order_by("appointed_at")
    of_files = person.conflicts.select_related("application").order_by("declared_at")
    return [
        {
            "Appel": row.call.title,
            "Rôle": row.get_role_display(),
            "Nommé le": row.appointed_at,
            "Fin": row.ended_at,
            "Déclaré le": getattr(getattr(row, "nomination", None), "declared_at", None),
            "Liens déclarés": getattr(getattr(row, "nomination", None), "interests", []),
        }
        for row in named
    ] + [
        {
            "Dossier": row.application.number,
            "Conflit d’intérêts": row.has_conflict,
            "Nature": row.motive,
            "Déclaré le": row.declared_at,
            "Levé le": row.lifted_at,
        }
        for row in of_files
    ]


def seats(person) -> Rows:
    rows = [*person.seats.select_related("authority"), *person.alternate_seats.select_related("authority")]
    return [
        {
            "Commission": str(row.authority),
            "Qualité": row.capacity,
            "Titulaire": row.holder_id == person.pk,
            "Depuis le": row.since,
            "Jusqu’au": row.until,
            "Fin anticipée": row.ended_at,
        }
        for row in rows
    ]


def readings(person) -> Rows:
    """Their own readings and marks, on the files they may still see."""
    seen = Application.objects.visible_to(person).order_by().values("pk")
    rows = person.assignments.filter(application__in=seen).select_related("application", "review")
    return [_reading(row) for row in rows.order_by("assigned_at")]


def _reading(row) -> dict:
    review = Review.objects.filter(assignment=row).prefetch_related("scores__criterion").first()
    own = {
        "Dossier": row.application.number,
        "Confié le": row.assigned_at,
        "Terminé le": row.ended_at,
        "Rendue le": review and review.submitted_at,
    }
    if review is None:
        return own
    marks = [
        f"{score.criterion.label} : {score.value} – {score.justification}" for score in review.scores.all()
    ]
    return own | {"Vos notes": marks, "Points forts": review.strengths, "Réserves": review.reserves}


def opinions(person) -> Rows:
    seen = Application.objects.visible_to(person).order_by().values("pk")
    rows = person.opinions.filter(application__in=seen).select_related("application").order_by("asked_at")
    return [
        {
            "Dossier": row.application.number,
            "Demandé le": row.asked_at,
            "Rendu le": row.answered_at,
            "Votre avis": row.text,
        }
        for row in rows
    ]


def own_files(person):
    """The files of the structures for which the person writes today."""
    return Application.objects.visible_to(person).filter(structure__in=organisations_where(person, WRITERS))


def written(person) -> Rows:
    """What they wrote in the files of their own structures: answers, pieces, messages."""
    mine = own_files(person).order_by().values("pk")
    by = {"application__in": mine}
    answers = AnswerVersion.objects.filter(by=person, **by).select_related("application").order_by("at", "pk")
    pieces = Attachment.objects.filter(uploaded_by=person, **by).select_related("application").order_by("pk")
    sent = Exchange.objects.filter(by=person, **by).select_related("application").order_by("at", "pk")
    return [
        *({"Dossier": row.application.number, "Réponse": row.key, "Contenu": row.value, "Le": row.at} for row in answers),
        *({"Dossier": row.application.number, "Pièce": row.name, "Empreinte": row.sha256, "Le": row.uploaded_at} for row in pieces),
        *({"Dossier": row.application.number, "Message": row.body, "Le": row.at} for row in sent),
    ]  # fmt: skip


def messages(person) -> Rows:
    rows = Message.objects.visible_to(person).order_by("at", "pk")
    return [
        {
            "Le": row.at,
            "Objet": row.subject,
            "Texte": row.body,
            "Lu le": row.read_at,
            "Courriel": row.get_mail_display(),
        }
        for row in rows
    ]


def log(person) -> Rows:
    """What was noted of what they did: moves of files they may still see, copies asked, account closed."""
    seen = Application.objects.visible_to(person).order_by().values("pk")
    moves = Transition.objects.filter(by=person, application__in=seen).select_related("application")
    return [
        *(
            {"Le": row.at, "Dossier": row.application.number, "Fait": f"{row.get_source_display()} → {row.get_target_display()}", "Motif": row.reason}
            for row in moves.order_by("at", "pk")
        ),
        *(
            {"Le": row.asked_at, "Fait": "Copie de mes données demandée", "Téléchargée le": row.downloaded_at}
            for row in person.exports.order_by("pk")
        ),
        *(
            {"Le": row.closed_at, "Fait": "Compte clos", "Rouvert le": row.restored_at}
            for row in person.closings.order_by("pk")
        ),
    ]  # fmt: skip


def remarks(person) -> Rows:
    """What they wrote in the margin of drafts, with the name of the file and nothing of what others wrote."""
    rows = Remark.objects.filter(by=person).select_related("thread__application").order_by("at")
    return [
        {"Dossier": row.thread.application.number, "Commentaire": row.text, "Écrit le": row.at}
        for row in rows
    ]


def looks(person) -> Rows:
    """The pages of shared files they opened for a union: the structures read this log too."""
    rows = Look.objects.filter(person=person).select_related("application").order_by("at")
    return [
        {"Dossier": row.application.number, "Page": row.get_page_display(), "Ouverte le": row.at}
        for row in rows
    ]


PARTS = {
    "Profil": profile,
    "Adresses et connexion": addresses,
    "Organisations": memberships,
    "Invitations reçues": invitations,
    "Liens d’intérêt": interests,
    "Domaine d’expertise": expertise,
    "Nominations et déclarations": declarations,
    "Sièges de commission": seats,
    "Lectures": readings,
    "Avis rendus": opinions,
    "Ce que vous avez écrit dans les dossiers de votre structure": written,
    "Commentaires dans la marge des dossiers": remarks,
    "Consultations pour une union": looks,
    "Messages reçus": messages,
    "Journal de vos actions": log,
}
