"""Whose words: history never counts as the writer's own, and nothing the writer said is lost."""

import pytest

from rules.mail.quotation import Words, cut, plain_lines
from tests.rules.messages import html, mail

OURS = "Em dic Pia Roca."
THEIRS = "El meu DNI és un altre."


def plain(text: str, subject: str = "Re: Prova") -> Words:
    return cut(plain_lines(text), subject=subject)


@pytest.mark.parametrize(
    "attribution",
    [
        pytest.param(
            "El dl., 3 nov. 2025 a les 13:20, Joan Mas <joan@bustia.example> va escriure:", id="gmail ca"
        ),
        pytest.param("El 3/11/25 a les 13:20, Joan Mas ha escrit:", id="thunderbird ca"),
        pytest.param("--- El lun, 3/11/25, Joan Mas <joan@bustia.example> escribió:", id="a rule before"),
        pytest.param(
            "---- El lun, 3 nov 2025 13:20:00 +0100 Joan Mas <joan@bustia.example> escribió ----",
            id="between rules",
        ),
        pytest.param(
            "Missatge de Joan Mas <joan@bustia.example> del dia dl., 3 nov. 2025 a les 13:20:",
            id="gmail ca 2",
        ),
        pytest.param("El 3 nov. 2025, a les 13:20, Joan Mas va escriure:", id="apple ca"),
        pytest.param(
            "El dilluns, 3 de novembre de 2025, 13:20:11 CET, Joan Mas <j@b.example> va escriure:",
            id="yahoo ca",
        ),
        pytest.param(
            "En dilluns, 3 de novembre de 2025 a les 13:20, Joan Mas <j@b.example> va escriure:",
            id="proton ca",
        ),
        pytest.param(
            "El lun, 3 nov 2025 a las 13:20, Joan Mas (<joan@bustia.example>) escribió:", id="gmail es"
        ),
        pytest.param("El 3/11/25 a las 13:20, Joan Mas escribió:", id="thunderbird es"),
        pytest.param("On Mon, Nov 3, 2025 at 1:20 PM Joan Mas <joan@bustia.example> wrote:", id="gmail en"),
        pytest.param('On 03/11/2025, 13:20, "Joan Mas" <joan@bustia.example> wrote:', id="outlook mac en"),
        pytest.param("Le lun. 3 nov. 2025 à 13:20, Joan Mas <joan@bustia.example> a écrit :", id="gmail fr"),
        pytest.param(
            "Am Mo., 3. Nov. 2025 um 13:20 Uhr schrieb Joan Mas <joan@bustia.example>:", id="gmail de"
        ),
        pytest.param(
            "El dl., 3 nov. 2025 a les 13:20, Joan Mas (<joan@bustia.example>)\nva escriure:", id="wrapped"
        ),
        pytest.param(
            "El dl., 3 nov. 2025 a les 13:20, Joan Mas\n<joan.mas.molt.llarg@bustia.example>\nva escriure:",
            id="in three",
        ),
    ],
)
@pytest.mark.parametrize("marked", [True, False], ids=["with marks", "without marks"])
def test_what_follows_an_attribution_is_history(attribution: str, marked: bool) -> None:
    history = f"> {THEIRS}" if marked else THEIRS
    words = plain(f"{OURS}\n\n{attribution}\n{history}\n")
    assert words.own == OURS
    assert attribution.rsplit("\n", maxsplit=1)[-1] in words.quoted
    assert THEIRS in words.quoted


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param(
            "De: Joan Mas <j@b.example>\nEnviat: dilluns, 3 de novembre de 2025 13:20\nPer a: Pia\nTema: "
            "Hola",
            id="outlook ca",
        ),
        pytest.param(
            "________________________________\nDe: Joan <j@b.example>\nEnviat el: dl\nPer a: Pia\nTema: Hola",
            id="with a rule",
        ),
        pytest.param("De: Joan\nEnviado: lunes, 3 de noviembre\nPara: Pia\nAsunto: Hola", id="outlook es"),
        pytest.param(
            "From: Joan <j@b.example>\nSent: Monday\nTo: Pia\nCc: Nil\nSubject: Hola", id="outlook en"
        ),
        pytest.param("De : Joan <j@b.example>\nEnvoyé : lundi\nÀ : Pia\nObjet : Hola", id="outlook fr"),
        pytest.param("Von: Joan <j@b.example>\nGesendet: Montag\nAn: Pia\nBetreff: Hola", id="outlook de"),
        pytest.param(
            "*De:* Joan <j@b.example>\n*Enviat:* dilluns\n*Per a:* Pia\n*Assumpte:* Hola", id="bold"
        ),
        pytest.param(
            "-----Missatge original-----\nDe: Joan [mailto:j@b.example]\nEnviat el: dl\nPer a: P\nTema: Hola",
            id="old ca",
        ),
        pytest.param(
            "-----Mensaje original-----\nDe: Joan\nEnviado el: lunes\nPara: Pia\nAsunto: Hola", id="old es"
        ),
        pytest.param(
            "-------- Missatge original --------\nDe: Joan <j@b.example>\nData: 3/11/25\nA: Pia\nTema: Hola",
            id="samsung",
        ),
        pytest.param("-----Original Message-----\n", id="bare marker"),
        pytest.param("De: Joan <j@b.example>\nEnviat: dilluns\nTema: Hola", id="three fields"),
    ],
)
def test_what_follows_a_header_block_is_history(opening: str) -> None:
    words = plain(f"{OURS}\n\n{opening}\n\n{THEIRS}")
    assert words.own == OURS
    assert THEIRS in words.quoted
    assert not words.forwarded


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param(
            "---------- Forwarded message ---------\nDe: Joan <j@b.example>\nDate: dl., 3 nov.\nSubject: "
            "Hola\nTo: <pia@b.example>",
            id="gmail",
        ),
        pytest.param(
            "---------- Missatge reenviat ---------\nDe: Joan <j@b.example>\nData: dl.\nTema: x\nPer a: Pia",
            id="gmail ca",
        ),
        pytest.param(
            "-------- Missatge reenviat --------\nAssumpte: \tHola\nData: \t3/11/25\nDe: \tJoan "
            "<j@b.example>\nPer a: \tPia",
            id="thunderbird",
        ),
        pytest.param(
            "-------- Mensaje reenviado --------\nAsunto: Hola\nFecha: hoy\nDe: Joan <j@b.example>\nPara: P",
            id="thunderbird es",
        ),
        pytest.param(
            "Inici del missatge reenviat:\n\nDe: Joan <j@b.example>\nAssumpte: Hola\nData: 3 nov.\nPer a: "
            "Pia",
            id="apple ca",
        ),
        pytest.param(
            "Begin forwarded message:\n\nFrom: Joan <j@b.example>\nSubject: Hola\nDate: 3 Nov\nTo: Pia",
            id="apple en",
        ),
        pytest.param(
            "Inicio del mensaje reenviado:\n\nDe: Joan <j@b.example>\nAsunto: Hola\nFecha: 3 nov\nPara: Pia",
            id="apple es",
        ),
    ],
)
def test_a_forward_marker_passes_on_what_follows(opening: str) -> None:
    words = plain(f"{OURS}\n\n{opening}\n\n{THEIRS}", subject="Hola")
    assert words.own == OURS
    assert THEIRS in words.forwarded
    assert "Joan" in words.forwarded
    assert not words.quoted


