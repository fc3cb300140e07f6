import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.words import euros_in_words, in_words


@pytest.mark.parametrize(
    ("value", "spelt"),
    [
        (0, "zéro"),
        (16, "seize"),
        (17, "dix-sept"),
        (21, "vingt et un"),
        (22, "vingt-deux"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (77, "soixante-dix-sept"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (99, "quatre-vingt-dix-neuf"),
        (100, "cent"),
        (101, "cent un"),
        (200, "deux cents"),
        (201, "deux cent un"),
        (280, "deux cent quatre-vingts"),
        (1000, "mille"),
        (1001, "mille un"),
        (2000, "deux mille"),
        (12500, "douze mille cinq cents"),
        (21000, "vingt et un mille"),
        (80000, "quatre-vingt mille"),
        (200000, "deux cent mille"),
        (1_000_000, "un million"),
        (80_000_000, "quatre-vingts millions"),
        (200_000_000, "deux cents millions"),
        (1_200_080, "un million deux cent mille quatre-vingts"),
    ],
)
def test_known_spellings(value, spelt):
    assert in_words(value) == spelt


@pytest.mark.parametrize(
    ("amount", "spelt"),
    [
        (0, "zéro euro"),
        (1, "un euro"),
        (2, "deux euros"),
        (80, "quatre-vingts euros"),
        (12500, "douze mille cinq cents euros"),
        (1_000_000, "un million d’euros"),
        (2_000_000, "deux millions d’euros"),
        (2_000_001, "deux millions un euros"),
    ],
)
def test_euros_agree_and_elide(amount, spelt):
    assert euros_in_words(amount) == spelt


@pytest.mark.parametrize("value", [-1, 1_000_000_000])
def test_outside_the_bounds(value):
    with pytest.raises(ValueError, match="999 999 999"):
        in_words(value)


COUNTED = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"),
    *("neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"),
)
NAMES = {name: value for value, name in enumerate(COUNTED)}
NAMES |= {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}


def read(spelt: str) -> int:
    """A reader that shares nothing with the speller: words one by one, as a person counts aloud."""
    done, thousands, group = 0, 0, 0
    for word in spelt.replace("quatre-vingt", "octante").replace("-", " ").replace(" et ", " ").split():
        word = word.rstrip("s") if word not in ("trois", "six") else word
        if word == "million":
            done, group = (thousands + group) * 1_000_000, 0
        elif word == "mille":
            thousands, group = max(group, 1) * 1000, 0
        elif word == "cent":
            group = max(group, 1) * 100
        else:
            group += 80 if word == "octante" else NAMES[word]
    return done + thousands + group


@given(st.integers(0, 999_999_999) | st.integers(0, 9999) | st.integers(0, 999).map(lambda n: n * 1_000_000))
def test_what_is_spelt_is_read_back(value):
    assert read(in_words(value)) == value


@given(st.integers(0, 999_999_999))
def test_no_hyphen_outside_numbers_under_a_hundred(value):
    for word in in_words(value).split():
        assert "-" not in word or read(word) < 100
