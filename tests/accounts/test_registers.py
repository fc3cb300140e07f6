"""Copies of the public registers: loaded whole or not at all, dated, and read without ever blocking anybody."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Register
from accounts.errors import Refused
from accounts.models import RegisterEntry, RegisterSnapshot
from accounts.services.registers import load_register

SAMPLES = Path(__file__).resolve().parents[2] / "accounts" / "data" / "samples"
NOVEMBER = "--date=2026-11-01"
RELAIS, CLOSED, UNKNOWN = "73282932000074", "73282932000124", "35600000049837"

pytestmark = pytest.mark.django_db


def load(name, *more, command="sirene"):
    call_command(f"import_{command}", SAMPLES / name, *more)


def known(kind, number):
    return RegisterEntry.objects.known(**{kind: [number]})[kind, number]


@pytest.fixture
def sirene():
    load("StockEtablissement.csv", NOVEMBER)
    load("StockUniteLegale.csv", NOVEMBER)


def test_a_number_is_known_by_name_address_and_day(sirene):
    said = known("siret", RELAIS)
    assert said.state == "open"
    assert said.words == (
        "Connu au répertoire SIRENE du 1er novembre 2026\u00a0: ASSOCIATION LE RELAIS DE TEST (fictif),"
        " 2 rue DU RELAIS, 69003 LYON. Ouvert."
    )


def test_a_closed_establishment_is_warned_of(sirene):
    said = known("siret", CLOSED)
    assert said.state == "closed"
    assert said.words.startswith(
        "Attention\u00a0: au répertoire SIRENE du 1er novembre 2026, cet établissement est fermé depuis le 30 juin 2019"
    )


def test_an_unknown_number_is_to_be_verified_and_blocks_nothing(sirene):
    assert known("siret", UNKNOWN).state == "unknown"
    assert "À vérifier" in known("siret", UNKNOWN).words
    assert "ne bloque rien" in known("siret", UNKNOWN).words


def test_without_a_copy_nothing_is_claimed():
    said = known("siret", RELAIS)
    assert (said.state, said.dated) == ("unknown", None)
    assert "n’a pas encore pu être comparé" in said.words


def test_no_natural_person_is_kept(sirene):
    row = RegisterEntry.objects.get(number="123456782")
    assert (row.name, row.address, row.is_closed) == ("", "", True)
    assert not RegisterEntry.objects.filter(name__icontains="jeanne").exists()


def test_finess_tells_its_own_date_in_latin_1():
    load("finess_et.csv", command="finess")
    load("finess_ej.csv", command="finess")
    said = known("site", "690000021")
    assert said.dated == date(2026, 11, 5)
    assert (said.name, said.address) == ("CAARUD LE RELAIS DE TEST (fictif)", "2 rue DU RELAIS\n69003 LYON")
    assert known("finess", "690000013").name == "ASSOCIATION LE RELAIS DE TEST (fictif)"
    assert RegisterEntry.objects.get(number="690000021").parent == "690000013"


def test_the_rna_tells_its_date_by_its_name():
    load("rna_waldec_20261101_dpt_69.csv", command="rna")
    assert known("rna", "W691000001").address == "2 rue du Relais\n69003 Lyon"
    assert "cette association est fermée depuis le 31 décembre 2019" in known("rna", "W691000002").words


def test_a_zip_is_read_as_it_is_published(tmp_path):
    packed = tmp_path / "StockEtablissement_utf8.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(SAMPLES / "StockEtablissement.csv", "StockEtablissement_utf8.csv")
    call_command("import_sirene", packed, NOVEMBER)
    assert known("siret", RELAIS).state == "open"


def test_the_new_copy_takes_the_place_of_the_old_one(sirene):
    load("StockEtablissement.csv", "--date=2026-12-01")
    assert known("siret", RELAIS).dated == date(2026, 12, 1)
    sites = RegisterSnapshot.objects.filter(register=Register.SIRENE_SITES)
    assert sites.get().entries.count() == sites.get().rows == 3


def test_an_older_copy_is_refused_unless_asked_for(sirene):
    with pytest.raises(CommandError, match="plus récent"):
        load("StockEtablissement.csv", "--date=2026-10-01")
    load("StockEtablissement.csv", "--date=2026-10-01", "--older")
    assert known("siret", RELAIS).dated == date(2026, 10, 1)


def test_the_date_is_asked_when_nothing_tells_it():
    with pytest.raises(CommandError, match="--date"):
        load("StockEtablissement.csv")


def test_only_some_departements_may_be_kept():
    load("StockEtablissement.csv", NOVEMBER, "--departements=75")
    assert list(RegisterEntry.objects.values_list("number", flat=True)) == ["35600000000048"]


def test_two_numbers_cost_as_many_queries_as_one(sirene, django_assert_num_queries):
    for some in ([RELAIS], [RELAIS, CLOSED, UNKNOWN]):
        with django_assert_num_queries(2):
            RegisterEntry.objects.known(siret=some)


# Hostile and damaged files


def damaged(tmp_path, change, name="StockEtablissement.csv"):
    path = tmp_path / name
    path.write_bytes(change((SAMPLES / name).read_bytes()))
    return path


def refused(path, saying, command="sirene"):
    """The command fails, nothing new is in use, and nothing is left behind."""
    before = list(RegisterSnapshot.objects.values_list("pk", "rows"))
    with pytest.raises(CommandError, match=saying) as error:
        call_command(f"import_{command}", path, NOVEMBER)
    assert error.value.returncode == 1
    assert list(RegisterSnapshot.objects.values_list("pk", "rows")) == before


def with_good_lines(data: bytes, *bad: bytes) -> bytes:
    """A thousand good lines and these."""
    header, line, *_ = data.splitlines()
    good = [line.replace(b"73282932000074", b"%014d" % n) for n in range(1000)]
    return b"\n".join([header, *good[:500], *bad, *good[500:]]) + b"\n"


def test_a_malformed_line_is_counted_told_by_its_number_and_left_out(tmp_path, capsys):
    path = damaged(
        tmp_path, lambda data: with_good_lines(data, b"732829320,00074,pas-un-siret", b"\xff\xfe;;;")
    )
    call_command("import_sirene", path, NOVEMBER)
    out, err = capsys.readouterr()
    assert "1\u202f000 lignes en service, 2 illisibles" in out.replace("\u00a0", "\u202f")
    assert "Ligne 502 : 3 colonnes au lieu de 53." in err
    assert "Ligne 503" in err


def test_a_wrong_number_or_date_is_a_malformed_line(tmp_path, capsys):
    line = (SAMPLES / "StockEtablissement.csv").read_bytes().splitlines()[2]
    bad = (line.replace(b"73282932000124", b"7328293200012X"), line.replace(b"2019-06-30", b"un jour"))
    call_command("import_sirene", damaged(tmp_path, lambda data: with_good_lines(data, *bad)), NOVEMBER)
    err = capsys.readouterr().err
    assert "Ligne 502 : « 7328293200012X » n’est pas un numéro SIRET." in err
    assert "Ligne 503 : « un jour » n’est pas une date." in err


@pytest.mark.parametrize(
    ("change", "saying"),
    [
        (lambda data: b"", "n’est pas un fichier attendu"),
        (lambda data: data.replace(b"siret", b"autre", 1), "n’est pas un fichier attendu"),
        (lambda data: data.splitlines()[0] + b"\n", "Aucune ligne lisible"),
        (lambda data: data.replace(b",A,", b",", 9), "Aucune ligne lisible|illisibles"),
        (lambda data: bytes(range(256)) * 100, "n’est pas un fichier attendu"),
        (lambda data: data.decode().encode("utf-16"), "n’est pas un fichier attendu"),
        (lambda data: b"PK\x03\x04" + data, "n’est pas un fichier attendu"),
        (lambda data: b"\x1f\x8b" + data, "ne peut pas être lu"),
        (lambda data: b"a" * 3_000_000, "n’est pas un fichier attendu"),
    ],
)  # fmt: skip
def test_a_damaged_file_leaves_the_old_copy_in_use(tmp_path, sirene, change, saying):
    refused(damaged(tmp_path, change), saying=saying)
    assert known("siret", RELAIS).state == "open"


def test_a_file_cut_in_the_middle_leaves_the_old_copy_in_use(tmp_path, sirene):
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", with_good_lines((SAMPLES / "StockEtablissement.csv").read_bytes()))
    packed.write_bytes(packed.read_bytes()[:2000])
    refused(packed, saying="n’est pas un fichier attendu")
    assert known("siret", RELAIS).state == "open"


def test_a_zip_altered_inside_leaves_the_old_copy_in_use(tmp_path, sirene):
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", with_good_lines((SAMPLES / "StockEtablissement.csv").read_bytes()))
    content = bytearray(packed.read_bytes())
    content[200:260] = b"\xff" * 60
    packed.write_bytes(bytes(content))
    refused(packed, saying="ne peut pas être lu")


def test_a_load_that_breaks_leaves_the_old_copy_in_use(sirene, monkeypatch):
    from accounts.services import registers

    def cut(*_args, **_kwargs):
        yield RegisterEntry(number="1")
        raise OSError("disque retiré")

    monkeypatch.setattr(registers, "_kept", cut)
    with pytest.raises(OSError, match="disque"):
        load("StockEtablissement.csv", "--date=2026-12-01")
    assert known("siret", RELAIS).dated == date(2026, 11, 1)
    assert not RegisterSnapshot.objects.filter(is_current=False).exists()


def test_an_unbalanced_quote_does_not_swallow_the_file(tmp_path, capsys):
    """FINESS lines are cut at semicolons whatever quotes their names hold."""
    data = (SAMPLES / "finess_et.csv").read_bytes().replace(b"CSAPA LE RELAIS;", b'CSAPA "LE RELAIS;')
    path = tmp_path / "finess.csv"
    path.write_bytes(data)
    call_command("import_finess", path)
    assert "3 lignes en service, 0 illisibles" in capsys.readouterr().out


def test_two_csv_in_one_zip_are_refused(tmp_path):
    packed = tmp_path / "deux.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "")
        archive.writestr("b.csv", "")
    refused(packed, saying="il en faut un seul")


def test_a_missing_file_is_said(tmp_path):
    refused(tmp_path / "absent.csv", saying="ne peut pas être lu")


def test_a_load_overtaken_by_another_stops_and_changes_nothing(sirene, tmp_path):
    path = damaged(tmp_path, lambda data: with_good_lines(data))

    def another_begins(kept):
        RegisterEntry.objects.filter(snapshot__is_current=False).delete()
        RegisterSnapshot.objects.filter(is_current=False).delete()

    with pytest.raises(Refused, match="Un autre chargement"):
        load_register("sirene", path, date(2026, 12, 1), tell=another_begins)
    assert known("siret", RELAIS).dated == date(2026, 11, 1)