@pytest.mark.parametrize(
    "prefix", ["Fwd:", "FW:", "Fw:", "RV:", "Rv:", "TR:", "WG:", "Reenv:", "RM:", "[EXTERN] RV:"]
)
def test_a_header_block_under_a_forwarding_subject_is_passed_on(prefix: str) -> None:
    block = "De: Joan <j@b.example>\nEnviat: dilluns\nPer a: Pia\nAssumpte: Hola"
    words = plain(f"{block}\n\n{THEIRS}", subject=f"{prefix} Hola")
    assert words.forwarded == f"{block}\n\n{THEIRS}"
    assert not words.own


def test_an_answer_to_a_forward_is_an_answer() -> None:
    words = plain(
        f"{OURS}\n\nDe: Joan <j@b.example>\nEnviat: dl\nPer a: Pia\nTema: x\n\n{THEIRS}", subject="RE: Fwd: x"
    )
    assert THEIRS in words.quoted
    assert not words.forwarded


def test_history_inside_a_message_passed_on_is_history() -> None:
    words = plain(
        f"{OURS}\n---------- Forwarded message ---------\nDe: Joan <j@b.example>\nDate: dl.\nSubject: Re: "
        f"x\nTo: Pia\n\n"
        f"Doncs jo també.\n\nEl 3/11/25 a les 9:00, Anna ha escrit:\n> {THEIRS}\n",
        subject="Fwd: x",
    )
    assert words.own == OURS
    assert "Doncs jo també." in words.forwarded
    assert THEIRS not in words.forwarded
    assert THEIRS in words.quoted


