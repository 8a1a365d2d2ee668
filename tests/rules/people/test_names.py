"""The promise: a name says that the mail speaks of somebody else, and is not pedantic about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.people.names import compatible, words_of
from rules.vocabulary.name_words import FORMS
from tests.processor import within

_ONE_PERSON = [
    ("as it is", "Anna Puig Soler", "Anna Puig Soler"),
    ("no surname but the first", "Anna Puig", "Anna Puig Soler"),
    ("the given name alone", "Anna", "Anna Puig Soler"),
    ("a surname alone", "Puig", "Anna Puig Soler"),
    ("more than the books know", "Anna Puig Soler", "Anna"),
    ("surnames first", "Puig Soler Anna", "Anna Puig Soler"),
    ("surnames first, after a comma the name", "Puig Soler, Anna", "Anna Puig Soler"),
    ("surnames first, one missing", "Puig, Anna Maria", "Anna Maria Puig Soler"),
    ("surnames first, and the first one missing", "Soler Anna", "Puig Soler Anna"),
    ("no accents", "Nuria Sabria", "Núria Sabrià"),
    ("accents of Apple's kind", "Nu\u0301ria Sabria\u0300", "Núria Sabrià"),
    ("an accent on a letter that has none", "Anna Pux\u0301ig Soler", "Anna Puxig Soler"),
    ("capitals", "NÚRIA SABRIÀ", "Núria Sabrià"),
    ("a Spanish accent", "María García", "Maria Garcia"),
    ("particles", "Carme de la Font i Puig", "Carme Font Puig"),
    ("an apostrophe", "Pere d'Abadal", "Pere Abadal"),
    ("a title", "Sra. Anna Puig", "Anna Puig Soler"),
    ("an initial", "A. Puig", "Anna Puig Soler"),
    ("an initial of the second name", "Anna M. Puig", "Anna Maria Puig Soler"),
    ("an initial where nothing else is said", "J. Puig Soler", "Jordi Puig Soler"),
    ("Maria cut short", "Mª Carme Puig", "Maria Carme Puig Soler"),
    ("Maria left out", "Carme Puig", "Maria Carme Puig Soler"),
    ("the second name left out", "Josep Puig", "Josep Maria Puig Soler"),
    ("an everyday form", "Pep Puig", "Josep Puig Soler"),
    ("an everyday form of a second name", "Montse Puig", "Maria Montserrat Puig"),
    ("an everyday form and the Spanish one", "Paco Puig", "Francesc Puig"),
    ("the Spanish form", "Jorge Puig", "Jordi Puig Soler"),
    ("the Spanish form of a man's name in -ià", "Mariano Puig", "Marià Puig"),
    ("and of another", "Julián Puig", "Julià Puig"),
    ("a grave accent typed as an acute one", "Marià Puig", "Mariá Puig"),
    ("the geminate with a point", "Marcel.la Puig", "Marcel·la Puig"),
    ("the geminate as one sign", "Marceŀla Puig", "Marcella Puig"),
    ("a hyphen", "Anna-Maria Puig-Soler", "Anna Maria Puig Soler"),
    ("a wrong letter", "Anna Puigdevail", "Anna Puigdevall"),
    ("a wrong letter in a word of five", "Anna Sller", "Anna Soler"),
    ("a letter missing", "Montserat Puig", "Montserrat Puig"),
    ("a letter doubled", "Anna Collomer Puig", "Anna Colomer Puig"),
    ("two letters swapped", "Anna Coroimnes", "Anna Coromines"),
    ("a slip in a given name that makes no other name", "Gbariel Puig", "Gabriel Puig"),
    ("a given name spelt in two ways", "Judit Puig", "Judith Puig"),
    ("a surname that is a given name too", "Joan Martí", "Joan Martí Vidal"),
    ("one name for father and son", "Joan Puig", "Joan Puig Soler"),
    ("nothing said", "", "Anna Puig"),
    ("no letters", "- 1234 -", "Anna Puig"),
    ("nothing but particles", "de la", "Anna Puig"),
    ("another alphabet", "Ольга Петрова", "Ольга Петрова Иванова"),
]

_TWO_PEOPLE = [
    ("sisters", "Maria Puig Soler", "Marta Puig Soler"),
    ("sisters whose names are a letter apart", "Marina Puig Soler", "Martina Puig Soler"),
    ("a sister and a brother", "Roser Puig Soler", "Roger Puig Soler"),
    ("Joan and Joana", "Joan Puig Soler", "Joana Puig Soler"),
    ("Martí and Marta", "Martí Puig", "Marta Puig"),
    ("Josep and Josepa", "Josep Puig", "Josepa Puig"),
    ("Pep and Pepa", "Pep Puig", "Pepa Puig"),
    ("Marià and Maria", "Marià Puig Soler", "Maria Puig Soler"),
    ("Marià and Maria, apple's accents", "Maria\u0300 Puig", "Maria Puig"),
    ("Julià and Júlia", "Julià Puig Soler", "Júlia Puig Soler"),
    ("Emili and Emília", "Emili Puig", "Emília Puig"),
    ("Antoni and Antònia", "Toni Puig", "Tònia Puig"),
    ("Francesc and Francesca", "Francesc Puig", "Francesca Puig"),
    ("Lluís and Lluïsa", "Lluís Puig", "Lluïsa Puig"),
    ("Miquel and Miquela", "Miquel Puig", "Miquela Puig"),
    ("Ramon and Ramona", "Ramon Puig", "Ramona Puig"),
    ("father and son, two surnames each", "Joan Puig Soler", "Joan Puig Roca"),
    ("cousins who share one surname", "Anna Puig Soler", "Anna Ferrer Puig"),
    ("cousins, the surnames the other way round", "Anna Puig Soler", "Anna Soler Puig"),
    ("a wife and her husband", "Maria Soler", "Josep Maria Puig Vila"),
    ("a sister of Josep Maria", "Maria Puig Soler", "Josep Maria Puig Soler"),
    ("a sister of Anna Maria", "Maria Puig", "Anna Maria Puig Soler"),
    ("Josep Maria and Maria Josep", "Josep Maria Puig", "Maria Josep Puig"),
    ("Maria José and José", "José Puig Soler", "María José Puig Soler"),
    ("a brother by the second name", "Pere Puig", "Joan Pere Puig"),
    ("a family", "Família Puig", "Anna Puig Soler"),
    ("somebody else", "Pere Camps", "Anna Puig"),
    ("another initial", "B. Puig", "Anna Puig Soler"),
    ("a given name that the books know as a surname", "Martí", "Joan Martí Vidal"),
    ("a word that fits nothing", "Anna Puig Roca Vila", "Anna Puig Soler Vila Mas"),
    ("short surnames a letter apart", "Anna Coll", "Anna Call"),
    ("another last letter", "Anna Torrent", "Anna Torrens"),
    ("two slips in a word", "Anna Korominas", "Anna Coromines"),
    ("one word for two", "Anna Puig Puig Soler", "Anna Puig Soler Vila"),
]


def _rows(table: list[tuple[str, str, str]]) -> list[object]:
    return [pytest.param(said, known, id=why) for why, said, known in table]


@pytest.mark.parametrize(("said", "known"), _rows(_ONE_PERSON))
def test_one_person_s_names_are_compatible_whoever_says_which(said: str, known: str) -> None:
    assert compatible(said, known)
    assert compatible(known, said)


@pytest.mark.parametrize(("said", "known"), _rows(_TWO_PEOPLE))
def test_two_people_s_names_are_not_compatible(said: str, known: str) -> None:
    assert not compatible(said, known)
    assert not compatible(known, said)


@pytest.mark.parametrize(
    ("said", "known"), [(None, "Anna Puig"), ("Anna Puig", None), (None, None), ("", "")]
)
def test_a_name_that_is_not_given_is_nobody_else_s(said: str | None, known: str | None) -> None:
    assert compatible(said, known)


def test_what_follows_the_comma_is_read_first() -> None:
    assert words_of("Puig i Soler, Anna") == ("anna", "puig", "soler")


def test_a_form_belongs_to_one_name_only() -> None:
    forms = FORMS.replace("|", " ").split()
    assert sorted(set(forms)) == sorted(forms)


_NAMES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["Anna", "Maria", "Marià", "Josep", "Joan", "Joana", "Martí", "Puig", "Soler", "de", "P."]
        ),
        max_size=6,
    ).map(" ".join),
)


@given(_NAMES, _NAMES)
def test_it_does_not_matter_which_of_two_names_comes_first(one: str, other: str) -> None:
    assert compatible(one, other) is compatible(other, one)


@given(_NAMES)
def test_everybody_s_name_is_compatible_with_itself(name: str) -> None:
    assert compatible(name, name)


@given(_NAMES)
def test_the_words_of_a_name_have_no_case_and_stay_as_they_are(name: str) -> None:
    words = words_of(name)
    assert words_of(" ".join(words)) == words


@pytest.mark.parametrize("long", ["a " * 40_000, "Anna, " * 20_000, "l·l" * 20_000, "x" * 100_000])
def test_an_endless_name_costs_nothing(long: str) -> None:
    within(0.5, long[:9], lambda: (compatible(long, long), compatible(long, "a " * 99 + "b")))
