"""The promise: no verb of leaving acts where it is refused, conditioned, put off, asked about or taken back.

The mails are made of the lexicon, so that a verb that is added there is held to the same law.
"""

from collections import Counter

import pytest

from rules.books.lanes import Lane, prospect_of
from rules.intent.accounting import Beside
from rules.intent.frame import Stand
from rules.intent.law import understood
from rules.lexicon.parsed import MOST_VERBS, parsed_of
from rules.lexicon.words import Concept
from rules.mail.mail import read_mail
from rules.text.tokens import Text
from tests.rules.intent import moods
from tests.rules.messages import TOWN, raw, read


def lane_of(subject: str, text: str) -> Lane:
    sender = "Roser Vilamala <roser@bustia.example>"
    mail = read_mail(
        raw(f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8", body=text, sender=sender)
    )
    return prospect_of(read(mail, TOWN), mail).lane


def acting(texts: list[str], language: str) -> list[str]:
    """Those of the texts that act, above data that agree, under any of the subjects."""
    subjects = (moods.OFFICIAL, moods.OWN[language], "Baixa")
    return [t for t in texts for s in subjects if lane_of(s, f"Bon dia,\n\n{t}{moods.DATA}") is Lane.ACT]


@pytest.mark.parametrize("language", ["ca", "es"])
@pytest.mark.parametrize("mood", moods.STRIKES["ca"])
def test_no_verb_acts_in_a_mood_that_asks_for_nothing(mood: str, language: str) -> None:
    said = [
        moods.filled(sentence, forms, language)
        for forms in moods.strikes(language)
        for sentence in moods.STRIKES[language][mood]
    ]

    assert acting(said, language) == []


@pytest.mark.parametrize("language", ["ca", "es"])
def test_no_verb_of_receiving_acts_where_the_messages_or_only_some_less_are_wanted(language: str) -> None:
    said = [
        sentence.format(inf=inf) for inf in moods.receives(language) for sentence in moods.RECEIVES[language]
    ]

    assert acting(said, language) == []


@pytest.mark.parametrize("language", ["ca", "es"])
def test_every_verb_reads_as_a_wish_where_it_is_plain(language: str) -> None:
    said = [
        moods.filled(s, forms, language) for forms in moods.strikes(language) for s in moods.PLAIN[language]
    ]
    stands = Counter(
        {
            text: 1
            for text in said
            if (found := understood(Text(), Text(text))) is None or found.stand is not Stand.WISH
        }
    )

    assert stands == Counter()


def test_the_word_alone_above_data_acts() -> None:
    assert lane_of("BAIXA Vallclara Informa WhatsApp", moods.DATA) is Lane.ACT


@pytest.mark.parametrize(
    "text",
    [
        "Hem decidit no vendre el pis, així que continuem.",
        "Gràcies, rebut. Tot correcte.",
        "Perdoneu, aquell correu era per a la Llar de Jubilats.",
        "Us adjunto la clàusula signada per fer l'alta.",
        "Ens veiem dijous al ple.",
    ],
)
@pytest.mark.parametrize("subject", [moods.OFFICIAL, f"Re: {moods.OFFICIAL}"])
def test_the_official_subject_acts_only_above_data_and_courtesies(subject: str, text: str) -> None:
    assert lane_of(subject, f"{text}{moods.DATA}") is not Lane.ACT
    assert lane_of(moods.OFFICIAL, f"Bon dia, us passo les dades. Gràcies!{moods.DATA}") is Lane.ACT


@pytest.mark.parametrize(
    "text",
    [
        "No m'envieu més propaganda de comerços, només els avisos municipals.",
        "No vull rebre més vídeos.",
        "No vull més fotos de la fira.",
        "Em podríeu fer arribar una còpia de la meva sol·licitud de baixa?",
        "Ja no cal que m'envieu els avisos de la piscina.",
    ],
)
@pytest.mark.parametrize("subject", [moods.OFFICIAL, "Consulta", "WhatsApp de l'Ajuntament"])
def test_less_of_some_messages_and_a_copy_of_the_request_are_no_leave(subject: str, text: str) -> None:
    assert lane_of(subject, f"Bon dia,\n\n{text}{moods.DATA}") is not Lane.ACT


@pytest.mark.parametrize(
    "text",
    [
        "Doneu-me de baixa de la llista abans que em torni boja.",
        "Quan envieu missatges el telèfon sona fins dilluns: doneu-me de baixa de la llista.",
        "Em dono de baixa de la llista després de la visita a la doctora.",
        "Traieu-me de la llista, que per saber si neva ja trec el cap.",
    ],
)
def test_what_only_looks_like_a_condition_is_asked_about(text: str) -> None:
    assert lane_of("Baixa", f"{text}{moods.DATA}") in {Lane.CONFIRM, Lane.CARD}


@pytest.mark.parametrize(
    "text",
    [
        "Ja teniu la meva baixa?",
        "Si cal, em dono de baixa de la llista.",
        "Feu baixes de la llista?",
        "Aviat em dono de baixa de la llista.",
        "Hauria de donar-me de baixa de la llista.",
        "Penso donar-me de baixa de la llista.",
        "Us comuniquem la vostra baixa de la llista.",
        "Puede darse de baja de la lista.",
        "Baixa de la llista de WhatsApp anul·lada.",
        "Doneu-me de baixa del meu grup de WhatsApp.",
        "Doneu-me de baixa del grup de la marxa.",
        "Doneu-me de baixa de la llista a mi i a la Maria.",
        "Doneu-me de baixa de la llista i torneu-me a apuntar.",
        "Doneu-me de baixa de la llista per ara.",
        "Doneu-me de baixa d'un dels dos mòbils.",
        "Doneu-me de baixa d'aquest poble!",
        "Denme de baja del municipio.",
        "Doneu-me de baixa del rebut.",
        "Volem la baixa de tots.",
        "Em falta la baixa.",
        "Doneu-me de baixa. El ban i les urgències, seguiu-me'ls enviant com fins ara.",
        "Dono el meu consentiment per al WhatsApp.",
    ],
)
@pytest.mark.parametrize("subject", [moods.OFFICIAL, "WhatsApp de l'Ajuntament"])
def test_a_few_plain_words_that_do_not_ask_to_leave_now_do_not_act(subject: str, text: str) -> None:
    assert lane_of(subject, f"{text}{moods.DATA}") is not Lane.ACT


@pytest.mark.parametrize(
    "text",
    [
        "Si cal, em dono de baixa de la llista.",
        "Doneu-me de baixa del meu grup.",
        "Doneu-me de baixa del grup de la marxa.",
        "Doneu-me de baixa del rebut.",
        "Seguiu-me enviant els avisos.",
        "Sobre la baixa.",
    ],
)
def test_a_few_plain_words_that_do_not_ask_are_no_wish(text: str) -> None:
    found = understood(Text(), Text(text))

    assert found is None or found.stand is not Stand.WISH


def test_a_wish_beside_one_to_go_on_or_to_be_put_back_is_not_understood() -> None:
    wish = "Doneu-me de baixa de la llista de WhatsApp."
    for beside in ("Seguiu enviant-me les urgències.", "Torneu-me a apuntar.", "Torneu-m'hi a posar."):
        found = understood(Text(), Text(f"{wish} {beside}"), lambda: Beside(changes_nothing=lambda *_: True))

        assert found is not None
        assert found.open or found.stand is not Stand.WISH, beside


@pytest.mark.parametrize(
    "text",
    ["És per la mare.", "Es para mi madre.", "Dades de la mare:", "El mòbil és del meu fill.", "Mi padre."],
)
def test_who_gives_their_own_data_for_a_relative_is_not_taken_off_in_their_place(text: str) -> None:
    assert lane_of(moods.OFFICIAL, f"{text}{moods.DATA}") is not Lane.ACT


@pytest.mark.parametrize(
    "text",
    [
        "Adjunto les meves dades per donar-me de baixa.",
        "Us envio les meves dades per a la baixa de la llista de WhatsApp.",
        "Us passo les dades per tal de donar-me de baixa del WhatsApp.",
        "Les envío mis datos para darme de baja de la lista.",
        "Us passo les dades de tots dos per la baixa.",
    ],
)
def test_who_gives_their_data_to_leave_asks_for_it(text: str) -> None:
    found = understood(Text(), Text(text))

    assert found is not None
    assert found.stand is Stand.WISH


@pytest.mark.parametrize(
    "subject",
    [
        "BAIXA temporal WhatsApp",
        "ALTA llista de WhatsApp",
        f"Anul·lar {moods.OFFICIAL}",
        *(
            f"{moods.OFFICIAL} {x}"
            for x in ("anul·lada", "i ALTA", "del meu pare", "de la Maria", "el gener", "?")
        ),
    ],
)
@pytest.mark.parametrize("text", ["", "Doneu-me de baixa.", "Doneu-me de baixa de la llista de WhatsApp."])
def test_a_subject_that_turns_the_wish_below_it_does_not_act(subject: str, text: str) -> None:
    assert lane_of(subject, f"{text}{moods.DATA}") is not Lane.ACT


def test_a_snow_storm_puts_nothing_off() -> None:
    storm, leave = (
        parsed for text in ("temporal de neu", "baixa temporal") for parsed in parsed_of(Text(text))
    )

    assert (storm.has(Concept.LATER), leave.has(Concept.LATER)) == (False, True)


@pytest.mark.parametrize("last", ["no em doneu de baixa", "espero rebre els avisos", "em doneu de baixa"])
def test_a_sentence_of_more_verbs_than_anybody_writes_is_not_understood(last: str) -> None:
    asked = "Us demano que em doneu de baixa del WhatsApp"
    few, many = (f"{asked}{' i que em doneu de baixa' * times}" for times in (5, MOST_VERBS))

    found = [understood(Text(), Text(text)) for text in (few, f"{many} i {last}.")]

    assert [it and it.stand for it in found] == [Stand.WISH, Stand.UNKNOWN]
    assert lane_of(moods.OFFICIAL, f"{many} i {last}.{moods.DATA}") is Lane.CONFIRM
