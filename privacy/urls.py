from django.urls import path

from privacy.views import archives, mine, structure

app_name = "privacy"

MINE = [
    path("profil/donnees/", mine.mine, name="mine"),
    path("profil/donnees/demander/", mine.ask_export, name="ask_export"),
    path("profil/donnees/<int:pk>/", mine.download, name="download"),
    path("profil/fermer/", mine.close_account, name="close_account"),
    path("compte-clos/", mine.closed, name="closed"),
    path("compte-clos/<str:token>/", mine.restore_account, name="restore_account"),
]
STRUCTURE = [
    path("organisations/<int:pk>/conservation/", structure.kept, name="kept"),
    path("organisations/<int:pk>/conservation/<int:purge>/conserver/", structure.keep, name="keep"),
]
A_LIST = "organisations/<int:pk>/archives/<int:listing>/"
ARCHIVES = [
    path("organisations/<int:pk>/archives/", archives.lists, name="lists"),
    path("organisations/<int:pk>/archives/bordereau-de-versement.<str:kind>", archives.slip, name="slip"),
    path("organisations/<int:pk>/archives/preparer/", archives.prepare, name="prepare"),
    path("organisations/<int:pk>/archives/bloquer/", archives.hold, name="hold"),
    path("organisations/<int:pk>/archives/blocages/<int:hold>/lever/", archives.lift, name="lift"),
    path(A_LIST, archives.listing, name="list"),
    path(f"{A_LIST}adresser/", archives.send, name="send_list"),
    path(f"{A_LIST}visa/", archives.visa, name="visa"),
    path(f"{A_LIST}visa/fichier/", archives.visa_file, name="visa_file"),
    path(f"{A_LIST}signer/", archives.sign, name="sign_list"),
    path(f"{A_LIST}abandonner/", archives.cancel, name="cancel_list"),
    path(f"{A_LIST}dossiers/<int:item>/retirer/", archives.take_out, name="take_out"),
]
urlpatterns = [*MINE, *STRUCTURE, *ARCHIVES]
