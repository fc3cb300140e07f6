from django.urls import path

from applications.views import (
    authority,
    budgeting,
    checking,
    complements,
    depositing,
    drafting,
    exporting,
    file,
    mine,
    outside,
    section,
    sharing,
    vault,
)

app_name = "applications"
authority_pages = [
    path("dossiers/appel/<slug:slug>/", authority.call_files, name="call_files"),
    path("dossiers/appel/<slug:slug>/liste.<str:kind>", authority.call_export, name="call_export"),
    path("dossiers/appel/<slug:slug>/ouvrir/", authority.open_files, name="open_files"),
    path("dossiers/appel/<slug:slug>/ouverture/", authority.opening, name="opening"),
    path("dossiers/appel/<slug:slug>/hors-site/", outside.outside, name="outside"),
    path("dossiers/<str:number>/verification/", checking.check, name="check"),
    path("dossiers/<str:number>/verification/complements/", checking.ask_complement, name="ask_complement"),
    path("dossiers/<str:number>/verification/recevable/", checking.admit, name="admit"),
    path("dossiers/<str:number>/complet.zip", exporting.archive, name="archive"),
    path("dossiers/<str:number>/complet.pdf", exporting.whole_pdf, name="whole_pdf"),
]
vault_pages = [
    path("organisations/<int:pk>/coffre/", vault.contents, name="vault"),
    path("organisations/<int:pk>/coffre/ajouter/", vault.add, name="vault_add"),
    path("organisations/<int:pk>/coffre/<int:piece_pk>/", vault.piece, name="vault_piece"),
    path("organisations/<int:pk>/coffre/<int:piece_pk>/corriger/", vault.correct, name="vault_correct"),
    path("organisations/<int:pk>/coffre/<int:piece_pk>/retirer/", vault.remove, name="vault_remove"),
    path("organisations/<int:pk>/coffre/fichiers/<int:version_pk>/", vault.download, name="vault_file"),
    path("dossiers/<str:number>/pieces/<int:pk>/garder/", vault.keep, name="vault_keep"),
]
urlpatterns = [
    *authority_pages,
    *vault_pages,
    # The structure and its union
    path("dossiers/", mine.files, name="list"),
    path("dossiers/commencer/<slug:call>/", depositing.start, name="start"),
    path("dossiers/<str:number>/", file.file, name="file"),
    path("dossiers/<str:number>/projet/", drafting.identity, name="identity"),
    path("dossiers/<str:number>/rubrique/<slug:key>/", section.section, name="section"),
    path("dossiers/<str:number>/lieux/<slug:key>/", section.places, name="places"),
    path("dossiers/<str:number>/budget/", budgeting.budget_page, name="budget"),
    path("dossiers/<str:number>/partenaires/", drafting.partners, name="partners"),
    path(
        "dossiers/<str:number>/partenaires/<int:pk>/retirer/", drafting.remove_partner, name="remove_partner"
    ),
    path("dossiers/<str:number>/pieces/", file.attachments, name="attachments"),
    path("dossiers/<str:number>/pieces/<int:pk>/", file.attachment, name="attachment"),
    path("dossiers/<str:number>/documents/", file.documents, name="documents"),
    path("dossiers/<str:number>/historique/", file.history, name="history"),
    path("dossiers/<str:number>/partage/", sharing.sharing, name="sharing"),
    path("dossiers/<str:number>/partage/<int:pk>/", sharing.consent, name="consent"),
    path("dossiers/<str:number>/imprimer/", file.printed, name="print"),
    path("dossiers/<str:number>/pdf/", depositing.board_pdf, name="board_pdf"),
    path("dossiers/<str:number>/deposer/", depositing.deposit, name="deposit"),
    path("dossiers/<str:number>/reprendre/", depositing.reopen, name="reopen"),
    path("dossiers/<str:number>/retirer/", depositing.withdraw, name="withdraw"),
    path("dossiers/<str:number>/complements/", complements.complements, name="complements"),
    path("dossiers/<str:number>/complements/<int:pk>/", complements.answer, name="answer_item"),
    path("dossiers/<str:number>/complements/transmettre/", complements.send, name="send_complements"),
]
