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
    leaning,
    margin,
    mine,
    outside,
    section,
    sharing,
)
from applications.views.union import cockpit, concerned, library

app_name = "applications"
union_pages = [
    path("union/adherents/tableau.<str:kind>", cockpit.export, name="members_export"),
    path("union/adherents/<int:pk>/", cockpit.member, name="member"),
    path("union/appels/", concerned.calls, name="concerned"),
    path("union/appels/<slug:slug>/prevenir/", concerned.alert, name="alert"),
    path("union/arguments/", library.library, name="library"),
    path("union/arguments/nouveau/", library.new, name="new_argument"),
    path("union/arguments/<int:pk>/", library.argument, name="argument"),
    path("union/arguments/<int:pk>/retirer/", library.retire, name="retire_argument"),
]
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
urlpatterns = [
    *authority_pages,
    *union_pages,
    # The structure and its union
    path("dossiers/", mine.files, name="list"),
    path("dossiers/commencer/<slug:call>/", depositing.start, name="start"),
    path("dossiers/<str:number>/", file.file, name="file"),
    path("dossiers/<str:number>/projet/", drafting.identity, name="identity"),
    path("dossiers/<str:number>/rubrique/<slug:key>/", section.section, name="section"),
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
    path("dossiers/<str:number>/arguments/<slug:key>/", leaning.lean, name="lean"),
    path("dossiers/<str:number>/relancer/", cockpit.prompt, name="prompt"),
    path("dossiers/<str:number>/commentaires/", margin.page, name="margin"),
    path("dossiers/<str:number>/commentaires/<int:pk>/", margin.thread, name="thread"),
    path("dossiers/<str:number>/imprimer/", file.printed, name="print"),
    path("dossiers/<str:number>/pdf/", depositing.board_pdf, name="board_pdf"),
    path("dossiers/<str:number>/deposer/", depositing.deposit, name="deposit"),
    path("dossiers/<str:number>/reprendre/", depositing.reopen, name="reopen"),
    path("dossiers/<str:number>/retirer/", depositing.withdraw, name="withdraw"),
    path("dossiers/<str:number>/complements/", complements.complements, name="complements"),
    path("dossiers/<str:number>/complements/<int:pk>/", complements.answer, name="answer_item"),
    path("dossiers/<str:number>/complements/transmettre/", complements.send, name="send_complements"),
]