def test_a_forward_that_is_cited_whole_is_passed_on() -> None:
    words = plain(
        f"{OURS}\n\nInici del missatge reenviat:\n\n> De: Joan <j@b.example>\n> Data: 3 nov.\n> Assumpte: "
        f"x\n> \n> {THEIRS}"
    )
    assert words.own == OURS
    assert THEIRS in words.forwarded
    assert "\n>" not in words.forwarded


def test_an_answer_below_the_quote_is_the_writers() -> None:
    words = plain(f"El 3/11/25 a les 13:20, Joan ha escrit:\n> {THEIRS}\n>\n> Salut\n\n{OURS}\n\n-- \nPia")
    assert words.own == OURS
    assert words.signature == "--\nPia"
    assert THEIRS in words.quoted


def test_answers_between_quoted_lines_are_the_writers() -> None:
    words = plain("> Nom?\nPia Roca\n> Mòbil?\n600 000 000\n")
    assert words.own == "Pia Roca\n600 000 000"
    assert words.quoted == "Nom?\nMòbil?"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("El dia 3 a les 13:20 la Maria em va escriure:", id="prose about a letter"),
        pytest.param("De: Pia\nDNI: el de sempre\nAssumpte: baixa", id="a form of one's own"),
        pytest.param("Assumpte: baixa", id="a heading"),
        pytest.param("La Maria va escriure: doneu-me de baixa", id="speech"),
        pytest.param("El telèfon, 600 000 000, i el nom:", id="a colon"),
    ],
)
def test_prose_that_looks_like_an_attribution_is_the_writers(line: str) -> None:
    words = plain(f"Hola\n{line}\n{OURS}", subject="Hola")
    assert words.own == f"Hola\n{line}\n{OURS}"


def test_a_letters_own_heading_is_no_history() -> None:
    letter = f"De: Pia Roca\nPer a: Ajuntament\nData: 3 de novembre\nAssumpte: Baixa\n\n{OURS}"
    assert plain(letter, subject="Baixa").own == letter


@pytest.mark.parametrize(
    "letter",
    [
        pytest.param(
            "Hola\nDe: Pia Roca\nData: 3/11\nPer a: Ajuntament\nTema: Baixa", id="without an address"
        ),
        pytest.param("De: Pia <pia@b.example>\nData: 3/11\nPer a: Ajuntament\nTema: Baixa", id="at the top"),
    ],
)
def test_a_typed_heading_without_an_answers_subject_is_the_writers(letter: str) -> None:
    assert plain(f"{letter}\n\n{OURS}", subject="Baixa").own == f"{letter}\n\n{OURS}"


def test_the_fields_of_a_registry_notice_are_no_header_block() -> None:
    notice = "S'ha registrat.\nAssumpte: Clàusula\nData: 3/11/2025\nRemitent: Pia\nDestinatari: Ajuntament"
    assert plain(notice, subject="Nova entrada").own == notice


