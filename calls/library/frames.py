"""What each kind of procedure asks of every file (CASF R. 313-4-3 for the authorisation, usual pieces elsewhere)."""

from calls.enums import Kind, Part
from calls.library.shapes import Ask, Frame, Heading, Q, piece, words, yes

ON_HONOUR = "Le signataire l’atteste en déposant le dossier."

SUMMARY = Ask(
    "summary",
    "Résumé du projet, publiable",
    Q.TEXT,
    help="Il paraîtra avec les résultats si le projet est retenu.",
    limits={"max_length": 256},
)
TERRITORIES = Ask("territories", "Départements où le projet agira", Q.TERRITORIES)
PLACES = Ask(
    "localities",
    "Communes, intercommunalités ou quartiers prioritaires concernés",
    Q.PLACES,
    help="Si le projet ne couvre pas tout le département.",
    required=False,
)

AUTHORISATION = Frame(
    opening=Heading(
        "candidature",
        "Candidature",
        Part.CANDIDATURE,
        (
            Ask("private_body", "Êtes-vous une personne morale de droit privé ?", Q.YES_NO),
            piece("statutes", "Statuts signés", vault_kind="statutes", visible_if=yes("private_body")),
            Ask(
                "no_conviction",
                "Je déclare sur l’honneur n’être l’objet d’aucune des condamnations devenues définitives"
                " mentionnées au livre III du code de l’action sociale et des familles",
                Q.DECLARATION,
                help=ON_HONOUR,
            ),
            Ask(
                "no_procedure",
                "Je déclare sur l’honneur n’être l’objet d’aucune des procédures mentionnées aux articles"
                " L. 313-16, L. 331-5, L. 471-3, L. 472-10, L. 474-2 ou L. 474-5 du même code",
                Q.DECLARATION,
                help=ON_HONOUR,
            ),
            Ask("has_certified_accounts", "Vos comptes sont-ils soumis à certification ?", Q.YES_NO),
            piece(
                "accounts",
                "Derniers comptes certifiés",
                vault_kind="accounts",
                visible_if=yes("has_certified_accounts"),
            ),
            words(
                "activity",
                "Votre activité dans le domaine médico-social et votre situation financière",
                help="Pour un organisme nouveau : le but social ou médico-social prévu par ses statuts.",
                criterion="experience",
            ),
        ),
        intro="Première partie du dossier (CASF, art. R. 313-4-3, 1°). Elle seule peut être complétée à la"
        " demande de l’instructeur après la clôture.",
    ),
    closing=Heading(
        "description",
        "État descriptif",
        Part.PROJECT,
        (
            piece(
                "project_file",
                "Description complète du projet",
                help="Avant-projet d’établissement ou de service, droits des usagers, méthode d’évaluation.",
            ),
            piece("staff_file", "Tableau des effectifs par qualification", criterion="team"),
            piece(
                "finance_file",
                "Dossier financier",
                help="Bilan financier, plan de financement, budget prévisionnel en année pleine.",
                criterion="cost",
            ),
            Ask("opening_on", "Date d’ouverture prévue", Q.DATE, criterion="schedule"),
            Ask("has_cooperation", "Plusieurs organismes s’associent-ils pour ce projet ?", Q.YES_NO),
            words("cooperation", "Modalités de coopération envisagées", visible_if=yes("has_cooperation")),
        ),
        intro="Suite de la réponse au projet (CASF, art. R. 313-4-3, 2°). Elle ne peut pas être complétée"
        " après la clôture.",
    ),
    checks=(
        "Le dossier est parvenu avant la clôture",
        "La première partie comporte toutes les pièces demandées",
        "Les déclarations sur l’honneur sont signées par une personne habilitée",
        "Le projet répond à l’objet de l’appel",
    ),
    funding_line="ONDAM médico-social spécifique",
)

SUBSIDY = Frame(
    opening=Heading(
        "candidature",
        "Le porteur",
        Part.CANDIDATURE,
        (
            Ask("association", "Êtes-vous une association ou une fondation ?", Q.YES_NO),
            piece("statutes", "Statuts signés", vault_kind="statutes", visible_if=yes("association")),
            Ask(
                "republican_contract",
                "Je déclare que l’organisme a souscrit le contrat d’engagement républicain",
                Q.DECLARATION,
                help="Loi n° 2000-321 du 12 avril 2000, art. 10-1. " + ON_HONOUR,
                visible_if=yes("association"),
            ),
            piece(
                "bank_details",
                "Relevé d’identité bancaire",
                vault_kind="bank",
                help="Au nom et à l’adresse exacts du numéro SIRET du porteur.",
            ),
            piece("accounts", "Derniers comptes approuvés", vault_kind="accounts"),
            Ask(
                "honour",
                "Je déclare que l’organisme est à jour de ses obligations sociales et fiscales et que les"
                " informations du dossier sont exactes",
                Q.DECLARATION,
                help=ON_HONOUR,
            ),
            Ask("by_delegation", "Le signataire agit-il par délégation du représentant légal ?", Q.YES_NO),
            piece(
                "delegation",
                "Délégation de signature",
                vault_kind="delegation",
                visible_if=yes("by_delegation"),
            ),
            Ask("already_funded", "L’autorité a-t-elle déjà financé cette action ?", Q.YES_NO),
            piece(
                "previous_report", "Compte rendu du financement précédent", visible_if=yes("already_funded")
            ),
        ),
    ),
    closing=Heading(
        "conduct",
        "Conduite du projet",
        Part.PROJECT,
        (
            words("partners", "Partenaires et rôle de chacun", criterion="partnerships"),
            words("schedule", "Calendrier des étapes", 1500, criterion="schedule"),
            words(
                "evaluation",
                "Comment saurez-vous que le projet a réussi ?",
                2000,
                help="Résultats attendus, indicateurs suivis, moyens de les mesurer.",
                criterion="evaluation",
            ),
        ),
    ),
    checks=(
        "Le dossier est parvenu avant la clôture",
        "Le numéro SIRET est actif et le RIB y correspond",
        "La forme juridique du porteur est admise",
        "Le territoire est celui de l’appel",
        "Le public visé est celui de l’appel",
        "Le montant respecte le plancher et le plafond, et le budget est équilibré",
        "Les mêmes dépenses ne sont pas déjà financées",
        "Le signataire est habilité",
    ),
)

LABEL = Frame(
    opening=Heading(
        "candidature",
        "L’établissement",
        Part.CANDIDATURE,
        (
            piece("board_opinion", "Avis des instances", help="Dont la commission médicale d’établissement."),
            Ask(
                "honour",
                "Je déclare que les informations du dossier sont exactes",
                Q.DECLARATION,
                help=ON_HONOUR,
            ),
        ),
    ),
    closing=Heading(
        "conduct",
        "Projet et trajectoire",
        Part.PROJECT,
        (
            piece("project_file", "Projet de l’établissement pour le label"),
            Ask("has_gap", "Un critère est-il encore « en projet » ?", Q.YES_NO),
            words(
                "path", "Comment et à quelle date chaque critère sera satisfait", visible_if=yes("has_gap")
            ),
        ),
    ),
    checks=(
        "Le dossier est complet",
        "L’établissement entre dans le champ du label",
        "Les avis des instances sont joints",
    ),
)

FRAMES: dict[Kind, Frame] = {
    Kind.AAP: AUTHORISATION,
    Kind.AMI: SUBSIDY,
    Kind.AAC: SUBSIDY,
    Kind.FIR: SUBSIDY,
    Kind.ART51: SUBSIDY,
    Kind.LABEL: LABEL,
}
