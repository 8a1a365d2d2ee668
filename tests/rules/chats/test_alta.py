"""A chat is read whichever telephone exported it; the office's lines never speak for a resident."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from rules.chats.alta import Chat, read_chat
from rules.chats.chat import is_chat, messages_of, partner, without_foot
from rules.chats.joining import wish_to_join
from rules.text.tokens import Text
from tests.rules.messages import TOWN as PLAIN_TOWN

TOWN = replace(PLAIN_TOWN, tz=ZoneInfo("Europe/Madrid"))
DNI, OTHER_DNI = "40123987G", "38777120V"
NUMBER = "+34 622 01 02 03"
PHONE, OTHER_PHONE = "+34622010203", "+34633040506"


def chat(*lines: str, title: str = "") -> Chat:
    return read_chat("\n".join(lines), (title,), TOWN)


def people(found: Chat) -> list[tuple[str | None, str | None, str | None]]:
    return [(p.name, p.id_document, p.phone) for p in found.people]


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("31/8/25, 20:47 - {}: ", id="Android"),
        pytest.param("31/08/2025 20.47 - {}: ", id="Android without comma"),
        pytest.param("28/3/2025, 9:29 p. m. - {}: ", id="Android, twelve hours"),
        pytest.param("28/3/2025, 9:29\u202fp.\u00a0m. - {}: ", id="Android, odd blanks"),
        pytest.param("[8/5/21 2:04:57] {}: ", id="iPhone"),
        pytest.param("\u200e[30/1/26, 13:56:06] {}: ", id="iPhone with a hidden mark"),
        pytest.param("[14/10/2021, 3:34:09\u202fPM] ~\u202f{}: ", id="iPhone, not a contact"),
        pytest.param("[10:31, 17/11/2026] {}: ", id="WhatsApp Web"),
    ],
)
def test_every_telephones_chat_is_read(head: str) -> None:
    found = chat(head.format(NUMBER) + "ALTA", head.format(NUMBER) + f"Gemma Torrent Oliva {DNI}")

    assert found.join is not None
    assert people(found) == [("Gemma Torrent Oliva", DNI, PHONE)]


def test_lines_without_a_head_go_on_with_the_message_above() -> None:
    assert [m.text for m in messages_of(f"text before\n1/2/26, 10:00 - {NUMBER}: ALTA\nGemma\nTorrent")] == [
        "ALTA\nGemma\nTorrent"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<Multimèdia omès>",
        "\u200eimatge omesa",
        "IMG-20260310-WA0000.jpg (fitxer adjunt)",
        "Has suprimit aquest missatge",
        "<adjunt: 00000003-PHOTO-2026.jpg>",
    ],
)
def test_media_and_deleted_messages_have_no_words(text: str) -> None:
    assert [m.text for m in messages_of(f"1/2/26, 10:00 - {NUMBER}: {text}")] == [""]


def test_system_lines_are_nobodys_words() -> None:
    system = "1/2/26, 10:00 - Els missatges i les trucades estan xifrats d'extrem a extrem."
    text = f"{system}\n1/2/26, 10:01 - A: hola"

    assert [m.author for m in messages_of(text)] == ["A"]


def test_plain_text_is_no_chat() -> None:
    assert not is_chat("Reunió el 3/4/26 a les 10:00 - porteu els papers")


@pytest.mark.parametrize(
    "office",
    [
        "Vallclara Informa",
        "Ajuntament de Vallclara",
        "Aj. Vallclara",
        "Info Vallclara",
        "+34 600 00 00 00",
        "Ajuntament",
        "L'Ajuntament",
        "Ajt.",
        "Oficina de l'Ajuntament",
    ],
)
def test_the_offices_greeting_joins_nobody(office: str) -> None:
    found = chat(
        f"1/2/26, 10:00 - {NUMBER}: A quina hora obriu?",
        f"1/2/26, 10:01 - {office}: A les 9. Per l'ALTA escriviu ALTA; per la BAIXA, un correu. {OTHER_DNI}",
    )

    assert (found.join, found.leave, found.people) == (None, None, ())


@pytest.mark.parametrize("author", ["Gemma Vallclara", "Gemma Ajuntament"])
def test_a_resident_who_is_saved_with_the_villages_name_or_their_work_is_no_office(author: str) -> None:
    found = chat(f"1/2/26, 10:00 - {author}: ALTA Gemma Torrent Oliva {DNI} 622010203")

    assert people(found) == [("Gemma Torrent Oliva", DNI, PHONE)]


AN_ASK = "Buenas, ALTA para mi padre por favor"
HIS = f"Josep Torrent Vila, DNI {DNI}"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            (AN_ASK, HIS, "su móvil es el 633 040 506, yo no me apunto que vivo en Madrid"), id="es"
        ),
        pytest.param(
            ("Bon dia, ALTA per al meu pare", f"{HIS}, 633040506", "jo no m'hi apunto, visc a Vic"), id="ca"
        ),
        pytest.param((f"ALTA per al meu avi, {HIS}, 633040506. Jo no cal, ja hi soc",), id="in one message"),
        pytest.param((AN_ASK, f"{HIS}, 633040506", "a mí no me apuntéis, yo no vivo ahí"), id="not me"),
        pytest.param((AN_ASK, HIS, "633040506", "a mi no cal que m'apunteu"), id="no need"),
        pytest.param((AN_ASK, HIS, "633040506", "Yo no quiero, gracias"), id="I do not want"),
    ],
)
def test_who_asks_for_a_relative_and_not_for_herself_asks_for_the_relative(lines: tuple[str, ...]) -> None:
    found = chat(*(f"1/2/26, 10:0{i} - {NUMBER}: {line}" for i, line in enumerate(lines)))

    assert (bool(found.join), found.leave, found.taken_back) == (True, None, False)
    assert people(found) == [("Josep Torrent Vila", DNI, OTHER_PHONE)]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((f"ALTA {HIS}", "yo no me apunto al final"), id="of herself"),
        pytest.param((AN_ASK, HIS, "al final no lo apuntéis"), id="of the relative"),
        pytest.param((AN_ASK, HIS, "ya no hace falta"), id="no need any more"),
    ],
)
def test_who_takes_back_what_she_asked_still_does(lines: tuple[str, ...]) -> None:
    assert chat(*(f"1/2/26, 10:0{i} - {NUMBER}: {line}" for i, line in enumerate(lines))).taken_back


def test_the_number_that_writes_for_a_relative_is_not_the_relatives() -> None:
    assert people(chat(f"1/2/26, 10:00 - {NUMBER}: {AN_ASK}", f"1/2/26, 10:01 - {NUMBER}: {HIS}")) == [
        ("Josep Torrent Vila", DNI, None)
    ]


def test_the_number_in_the_title_is_the_writers() -> None:
    found = chat(
        f"1/2/26, 10:00 - Gemma: ALTA Gemma Torrent Oliva {DNI}", title=f"Xat de WhatsApp amb {NUMBER}.txt"
    )

    assert people(found) == [("Gemma Torrent Oliva", DNI, PHONE)]


def test_a_contacts_name_stands_in_where_none_is_typed() -> None:
    assert people(chat(f"1/2/26, 10:00 - Gemma Torrent: alta {DNI}")) == [("Gemma Torrent", DNI, None)]


def test_a_picture_between_a_name_and_its_document_does_not_part_them() -> None:
    heads = [f"1/2/26, 10:0{i} - {NUMBER}: " for i in range(4)]
    found = chat(
        heads[0] + "Bonsoir ! ALTA",
        heads[1] + "Fleur Marty-Cazals",
        heads[2] + "<Multimedia omitido>",
        heads[3] + DNI,
    )

    assert people(found) == [("Fleur Marty-Cazals", DNI, PHONE)]


def test_a_name_that_a_mail_program_broke_is_whole() -> None:
    found = chat(f"[12/5/26, 10:22] {NUMBER}: Bon dia, ALTA. Em dic Gemma Torrent", f"Oliva i tinc el {DNI}")

    assert people(found) == [("Gemma Torrent Oliva", DNI, PHONE)]


@pytest.mark.parametrize(
    ("below", "is_foot"),
    [
        pytest.param("Montserrat Vila Pous\nSecretària\nTel. 972 741 234", True, id="a clerk's signature"),
        pytest.param(f"Gemma Torrent\n{DNI}", False, id="the rest of the message"),
        pytest.param("Gemma Torrent, de cal Ferrer", False, id="a name"),
    ],
)
def test_the_clerks_signature_under_a_pasted_chat_is_no_part_of_it(below: str, is_foot: bool) -> None:
    text = f"[1/2/26 10:00] {NUMBER}: ALTA"

    assert without_foot(f"{text}\n\n{below}") == (text if is_foot else f"{text}\n\n{below}")
    assert without_foot(below) == below


def test_a_typed_number_goes_before_the_chats() -> None:
    found = chat(
        f"1/2/26, 10:00 - {NUMBER}: ALTA per al meu pare, Josep Torrent Vila, {DNI}, mòbil 633040506"
    )

    assert people(found) == [("Josep Torrent Vila", DNI, OTHER_PHONE)]


def test_two_people_in_one_chat_share_out_the_numbers() -> None:
    found = chat(
        f"1/2/26, 10:00 - {NUMBER}: ALTA",
        f"1/2/26, 10:01 - {NUMBER}: Jo: Gemma Torrent Oliva {DNI}",
        f"1/2/26, 10:02 - {NUMBER}: I el meu home: Arnau Bassols Pi {OTHER_DNI}, mòbil 633 04 05 06",
    )

    assert people(found) == [
        ("Gemma Torrent Oliva", DNI, PHONE),
        ("Arnau Bassols Pi", OTHER_DNI, OTHER_PHONE),
    ]


def test_a_document_without_its_letter_is_null() -> None:
    assert people(chat(f"1/2/26, 10:00 - {NUMBER}: ALTA Gemma Torrent {DNI[:8]}")) == [
        ("Gemma Torrent", None, PHONE)
    ]


def test_a_leave_in_a_chat_is_found() -> None:
    found = chat(f"1/2/26, 10:00 - {NUMBER}: BAIXA Gemma Torrent {DNI}")

    assert found.join is None
    assert found.leave is not None
    assert found.leave.is_wish


@pytest.mark.parametrize(
    ("title", "whom"),
    [
        ("Xat de WhatsApp amb Gemma Torrent.txt", "Gemma Torrent"),
        ("Chat de WhatsApp con +34 622 01 02 03", "+34 622 01 02 03"),
        ("WhatsApp Chat with Tom.zip", "Tom"),
        ("Acta del ple", ""),
    ],
)
def test_the_title_says_whom_a_chat_is_with(title: str, whom: str) -> None:
    assert partner(title) == whom


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        pytest.param("Voldria donar-me d'alta de la llista de difusió", True, id="list"),
        pytest.param("Quiero recibir los avisos por WhatsApp", True, id="Spanish"),
        pytest.param("ALTA Gemma Torrent", False, id="the bare word"),
        pytest.param("Apunteu-m'hi, sisplau", False, id="to what was said before"),
    ],
)
def test_a_wish_to_join_is_found(text: str, is_ours: bool) -> None:
    join = wish_to_join(Text("Hola"), Text(text), place="Vallclara")

    assert join is not None
    assert join.is_ours is is_ours


@pytest.mark.parametrize(
    "text",
    [
        "Vull donar d'alta el comptador de l'aigua",
        "Em vull donar d'alta al padró",
        "Línia d'alta tensió a la muntanya alta",
        "Voldria apuntar la nena al casal d'estiu",
        "Apunteu-nos a la caminada de diumenge",
        "No vull rebre més missatges",
        "La meva filla em va apuntar a això",
        "La temporada alta comença al juliol",
    ],
)
def test_another_meaning_is_no_wish_to_join(text: str) -> None:
    assert wish_to_join(Text("Hola"), Text(text), place="Vallclara") is None


def test_two_people_of_a_chat_who_only_say_alta_are_both_kept() -> None:
    chat = read_chat(
        "1/2/26, 10:00 - +34 622 01 02 03: ALTA\n1/2/26, 10:05 - +34 633 04 05 06: ALTA", (), TOWN
    )

    assert [p.phone for p in chat.people] == ["+34622010203", "+34633040506"]
