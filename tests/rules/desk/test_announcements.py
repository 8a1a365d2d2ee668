"""Of what an association writes, a text to broadcast is proposed: its words, but those to the clerk."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.desk.announcements import LONGEST, announced, days_in, is_over
from rules.topics.writer import holds_data
from tests.rules.messages import TOWN

TODAY = date(2026, 11, 30)  # a Monday


def text_of(words: str, subject: str = "") -> str:
    return announced(subject, words, today=TODAY, town=TOWN).text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        pytest.param(
            "Bon dia,\nPodeu difondre pel WhatsApp que dissabte 12 de desembre hi ha calçotada?\nGràcies!",
            "Dissabte 12 de desembre hi ha calçotada.",
            id="behind what is asked",
        ),
        pytest.param(
            "Poseu-ho al WhatsApp de l'Ajuntament: diumenge a les 18 h, concert de la coral a l'església.",
            "Diumenge a les 18 h, concert de la coral a l'església.",
            id="behind the colon",
        ),
        pytest.param(
            "Hola,\n"
            "Som l'Associació de Veïns i us volem demanar si ho podeu difondre pel canal de WhatsApp.\n"
            "El dia 20 a les 18 h hi haurà una xerrada sobre bolets a l'escola. L'entrada és lliure.\n"
            "Moltes gràcies per tot,\nPia Roca\nPresidenta",
            "El dia 20 a les 18 h hi haurà una xerrada sobre bolets a l'escola. L'entrada és lliure.",
            id="beside what is asked",
        ),
        pytest.param(
            "Us agrairíem difondre pel canal el concert de Nadal del 19/12/2026 a les 20 h, si us plau.",
            "Concert de Nadal del 19/12/2026 a les 20 h.",
            id="in the same clause",
        ),
    ],
)
def test_the_text_is_what_is_told_to_all(words: str, text: str) -> None:
    assert text_of(words) == text


def test_what_follows_in_its_paragraph_is_of_it() -> None:
    facts = "CAMINADA POPULAR\nDia: dissabte 12/12/2026\nHora: 9 del matí\nLloc: plaça Major\nPreu: 5 euros"
    found = announced(
        "Per al WhatsApp de l'Ajuntament",
        f"Hola, us passo la caminada perquè la difongueu pel canal:\n{facts}\nSalutacions\nEl Club",
        today=TODAY,
        town=TOWN,
    )

    assert (found.topic, found.text) == ("CAMINADA POPULAR", facts)


def test_the_subject_says_what_where_the_text_does_not() -> None:
    found = announced(
        "Per al canal de WhatsApp: Festa Major d'hivern",
        "Dissabte 12 de desembre, a la plaça, a partir de les 11 h.",
        today=TODAY,
        town=TOWN,
    )

    assert found.topic == "Festa Major d'hivern"
    assert found.text == "Festa Major d'hivern.\nDissabte 12 de desembre, a la plaça, a partir de les 11 h."


def test_without_a_subject_the_activity_gives_the_topic() -> None:
    found = announced("", "Difoneu pel WhatsApp que el 19/12 hi ha cursa popular.", today=TODAY, town=TOWN)

    assert found.topic == "cursa popular"


def test_a_document_is_never_broadcast() -> None:
    assert "12345678Z" not in text_of("Concert el 19/12 a la plaça.\nPia Roca, DNI 12345678Z, carrer Major 3")


def test_of_a_chat_nobody_s_name_or_number_goes_out() -> None:
    text = text_of("[30/11/26, 10:02:11] Pia Roca +34 600 111 222: Dissabte 12 hi ha concert a la plaça")

    assert text == "Dissabte 12 hi ha concert a la plaça"


CONCERT = "Dissabte 12 de desembre hi ha concert a la plaça."


@pytest.mark.parametrize(
    "words",
    [
        f"{CONCERT} Si ho podeu passar per la llista, gràcies. Anna 611222333",
        f"{CONCERT}\nAnna Puig, 611222333, anna@coral.example",
        f"{CONCERT}\nAnna Puig\nPresidenta de l'AMPA\n611222333",
        f"Hola, soc l'Anna Puig de la coral i visc a can Met. {CONCERT}",
        f"{CONCERT} El meu DNI 40312877Q per si cal. IBAN ES91 2100 0418 4502 0005 1332 per la subvenció",
        f"{CONCERT} Laia (mare de la Júlia)",
        f"{CONCERT} Salut! Anna (de cal Met) 6 1 1 2 2 2 3 3 3",
        f"Us parla l'Anna Puig, telèfon 611222333. {CONCERT}",
    ],
)
def test_who_signs_and_who_they_are_is_not_of_the_text(words: str) -> None:
    assert text_of(words) == CONCERT


@pytest.mark.parametrize(
    "words",
    [
        f"{CONCERT} Inscripcions al 611222333 (Anna).",
        f"{CONCERT}\nMés informació: 611222333",
        "Dissabte 12 de desembre, de 18.30-20.30 h, recital de la Maria Bonet i en Joan Puig a la plaça.",
        "Concert de la coral el 12-12-2026 a la plaça, del curs 2026-2027.",
        "Som del club d'escalada i diumenge a la plaça fem rocòdrom.",
        "Dissabte hi ha mercat. Fem repartiment a domicili per a qui no pugui sortir.",
    ],
)
def test_who_informs_or_plays_stays_and_is_nobody_s_secret(words: str) -> None:
    assert text_of(words) == words
    assert not holds_data(words)


@pytest.mark.parametrize(
    "words",
    [
        f"{CONCERT} Truqueu-me al 611222333 si teniu cap dubte.",
        "Soc l'Anna i dissabte 12 de desembre fem concert a la plaça.",
        f"{CONCERT} Escriviu abans a anna@coral.example si voleu cantar-hi.",
    ],
)
def test_a_number_that_is_not_for_all_is_seen(words: str) -> None:
    assert holds_data(text_of(words))


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("concert el 19 de desembre", [date(2026, 12, 19)]),
        ("concert el 19/12/2026 a les 20 h", [date(2026, 12, 19)]),
        ("dissabte 12 de desembre i diumenge 13 de desembre", [date(2026, 12, 12), date(2026, 12, 13)]),
        ("el dia 20 a les 18 h", [date(2026, 12, 20)]),
        ("dissabte hi ha concert", [date(2026, 12, 5)]),
        ("dissabte passat hi va haver concert", [date(2026, 11, 28)]),
        ("el 6 de gener", [date(2027, 1, 6)]),
        ("el 23 de novembre hi va haver concert", [date(2026, 11, 23)]),
        ("demà a les 20 h", [date(2026, 12, 1)]),
        ("hi haurà concert", []),
    ],
)
def test_the_days_are_those_that_are_meant(words: str, days: list[date]) -> None:
    assert list(days_in(words, TODAY)) == days


def test_what_was_last_week_is_over_and_what_has_no_day_is_not() -> None:
    assert is_over(days_in("el 23 de novembre", TODAY), TODAY)
    assert not is_over(days_in("el 23 i el 30 de novembre", TODAY), TODAY)
    assert not is_over((), TODAY)


def test_ten_days_are_all_found() -> None:
    words = "\n".join(f"- {day} de desembre: activitat a la biblioteca" for day in range(1, 11))

    assert len(days_in(words, TODAY)) == 10
    assert text_of(words).startswith("- 1 de desembre: activitat a la biblioteca\n- 2 de desembre")


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Dissabte 12 de desembre hi ha concert a la plaça.",
            "Podeu difondre pel canal de WhatsApp la festa del dia 20?",
            "Gràcies!",
            "Hi sou tots convidats a l'acte de l'escola, que serà a les 18 h.",
            "x" * 700,
        ]
    ),
    max_size=60,
)


@given(sentences=SENTENCES, noise=st.text(max_size=80))
def test_a_text_is_never_longer_than_it_may_be(sentences: list[str], noise: str) -> None:
    found = announced(noise, "\n".join((*sentences, noise)), today=TODAY, town=TOWN)

    assert len(found.text) <= LONGEST
    assert not set(found.topic) & set(",:;\n")
