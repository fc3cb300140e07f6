from django.db import models


class OrganisationKind(models.TextChoices):
    APPLICANT = "applicant", "Structure"
    AUTHORITY = "authority", "Autorité"
    UNION = "union", "Fédération ou union régionale"


class LegalForm(models.TextChoices):
    ASSOCIATION = "association", "Association loi 1901"
    LOCAL_LAW_ASSOCIATION = "association_al", "Association de droit local (Alsace-Moselle)"
    FOUNDATION = "foundation", "Fondation"
    MUTUAL = "mutual", "Mutuelle"
    PUBLIC_HEALTH = "eps", "Établissement public de santé"
    PUBLIC_SOCIAL = "public_social", "Établissement public social ou médico-social"
    CCAS = "ccas", "CCAS ou CIAS"
    LOCAL_AUTHORITY = "local_authority", "Collectivité territoriale"
    GCS = "gcs", "Groupement de coopération sanitaire (GCS)"
    GCSMS = "gcsms", "Groupement de coopération sociale ou médico-sociale (GCSMS)"
    SISA = "sisa", "SISA"
    SCIC = "scic", "Société coopérative d’intérêt collectif (SCIC)"
    COMPANY = "company", "Société"
    STATE = "state", "Administration de l’État ou agence"

    @property
    def subscribes_to_cer(self) -> bool:
        """Only associations and foundations sign the contrat d'engagement républicain (loi 2021-1109, art. 12)."""
        return self in {LegalForm.ASSOCIATION, LegalForm.LOCAL_LAW_ASSOCIATION, LegalForm.FOUNDATION}


class Level(models.TextChoices):
    COUNTRY = "country", "France entière"
    REGION = "region", "Région"
    DEPARTEMENT = "departement", "Département"


class MembershipStatus(models.TextChoices):
    PENDING = "pending", "En attente d’accord"
    ACTIVE = "active", "Membre"
    REFUSED = "refused", "Demande refusée"
    ENDED = "ended", "Parti"


class InterestKind(models.TextChoices):
    """Why someone is too close to a candidate to judge it."""

    EMPLOYER = "employer", "Employeur ou bénévolat actuel"
    PAST = "past", "Ancien employeur (cinq dernières années)"
    GOVERNANCE = "governance", "Mandat, conseil d’administration ou adhésion"
    FAMILY = "family", "Un proche y travaille ou la dirige"
    SERVICES = "services", "Prestation, conseil ou financement"


class Language(models.TextChoices):
    """Languages other than French in which a file or its attachments may speak of its public."""

    GCF = "gcf", "Créole guadeloupéen ou martiniquais"
    GCR = "gcr", "Créole guyanais"
    RCF = "rcf", "Créole réunionnais"
    SWB = "swb", "Shimaoré"
    BUC = "buc", "Kibushi"
    LSF = "lsf", "Langue des signes française"
    EN = "en", "Anglais"
    ES = "es", "Espagnol"
    PT = "pt", "Portugais"
    AR = "ar", "Arabe"
    RO = "ro", "Roumain"
    RU = "ru", "Russe"
    UK = "uk", "Ukrainien"


CURRENT_STATUSES = (MembershipStatus.PENDING, MembershipStatus.ACTIVE)


class Role(models.TextChoices):
    """A role is always held on an object: objects answer `roles_of(person)`."""

    EDITOR = "editor", "Rédacteur de la structure"
    SIGNATORY = "signatory", "Signataire de la structure"
    MANAGER = "manager", "Responsable d’appels"
    INSTRUCTOR = "instructor", "Instructeur"
    AUTHORITY_SIGNATORY = "authority_signatory", "Signataire de l’autorité"
    FINANCE = "finance", "Gestionnaire financier"
    EXPERT = "expert", "Expert"
    COMMISSION_MEMBER = "commission_member", "Membre de la commission"
    PRESIDENT = "president", "Président de la commission"
    UNION_DELEGATE = "union_delegate", "Délégué d’union"
    ADMINISTRATOR = "administrator", "Administrateur"
    # Held through a consent given on one file; each level contains the ones before it.
    UNION_EXISTENCE = "union_existence", "Union : existence du dossier"
    UNION_PROGRESS = "union_progress", "Union : avancement du dossier"
    UNION_READ = "union_read", "Union : lecture du dossier"
    UNION_COMMENT = "union_comment", "Union : commentaire du dossier"
    # Held on the files on which an opinion is asked of the person.
    DELEGATION = "delegation", "Délégation départementale"
    # Held on a file received outside the site, by the instructors who enter it.
    DESK = "desk", "Bureau d’ordre"
    SYSTEM = "system", "Jalon (échéance automatique)"