@pytest.mark.parametrize(
    "line",
    [
        "Enviat des del meu iPhone",
        "Enviat des del meu telèfon Galaxy",
        "Enviado desde mi iPad",
        "Enviado desde Correo para Windows",
        "Sent from my Samsung Galaxy smartphone.",
        "Envoyé de mon iPhone",
        "Von meinem iPhone gesendet",
        "Obtener Outlook para Android",
        "Obtén Outlook per a iOS",
        "Get Outlook for iOS",
        "Lliure de virus. www.antivirus.example",
    ],
)
def test_the_line_of_a_phone_is_no_word_of_the_writer(line: str) -> None:
    words = plain(f"{OURS}\n\n{line}\n\nPS: gràcies")
    assert words.signature == line
    assert words.own.startswith(OURS)
    assert words.own.endswith("PS: gràcies")


def test_a_line_of_a_phone_that_holds_a_number_stays() -> None:
    assert plain("Enviat des del mòbil 600000000").own == "Enviat des del mòbil 600000000"


def test_data_under_the_signature_mark_are_kept() -> None:
    words = plain("Doneu-me de baixa.\n\n-- \nPia Roca\nmòbil 600 000 000")
    assert words.own == "Doneu-me de baixa."
    assert words.signature == "--\nPia Roca\nmòbil 600 000 000"


NOTICE = (
    "Aquest missatge i els fitxers adjunts són confidencials i s'adrecen només al seu destinatari. "
    "Si l'heu rebut per error, esborreu-lo: se'n prohibeix la divulgació."
)


def test_a_legal_notice_goes_to_the_signature() -> None:
    words = plain(f"{OURS}\n\n{NOTICE}\n\nPia")
    assert NOTICE in words.signature
    assert words.own.replace("\n", "") == f"{OURS}Pia"


def test_a_legal_notice_of_several_lines_ends_with_its_paragraph() -> None:
    wrapped = NOTICE.replace(". ", ".\n").replace(" confidencials ", "\nconfidencials ")
    words = plain(f"{OURS}\n\n{wrapped}\n> cita\n\nPia")
    assert words.signature == wrapped
    assert words.quoted == "cita"
    assert words.own.split("\n\n") == [OURS, "Pia"]


def test_a_message_passed_on_twice_is_passed_on() -> None:
    words = plain(
        "---------- Forwarded message ---------\nDe: Nil <n@b.cat>\nDate: dl\nSubject: RV: x\nTo: P\n\n"
        "Mireu.\n\n"
        f"De: Joan <j@b.example>\nEnviat: dl\nPer a: Nil\nTema: x\n\n{THEIRS}"
    )
    assert THEIRS in words.forwarded
    assert not words.quoted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "De conformitat amb el RGPD 2016/679, de protecció de dades personals, exerceixo el dret de "
            "supressió i "
            "demano la baixa, i que no es divulguin les dades.",
            id="a request that cites the law",
        ),
        pytest.param(
            "D'acord amb el RGPD i la LOPD, s'ha presentat la clàusula de consentiment de protecció de "
            "dades per a "
            "rebre whatsapps, el destinatari de la qual és l'Ajuntament.",
            id="a notice about a clause",
        ),
    ],
)
def test_a_request_in_the_laws_words_is_the_writers(text: str) -> None:
    assert plain(text).own == text


# HTML


def test_the_history_of_gmail_is_taken_by_its_structure() -> None:
    words = html(
        f'<div dir="ltr">{OURS}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">El '
        f"dl., 3 nov. Joan "
        f'&lt;j@b.example&gt; va escriure:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 '
        f".8ex;border-left:1px "
        f'#ccc solid"><div>{THEIRS}</div></blockquote></div>'
    ).words
    assert words.own == OURS
    assert THEIRS in words.quoted
    assert "va escriure" in words.quoted


