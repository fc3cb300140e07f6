"""One full context of each kind, with every optional part, so that each template prints everything it can."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from accounts.models import Organisation
from documents import contexts

# An authority and a structure that no database knows: contexts need no more.
UNSAVED = SimpleNamespace(
    authority=Organisation(
        name="Agence régionale de santé Auvergne-Rhône-Alpes",
        address="241 rue Garibaldi\nCS 93383\n69418 LYON CEDEX 03",
        email="appels@ars.test",
        court="tribunal administratif de Lyon",
        court_address="184 rue Duguesclin, 69003 Lyon",
    ),
    structure=Organisation(
        name="Association Le Relais de test",
        siret="73282932000074",
        address="2 rue du Relais\n38000 Grenoble",
        representative="Madame la présidente",
        legal_form="association",
    ),
)
AT = datetime(2026, 11, 24, 10, 59, 58, tzinfo=UTC)
ZONE, OVERSEAS = "Europe/Paris", "Indian/Reunion"
SHA = "a" * 64
LONG = (
    "L’équipe intervient auprès des personnes sans domicile, dans la rue, dans les squats et les accueils de jour, "
    "et les accompagne vers le soin de droit commun.\nElle travaille avec la permanence d’accès aux soins de santé."
)
VISAS = [
    "Vu le code de la santé publique, notamment ses articles L. 1431-2, L. 1432-2 et L. 1435-8 à L. 1435-11 ;",
    "le code des relations entre le public et l’administration",
]
STAKES = [
    {"label": "Déposé", "state": "done", "date": datetime(2026, 9, 1, 9, tzinfo=UTC)},
    {"label": "Recevable", "state": "done", "date": datetime(2026, 9, 20, 9, tzinfo=UTC)},
    {"label": "Instruit", "state": "done", "date": datetime(2026, 10, 20, 9, tzinfo=UTC)},
    {"label": "Retenu", "state": "current", "date": AT},
    {"label": "Conventionné", "state": "ahead", "date": None},
    {"label": "Évalué", "state": "ahead", "date_label": "en 2028"},
]
PIECES = [
    {"label": "Statuts signés", "name": "statuts.pdf", "size": 132_400, "sha256": SHA},
    {
        "label": "Relevé d’identité bancaire",
        "name": "rib-le-relais.pdf",
        "size": 48_100,
        "sha256": "b" * 64,
        "received_sha256": "d" * 64,
    },
]
INSTALMENTS = [
    {
        "label": "Premier versement",
        "amount": 60_000,
        "due_on": date(2027, 1, 15),
        "condition": "À la signature",
    },
    {
        "label": "Solde",
        "amount": 20_000,
        "due_on": date(2028, 3, 31),
        "condition": "Après acceptation du bilan",
    },
]
LINES = [
    {"label": "60 – Achats", "side": "charge", "amounts": [12_500]},
    {"label": "64 – Charges de personnel", "side": "charge", "amounts": [77_500]},
    {"label": "74 – Subvention demandée dans cet appel", "side": "produit", "amounts": [80_000]},
    {"label": "74 – Conseil départemental", "side": "produit", "amounts": [10_000], "note": "Acquis"},
    {"label": "86 – Emplois des contributions volontaires en nature", "side": "charge", "section": "in_kind", "amounts": [3_000]},
    {"label": "87 – Contributions volontaires en nature", "side": "produit", "section": "in_kind", "amounts": [3_000]},
]  # fmt: skip
ANSWERS = [
    {"label": "Quel besoin avez-vous constaté ?", "shown": LONG},
    {"label": "File active attendue", "shown": "120"},
    {"label": "Partenariats", "shown": ""},
]
CRITERIA = [
    {
        "label": label,
        "weight": weight,
        "mean": "3.5",
        "spread": 1,
        "scores": [
            {"value": 4, "justification": "Le besoin est établi par des chiffres récents."},
            {"value": 3, "justification": "Le territoire reste à préciser."},
        ],
    }
    for label, weight in (("Réponse au besoin", 4), ("Équipe", 3), ("Coût", 3))
]


MEMBERS = [
    {
        "capacity": "Directrice générale de l’ARS ou son représentant",
        "voice": "Délibérative",
        "name": "Paule Présidente",
        "alternate": "Simon Suppléant",
    },
    {"capacity": "Personnalité qualifiée", "voice": "Consultative", "name": "Quentin Qualifié"},
]
ITEM = {
    "number": "AMI-2026-014-0007",
    "structure": "Association Le Relais de test",
    "title": "Équipe mobile de la vallée",
    "lot": "Lot 2 – Isère",
    "requested": 80_000,
}


def letter(cast=UNSAVED, **changes):
    arguments = {
        "authority": cast.authority,
        "recipient": cast.structure,
        "file": contexts.file(
            number="AMI-2026-014-0007",
            call_number="AMI-2026-014",
            call_title="Équipes mobiles médico-sociales intervenant auprès de personnes en précarité",
            lot="Lot 2 – Isère",
            title="Équipe mobile de la vallée",
        ),
        "dated": AT,
        "zone": ZONE,
        "signatory": contexts.signatory("Didier Directeur", "Directeur général", at=AT, zone=ZONE),
        "stakes": STAKES,
        "contact": "Service des appels – appels@ars.test",
        "copies": ["Délégation départementale de l’Isère"],
    }
    return contexts.letter(**arguments | changes)


def sample(kind: str, cast=UNSAVED) -> dict:
    """A context of this kind with every optional part."""
    return getattr(contexts, kind)(letter(cast), **ARGUMENTS[kind](cast))


def with_remedies(**arguments):
    return lambda cast: {"remedies": contexts.remedies(cast.authority), **arguments}


def fixed(**arguments):
    return lambda cast: arguments


ARGUMENTS = {
    "receipt": fixed(
        received_at=AT,
        structure_zone=OVERSEAS,
        pieces=PIECES,
        snapshot_sha256="c" * 64,
        deposited_by="Claire Signataire",
        replaceable_until=datetime(2026, 12, 1, 11, tzinfo=UTC),
        silence="Sans réponse dans un délai de deux mois à compter de la clôture, la demande est réputée rejetée.",
        next_steps="L’autorité vérifie que votre dossier est complet. Réponse au plus tard le 12 janvier 2027.",
    ),
    "draft": fixed(
        made_at=AT,
        sections=[
            {"title": "Candidature", "part": "candidature", "answers": ANSWERS},
            {"title": "Projet", "part": "projet", "answers": ANSWERS},
        ],
        budget=contexts.budget(LINES, years=["2026"], requested=80_000),
        partners=[
            {
                "name": "Centre hospitalier",
                "siret": "26380030200014",
                "role": "Permanence d’accès aux soins",
                "status": "Engagement signé",
                "budget_share": 5_000,
            }
        ],
        attachments=PIECES,
        requested_amount=80_000,
        requested_places=12,
        missing=["Partenariats"],
        closes_at=datetime(2026, 12, 1, 11, tzinfo=UTC),
    ),
    "whole_file": fixed(
        received_at=AT,
        snapshot_sha256="c" * 64,
        appendices=[],
        sections=[{"title": "Candidature", "part": "candidature", "answers": ANSWERS}],
        budget=contexts.budget(LINES, years=["2026"], requested=80_000),
        requested_amount=80_000,
    ),
    "complement_request": fixed(
        items=["Statuts à jour, signés", "Comptes annuels du dernier exercice clos"],
        legal_basis="CASF, art. R. 313-5-1",
        due_at=datetime(2026, 12, 9, 22, 59, 59, tzinfo=UTC),
        silence="Passé ce terme, votre dossier sera examiné en l’état.",
        scope="Seules les pièces de la candidature peuvent être complétées.",
        message="Le document transmis est illisible.",
    ),
    "inadmissibility": with_remedies(
        ground="Dossier reçu après la date limite",
        facts="Le dossier a été reçu le 2 décembre 2026 à 9 h 12, alors que l’appel était clos depuis la veille.",
        legal_basis="CASF, art. R. 313-6",
        visas=VISAS,
    ),
    "instruction_report": fixed(
        checks=[
            {"label": "Reçu dans le délai", "result": "Conforme", "comment": ""},
            {
                "label": "Pièces présentes",
                "result": "Non conforme",
                "comment": "Statuts non signés, complétés depuis.",
            },
        ],
        criteria=CRITERIA,
        readings=[
            {"points": "72.5", "advice": "Favorable", "strengths": LONG, "reserves": ""},
            {
                "points": "60",
                "advice": "Favorable avec réserves",
                "strengths": "",
                "reserves": "Effectif faible.",
            },
        ],
        mean="66.25",
        spread="12.5",
        regularity="Dossier régulier après compléments.",
        fit=LONG,
        strengths=LONG,
        reserves="Le calendrier de recrutement est tendu.",
        cost="Coût par personne suivie de 667 €, dans la moyenne de l’appel.",
        advice="Favorable",
        author="Inès Instructrice",
        signed_at=AT,
        requested_amount=80_000,
        ranking="Rang proposé à la demande du président : 3e sur 14.",
    ),
    "convocation": fixed(
        starts_at=AT,
        place="241 rue Garibaldi, Lyon, salle 4",
        number=1,
        legal_basis="CASF, art. R. 313-2-2",
        members=MEMBERS,
        items=[ITEM | {"hour": "9 h 45"}, ITEM | {"number": "AMI-2026-014-0008", "requested": None}],
        second=True,
        hearing="Chaque candidat dispose de 10 minutes de présentation, puis de 10 minutes de questions.",
        quorum="La moitié au moins des voix délibératives est présente ou représentée.",
        nullity="à peine de nullité (CASF, art. R. 313-2-5)",
        access_url="https://jalon.test/instruction/reunion/1/",
        late_reason=LONG,
    ),
    "minutes": fixed(
        number=1,
        legal_basis="CASF, art. R. 313-2-2 et R. 313-6-2",
        place="241 rue Garibaldi, Lyon, salle 4",
        convened_at=AT,
        starts_at=AT,
        opened_at=AT,
        closed_at=AT,
        quorum="Quorum atteint : 4 voix délibératives présentes ou représentées sur 7, 4 requises.",
        members=[member | {"presence": "Titulaire présent"} for member in MEMBERS],
        declarations=[{"who": "Paule Présidente", "at": AT}],
        items=[
            ITEM
            | {
                "hearing": "Audition de 10 h 00 à 10 h 18.",
                "quorum": "Quorum atteint : 4 voix délibératives présentes ou représentées sur 7, 4 requises.",
                "away": ["« Représentant d’usagers » : le titulaire se déporte, son suppléant siège."],
                "debate": LONG,
                "votes": [
                    {
                        "question": "Avis favorable au projet",
                        "secret": False,
                        "sentence": "Adopté : 4 pour, 1 contre, 1 abstention.",
                        "ballots": [{"seat": "Représentant de l’ARS", "choice": "Pour"}],
                    },
                    {
                        "question": "Avis réservé",
                        "secret": True,
                        "sentence": "Non adopté : 1 pour, 4 contre.",
                    },
                ],
                "observations": [{"who": "Personnalité qualifiée", "text": "Le calendrier paraît tendu."}],
            }
        ],
        rankings=[
            {
                "lot": "Lot 2 – Isère",
                "rows": [
                    {
                        "rank": 1,
                        "number": "AMI-2026-014-0007",
                        "structure": "Association Le Relais de test",
                        "points": "72.5",
                        "reason": "Rang 1, avec 72,5 points.",
                    },
                    {
                        "rank": None,
                        "number": "AMI-2026-014-0008",
                        "structure": "Autre structure",
                        "reason": "Note sous le minimum.",
                    },
                ],
                "votes": [
                    {
                        "question": "Adopter le classement",
                        "secret": True,
                        "sentence": "Adopté : 6 pour, 0 contre.",
                    }
                ],
            }
        ],
        observations=[{"who": "Représentant de l’ARS", "text": "La séance a été levée avec du retard."}],
        instructors="Les instructeurs ont été entendus et n’ont pas pris part aux délibérations.",
        funding_line="fonds d’intervention régional",
        late_reason="L’appel clôt la veille des congés.",
        second=True,
    ),
    "elimination": fixed(
        number="ELIM-ARS-2036-001",
        prepared_by="Marc Responsable",
        visa={
            "name": "Directrice des Archives",
            "on": date(2036, 3, 2),
            "reference": "2036/118",
            "sha256": SHA,
        },
        rows=[
            {
                "number": "AMI-2026-014-0007",
                "call": "AMI-2026-014 – Équipes mobiles",
                "kind": "Dossiers financés ou labellisés",
                "since": AT,
                "term": datetime(2036, 11, 24, 22, 59, 59, tzinfo=UTC),
                "rule": "120 mois après l’évaluation (Code du patrimoine, article L. 212-2)",
            }
        ],
        stays="le numéro, les dates et le journal des décisions",
    ),
    "ranking_list": fixed(
        number=1,
        held_on="24 novembre 2026",
        lot="Lot 2 – Isère",
        rows=[{"rank": 1, "number": "AMI-2026-014-0007", "structure": "Association Le Relais de test"}],
        legal_basis="CASF, art. R. 313-6-2",
        publication="La présente liste est publiée au recueil des actes administratifs.",
    ),
    "favourable": with_remedies(
        amount=72_500,
        places=12,
        requested_amount=80_000,
        funding_line="Fonds d’intervention régional, mission 2",
        conditions=[
            "transmettre un budget révisé et équilibré ;",
            "recruter l’infirmier avant le 1er mars 2027.",
        ],
        answer_due_at=datetime(2026, 12, 9, 22, 59, 59, tzinfo=UTC),
        next_steps="La convention vous sera proposée à la signature après votre réponse.",
        visas=VISAS,
        considerations=[
            "le projet répond à un besoin établi et couvre un territoire dépourvu d’équipe mobile"
        ],
    ),
    "unfavourable": with_remedies(
        motive="Le budget n’établit pas comment le poste d’infirmier serait financé.",
        rank=9,
        ranked=14,
        points="48.5",
        minimum_points=50,
        winners=["Association Exemple, Grenoble", "Centre hospitalier Exemple, Vienne"],
        debriefing="Service des appels – appels@ars.test",
        visas=VISAS,
    ),
    "waiting_list": with_remedies(
        rank=1,
        valid_until=date(2027, 6, 30),
        points="64",
        motive="Les crédits du lot sont épuisés par les projets mieux classés.",
        debriefing="Service des appels – appels@ars.test",
    ),
    "closing": with_remedies(
        motive="Les crédits prévus ont été redéployés vers la prise en charge hivernale.",
        scope="le lot 2 – Isère",
        next_steps="Votre dossier est conservé : vous pourrez le réutiliser pour un autre appel.",
        visas=VISAS,
    ),
    "lapse": with_remedies(
        facts="Aucune réponse n’a été reçue à la date fixée.",
        notified_on=date(2026, 9, 1),
        delay="15 jours",
        legal_basis="Règlement de l’appel",
        warned_on=date(2026, 10, 1),
        amount=72_500,
        effective_on=date(2026, 11, 1),
        visas=VISAS,
    ),
    "reconsideration": fixed(
        contested="décision d’irrecevabilité n° 2026-118",
        contested_on=date(2026, 10, 1),
        appeal="recours gracieux",
        appealed_on=date(2026, 10, 20),
        motive="Le dépôt avait été reçu dans le délai, par une voie de secours annoncée à tous.",
        effect="Le dossier est de nouveau examiné au regard des conditions de recevabilité.",
        next_steps="L’instruction reprend. Vous serez prévenu de sa conclusion.",
        visas=VISAS,
    ),
    "agreement": lambda cast: {
        "number": "CONV-2026-0042",
        "object": LONG,
        "amount": 80_000,
        "starts_on": date(2027, 1, 1),
        "ends_on": date(2027, 12, 31),
        "instalments": INSTALMENTS,
        "structure_signatory": contexts.signatory("Claire Signataire", "Présidente", at=AT, zone=ZONE),
        "court": cast.authority.court,
        "funding_line": "Fonds d’intervention régional, mission 2",
        "obligations": ["employer le financement exclusivement à cette action"],
        "report_due_on": date(2028, 6, 30),
        "indicators": [{"label": "Personnes rencontrées", "target": 120}],
        "budget": contexts.budget(LINES, years=["2026"], requested=80_000),
        "cer": True,
        "visas": VISAS,
    },
    "funding_decision": with_remedies(
        title="portant autorisation et financement d’une équipe mobile médico-sociale",
        articles=[
            *contexts.authorisation_articles(
                beneficiary="Association Le Relais de test",
                object="création d’une équipe mobile",
                places=12,
                territory="Isère (38)",
            ),
            *contexts.grant_articles(
                beneficiary="Association Le Relais de test",
                object="création d’une équipe mobile",
                amount=80_000,
                starts_on=date(2027, 1, 1),
                ends_on=date(2027, 12, 31),
                funding_line="l’objectif national de dépenses d’assurance maladie médico-social",
            ),
        ],
        instalments=INSTALMENTS,
        amount=80_000,
        is_order=True,
        visas=VISAS,
        considerations=["le projet est classé premier par la commission d’information et de sélection"],
    ),
    "evaluation": with_remedies(
        outcome="Évaluation favorable avec réserves",
        motive=LONG,
        next_steps="L’appel à projets qui suivra reste ouvert à tous les candidats.",
        period="du 1er janvier au 31 décembre 2027",
        amount=80_000,
        spent=76_500,
        indicators=[{"label": "Personnes rencontrées", "target": 120, "value": "134", "comment": ""}],
    ),
}