ROLES_BY_KIND: dict[str, tuple[Role, ...]] = {
    OrganisationKind.APPLICANT: (Role.EDITOR, Role.SIGNATORY),
    OrganisationKind.AUTHORITY: (
        Role.MANAGER,
        Role.INSTRUCTOR,
        Role.AUTHORITY_SIGNATORY,
        Role.FINANCE,
        Role.ADMINISTRATOR,
    ),
    OrganisationKind.UNION: (Role.UNION_DELEGATE,),
}

# The role an organisation never loses its last holder of.
KEEPER_BY_KIND: dict[str, Role] = {
    OrganisationKind.APPLICANT: Role.SIGNATORY,
    OrganisationKind.AUTHORITY: Role.ADMINISTRATOR,
    OrganisationKind.UNION: Role.UNION_DELEGATE,
}

INVITATION_ATTEMPTS = 6  # mails tried before someone is asked to look at the address

# Keys of the session.
CURRENT_ORGANISATION = "organisation"
INVITATION_TO_ANSWER = "invitation"


class Register(models.TextChoices):
    """The public registers a dated copy of which may be loaded; SIRENE and FINESS come as two files each."""

    SIRENE_UNITS = "sirene_ul", "Répertoire SIRENE, unités légales"
    SIRENE_SITES = "sirene", "Répertoire SIRENE, établissements"
    FINESS_ENTITIES = "finess_ej", "Fichier FINESS, entités juridiques"
    FINESS_SITES = "finess_et", "Fichier FINESS, établissements"
    RNA = "rna", "Répertoire national des associations"

    @property
    def familiar(self) -> str:
        """How a sentence names it: « au répertoire SIRENE »."""
        return {"s": "répertoire SIRENE", "f": "fichier FINESS", "r": "répertoire national des associations"}[
            self.value[0]
        ]


class PlaceLevel(models.TextChoices):
    """What a structure may name as its territory, from the widest to the narrowest."""

    DEPARTEMENT = "departement", "Département"
    EPCI = "epci", "Intercommunalité"
    COMMUNE = "commune", "Commune"
    QPV = "qpv", "Quartier prioritaire (QPV)"


class PieceKind(models.TextChoices):
    """The pieces every call asks a structure for: kept once, dated, taken again (DOMAIN §5.6)."""

    STATUTES = "statutes", "Statuts signés"
    BOARD = "board", "Liste des membres du bureau ou du conseil d’administration"
    REGISTRATION = "registration", "Récépissé de déclaration (RNA) ou annonce au Journal officiel"
    SIRENE = "sirene", "Avis de situation au répertoire SIRENE"
    BANK = "bank", "Relevé d’identité bancaire (RIB)"
    ACCOUNTS = "accounts", "Derniers comptes approuvés"
    AUDIT = "audit", "Rapport du commissaire aux comptes"
    ACTIVITY = "activity", "Dernier rapport d’activité"
    DELEGATION = "delegation", "Délégation de signature"
    CER = "cer", "Contrat d’engagement républicain signé"
    SOCIAL = "social", "Attestation de régularité sociale"
    TAX = "tax", "Attestation de régularité fiscale"
    AUTHORISATION = "authorisation", "Arrêté d’autorisation ou d’habilitation"
    OTHER = "other", "Autre pièce"