def test_an_answer_typed_inside_gmails_quote_element_is_the_writers() -> None:
    words = html(
        f'<div class="gmail_quote"><div class="gmail_attr">El dl., 3 nov., Joan va escriure:</div>'
        f"<blockquote "
        f'class="gmail_quote">{THEIRS}</blockquote><div>{OURS}</div></div>'
    ).words
    assert words.own == OURS
    assert THEIRS in words.quoted


@pytest.mark.parametrize(
    "history",
    [
        pytest.param('<blockquote type="cite"><div>{}</div></blockquote>', id="apple"),
        pytest.param(
            '<div class="moz-cite-prefix">El 3/11 Joan ha escrit:</div><blockquote type="cite" '
            'cite="mid:x">{}</blockquote>',
            id="thunderbird",
        ),
        pytest.param(
            '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>De:</b> Joan</div><div>{}</div>',
            id="outlook web",
        ),
        pytest.param(
            '<div id="mail-editor-reference-message-container"><div>{}</div></div>', id="outlook mobile"
        ),
        pytest.param(
            '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p>X: y</p>'
            "</div><p>{}</p>",
            id="outlook",
        ),
        pytest.param(
            '<div style="border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt">'
            "<p class=MsoNormal>{}</p></div>",
            id="outlook without a header",
        ),
        pytest.param(
            "<div style='BORDER: none; Border-Left: #B5C4DF 4.5pt SOLID; padding: 0 0 0 4pt'>{}</div>",
            id="outlook in other words",
        ),
        pytest.param(
            '<div class="yahoo_quoted"><div>El dilluns, Joan va escriure:</div><div>{}</div></div>',
            id="yahoo",
        ),
        pytest.param('<div class="protonmail_quote">El dilluns Joan va escriure:<br>{}</div>', id="proton"),
        pytest.param('<hr id="zwchr"><div><b>De: </b>Joan</div><div>{}</div>', id="zimbra"),
        pytest.param('<hr id="stopSpelling">{}', id="hotmail"),
        pytest.param('<div class="x_gmail_quote">{}</div>', id="gmail copied by outlook"),
        pytest.param(
            '<blockquote style="border-left:2px solid #000;margin-left:5px">{}</blockquote>', id="old outlook"
        ),
        pytest.param("<blockquote>{}</blockquote>", id="bare"),
        pytest.param("<p>&gt; {}</p>", id="typed marks"),
        pytest.param(
            "<p>De: Joan &lt;j@b.example&gt;<br>Enviat: dl<br>Per a: Pia<br>Assumpte: x</p><p>{}</p>",
            id="header block",
        ),
    ],
)
def test_history_in_html_is_never_the_writers(history: str) -> None:
    words = html(
        f"<html><body><div>{OURS}</div>{history.format(THEIRS)}</body></html>", "Subject: Re: x"
    ).words
    assert words.own == OURS
    assert THEIRS in words.quoted


@pytest.mark.parametrize(
    "style",
    [
        pytest.param("border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt", id="a quote"),
        pytest.param("border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm", id="a header"),
    ],
)
def test_outlooks_line_around_a_header_is_history_and_a_forward_passed_on(style: str) -> None:
    header = "<p>De: Joan &lt;j@b.example&gt;<br>Enviat: dl<br>Per a: Pia<br>Assumpte: x</p>"
    page = f'<p>{OURS}</p><div style="{style}">{header}<p>{THEIRS}</p></div>'

    answered, forwarded = html(page, "Subject: Re: x").words, html(page, "Subject: Fwd: x").words

    assert (answered.own, forwarded.own) == (OURS, OURS)
    assert THEIRS in answered.quoted
    assert THEIRS in forwarded.forwarded


@pytest.mark.parametrize(
    "style",
    [
        pytest.param("border:1px solid blue;padding:4px", id="a box"),
        pytest.param("border-left:3px solid green;padding-left:8px", id="a line beside it"),
        pytest.param("border:none;padding:4px", id="no border"),
    ],
)
def test_a_box_is_no_quote(style: str) -> None:
    assert html(f'<div style="{style}">{OURS}</div>').words.own == OURS


def test_an_indent_is_no_quote() -> None:
    indented = f'<blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>{OURS}</div></blockquote>'
    assert html(indented).words.own == OURS


@pytest.mark.parametrize(
    "forward",
    [
        pytest.param(
            '<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>'
            "De: Joan "
            "&lt;j@b.example&gt;<br>Date: dl.<br>Subject: x<br>To: Pia<br></div>{}</div>",
            id="gmail",
        ),
        pytest.param(
            '<div>Inici del missatge reenviat:</div><blockquote type="cite"><div><b>De: </b>Joan '
            "&lt;j@b.example&gt;</div><div>"
            "<b>Assumpte: </b>x</div><div><b>Data: </b>3 nov.</div><br><div>{}</div></blockquote>",
            id="apple",
        ),
        pytest.param(
            '<div class="moz-forward-container"><br>-------- Missatge reenviat --------<table '
            'class="moz-email-headers-table">'
            "<tr><th>Assumpte: </th><td>x</td></tr><tr><th>De: </th><td>Joan j@b.example</td></tr><tr><th>"
            "Data: </th><td>3 nov."
            "</td></tr></table><br>{}</div>",
            id="thunderbird",
        ),
        pytest.param(
            '<div id="divRplyFwdMsg"><b>De:</b> Joan<br><b>Enviat:</b> dl<br><b>Per a:</b> Pia<br><b>'
            "Tema:</b> x</div><div>{}</div>",
            id="outlook by its subject",
        ),
    ],
)
def test_a_forward_in_html_is_passed_on(forward: str) -> None:
    words = html(f"<div>{OURS}</div>{forward.format(THEIRS)}", "Subject: Fwd: x").words
    assert words.own == OURS
    assert THEIRS in words.forwarded
    assert not words.quoted


@pytest.mark.parametrize(
    "name", ['class="gmail_signature"', 'class="moz-signature"', 'id="Signature"', 'id="x_Signature"']
)
def test_a_signature_element_is_kept_apart(name: str) -> None:
    words = html(f"<div>{OURS}</div><div {name}>Pia Roca<br>600 000 000</div>").words
    assert words.own == OURS
    assert words.signature == "Pia Roca\n600 000 000"


def test_every_line_goes_somewhere() -> None:
    text = (
        "u\n-- \nv\nEl 3/11/25 a les 9:00, Joan ha escrit:\n> w\nx\nEnviat des del meu iPhone\n"
        "---------- Forwarded message ---------\nDe: a@b.example\nData: dl\nAssumpte: y\n\nz\n"
    )
    words = plain(text)
    kept = f"{words.own}\n{words.signature}\n{words.quoted}\n{words.forwarded}"
    assert all(letter in kept.split() for letter in "uvwxz")


def test_an_attached_message_is_passed_on_with_its_sender_and_subject() -> None:
    words = mail(
        "Content-Type: multipart/mixed; boundary=b",
        body=(
            f"--b\n\n{OURS}\n--b\nContent-Type: message/rfc822\n\nFrom: Joan <j@b.example>\nSubject: Hola\n\n"
            f"Jo també.\n> {THEIRS}\n--b--\n"
        ),
    ).words
    assert words.own == OURS
    assert words.forwarded == "From: Joan <j@b.example>\nSubject: Hola\n\nJo també."
    assert words.quoted == THEIRS


def test_her_own_line_above_an_attribution_is_hers_though_both_begin_alike() -> None:
    words = cut(
        plain_lines(
            "Em podeu esborrar de la llista?\n"
            "El DNI 10000004H i el número 600-555-666.\n"
            "Rosa Camps Grau\n"
            "  El dimarts, 6 d’octubre del 2026, a les 11:20, Ajuntament <info@vallclara.cat> va escriure:\n"
            "\n"
            "Benvolguts i benvolgudes,\n"
        )
    )

    assert "10000004H" in words.own
    assert "Rosa Camps Grau" in words.own
    assert "Benvolguts" in words.quoted
