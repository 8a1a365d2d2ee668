"""What people say around a plain wish to leave: it stays plain; and what looks like it and is none."""

import pytest

from rules.findings import Because, Doubt, Kind, Reading
from tests.rules.messages import TOWN, acts, mail, read, reading_of, reads_as_leave

DATA = "Pere Soler Font, DNI 10000004H, mòbil 600555666"
FORMAL = (
    "EXPOSO\nQue soc al servei Informació Ajuntament de Vallclara (WhatsApp).\n\nDEMANO\nQue, d'acord amb el "
    f"Reglament (UE) 2016/679, se suprimeixin les meves dades i se'm doni de baixa de la llista.\n\n{DATA}"
)
PLAIN = "Content-Type: text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("", f"Cada avís em sona a missa i em quedo mirant el mòbil. Traieu-me del WhatsApp. {DATA}"),
        ("", f"No me envíen más mensajes de WhatsApp, que no los sé quitar. {DATA}"),
        ("", f"El nou telèfon que m'han regalat és de tecles: traieu-me de la llista de WhatsApp. {DATA}"),
        (
            "",
            "Solicito la baja del WhatsApp. Pere Soler Font, 10000004H, móvil dado de alta: 600555666",
        ),
        ("", f"Traieu-me del WhatsApp, que amb el Facebook ja m'entero de tot. {DATA}"),
        ("", f"Quan torni a viure al poble ja m'hi tornaré a apuntar. Ara traieu-me del WhatsApp. {DATA}"),
        ("", f"Voulez-vous bien me retirer de la liste de diffusion WhatsApp de la mairie ? {DATA}"),
        ("", f"Je demande la suppression de mon numéro de votre liste de diffusion WhatsApp. {DATA}"),
        ("", f"Could you pop me off the WhatsApp list of the town hall? {DATA}"),
        ("", f"El WhatsApp de l'Ajuntament no lo quiero más, me lo pueden quitar. {DATA}"),
        ("", f"He sortit del grup de l'escola; ara elimineu-me de la vostra llista de WhatsApp. {DATA}"),
        ("Désinscription liste WhatsApp", DATA),
        ("RE: Neteja", f"Dijous hi soc. Doneu-me de baixa del WhatsApp de l'Ajuntament. {DATA}. Com esteu?"),
        ("", FORMAL),
        ("", f"Demano la baixa del WhatsApp. {DATA}\n\nHostal Pia\nTemporada baixa: obert divendres"),
        (
            "",
            f"El mòbil em sona tota l'estona i em poso de mal humor 😅\nEm podeu treure del WhatsApp? {DATA}",
        ),
        ("", f"NO VULL MÉS WHATSAPPS. {DATA}. PERÒ NO SÉ TREURE LES MAJÚSCULES."),
        ("", f"Merci donc de me retirer de votre liste de diffusion WhatsApp. {DATA}"),
        ("", f"Traieu-me del WhatsApp. La resta de tràmits ja els faré per carta. {DATA}"),
        ("", f"Traieu-me del WhatsApp. {DATA}, que donarem de baixa de la companyia a final de mes."),
        ("", f"Elimínenme tanto de la lista de correo como del WhatsApp del Ayuntamiento. {DATA}"),
        ("", f"{DATA} que em traieu del WhatsApp si us plau que ja no hi vinc"),
        ("", f"¿Me dan de baja del WhatsApp, por favor? {DATA}"),
        (
            "",
            f"M'han canviat el telèfon: traieu-me del WhatsApp. El número no l'he canviat. {DATA}",
        ),
        ("Unsubscribe from the WhatsApp broadcast", f"Please take me off. {DATA}"),
    ],
)
def test_it_is_a_leave(subject: str, text: str) -> None:
    reading = reading_of(subject, f"{text}\n")

    assert reads_as_leave(reading), reading.reasons
    assert [(p.id_document, p.phone) for p in reading.people] == [("10000004H", "+34600555666")]


@pytest.mark.parametrize(
    "text",
    [
        f"Em quedo, deixeu la baixa del WhatsApp. {DATA}",
        f"Canvio de mòbil: el nou és el 600777888, baixa de l'altre del WhatsApp. {DATA}",
        f"La llista de WhatsApp és de l'AFA i me'n vull donar de baixa; la vostra no. {DATA}",
        f"Traieu-me del Facebook de l'Ajuntament i aviseu-me pel WhatsApp. {DATA}",
        f"Quan torni l'estiu, traieu-me del WhatsApp. {DATA}",
        f"Vull la baixa de les notificacions de l'Ajuntament. {DATA}",
        f"No sé si ho ha de demanar ell, però traieu-lo del WhatsApp. {DATA}",
        f"Traieu-me tant del WhatsApp de Camprodon com del de l'escola. {DATA}",
        f"Em podeu enviar un WhatsApp al 600555666? És per la baixa del padró. {DATA}",
        f"M'he canviat de número, traieu el vell del WhatsApp; el nou és el 600777888. {DATA}",
    ],
)
def test_it_is_none_to_be_done_by_itself(text: str) -> None:
    assert not acts(reading_of("", f"{text}\n"))


# --- somebody who was named before ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "El meu marit, Pere Soler, encara surt a la llista del WhatsApp. Tregueu-lo. 10000004H, 600555666",
        "A la mare li arriben els WhatsApps del poble. La podeu treure? Rosa Soler, 10000004H, 600555666",
    ],
)
def test_who_is_said_to_be_on_the_list_and_is_to_be_taken_off_is_never_set_aside(text: str) -> None:
    reading = reading_of("", f"{text}\n")

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}
    assert [(p.id_document, p.phone) for p in reading.people] == [("10000004H", "+34600555666")]


@pytest.mark.parametrize(
    "text",
    [
        f"Vaig veure el cartell al WhatsApp de l'Ajuntament. Tregueu-lo. {DATA}",
        f"Surt la meva foto a la web. Traieu-la. {DATA}",
    ],
)
def test_a_thing_that_is_to_be_taken_away_is_nobody(text: str) -> None:
    assert reading_of("", f"{text}\n").kind is not Kind.BAIXA


# --- how many -------------------------------------------------------------------------------------

THREE = (
    "Pere Soler Font, DNI 10000004H, mòbil 600555666, que vive en Vic\n"
    "Rosa Camps Font, DNI 10000005L, mòbil 600555777\n"
    "Joan Camps Soler, DNI 10000006C, mòbil 600555888"
)


def test_what_is_said_of_one_of_three_parts_them_only_where_they_are_not_counted() -> None:
    counted = reading_of("", f"Traieu-nos a tots tres del WhatsApp de l'Ajuntament:\n{THREE}\n")
    more = reading_of("", f"Traieu-nos a tots quatre del WhatsApp de l'Ajuntament:\n{THREE}\n")

    assert (counted.kind, more.kind) == (Kind.BAIXA, Kind.UNSURE)

    denied = THREE.replace("que vive en Vic", "no la Pepa")
    assert reading_of("", f"Traieu-nos a tots tres del WhatsApp:\n{denied}\n").doubts == (Doubt.SAYS_MORE,)


# --- what is answered -----------------------------------------------------------------------------

ASKED = (
    "El dl., 3 nov. 2026 a les 9:12, Ajuntament de Vallclara (<info@vallclara.cat>) va escriure:\n\n"
    "> Per donar-vos de baixa de la llista de WhatsApp ens falta el número del DNI.\n"
)


def test_data_above_our_question_are_a_leave_for_their_writer_to_confirm() -> None:
    reading = reading_of("Re: dades", f"Ai sí, perdoneu! És el 10000004H\n\n{ASKED}")

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, (Doubt.SAYS_MORE,))
    assert [p.id_document for p in reading.people] == ["10000004H"]


@pytest.mark.parametrize("own", ["10000004H, però no cal", "Com va? 10000004H", "10000004H, l'aigua"])
def test_any_other_word_above_our_question_is_for_a_person(own: str) -> None:
    assert reading_of("Re: dades", f"{own}\n\n{ASKED}").kind is not Kind.BAIXA


def test_the_letter_that_is_answered_is_history_though_nothing_marks_it() -> None:
    text = (
        f"Bon dia Anna,\n\nDoneu-me de baixa del WhatsApp del poble. {DATA}.\n\nSalut,\n\nPere Soler\n\n"
        "Bon dia Pere,\n\nEl DNI per donar-lo d'alta és 20000000C, mòbil 600111222.\n\nAnna\n"
        "Ajuntament de Vallclara\n"
    )
    reading = read(mail("Subject: RE: Obres", PLAIN, body=text, sender="Pere Soler <p@bustia.example>"), TOWN)

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}
    assert [p.id_document for p in reading.people] == ["10000004H"]


def test_a_clerk_of_the_same_name_is_told_that_nothing_is_to_be_done() -> None:
    text = (
        f"Bon dia Pere,\n\nDoneu-me de baixa del WhatsApp del poble. {DATA}.\n\nSalut,\n\nPere Soler\n\n"
        "Bon dia Pere,\n\nM'ho he repensat: deixeu-ho córrer, no em doneu de baixa de l'Ajuntament.\n"
    )
    reading = read(mail("Subject: Baixa", PLAIN, body=text, sender="Pere Soler <p@bustia.example>"), TOWN)

    assert reading.kind is Kind.UNSURE


def test_a_clerk_of_the_same_name_is_greeted_before_anything_is_said() -> None:
    text = f"Bon dia Pere,\n\nTraieu-me del WhatsApp de l'Ajuntament.\n\n{DATA}\n"
    reading = read(mail("Subject: Hola", PLAIN, body=text, sender="Pere Soler <p@bustia.example>"), TOWN)

    assert reads_as_leave(reading)


NOTICE = (
    "\nCOM EM PUC DONAR D'ALTA:\n 1. Afegir el número amb el nom de “Vallclara Informa”.\n\n"
    "I COM EM PUC DONAR DE BAIXA?\n\nEnviar un correu amb la paraula “BAIXA Vallclara Informa WhatsApp” a "
    "l'assumpte, i el nom i cognoms, el DNI i el mòbil que es vol donar de baixa.\n"
)


def test_a_bare_leave_above_the_notice_is_never_set_aside() -> None:
    bare = f"Copio a sota el que hi posa. El que demano és la baixa.\n\n{DATA}\n"

    reading = reading_of("Baixa", f"{bare}{NOTICE}")

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}
    assert [p.id_document for p in reading.people] == ["10000004H"]
    assert not acts(reading_of("Baixa", bare))
    assert not acts(reading_of("Baixa", f"{bare.replace('la baixa', 'la baixa del padró')}{NOTICE}"))


# --- what its writer saw --------------------------------------------------------------------------


ASKS = "Traieu-me de la llista de WhatsApp."


def in_both(plain: str, html: str) -> Reading:
    body = (
        f"--x\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n"
        f"--x\nContent-Type: text/html; charset=utf-8\n\n<p>{html}</p>\n--x--\n"
    )
    kind = 'Content-Type: multipart/alternative; boundary="x"'
    return read(mail("Subject: WhatsApp", kind, body=body), TOWN)


MOTHERS = DATA.replace("Pere Soler Font", "Maria Font Puig")


@pytest.mark.parametrize(
    ("plain", "html"),
    [
        (f"{ASKS} {DATA}", f"Al final em quedo. {DATA}"),
        (f"{ASKS} {DATA}", f"{ASKS} {DATA.replace('Pere Soler', 'Carme Pi')}"),
        (f"{ASKS} {DATA}", f"{ASKS.replace('-me', '-lo')} {DATA}"),
        (f"{ASKS} {DATA}", f"Puc donar-me de baixa de la llista de WhatsApp? {DATA}"),
        (
            f"Doneu de baixa la meva mare, {MOTHERS}, de la llista de WhatsApp.",
            f"Al final la meva mare, {MOTHERS}, prefereix continuar a la llista de WhatsApp.",
        ),
    ],
)
def test_a_page_that_asks_something_else_than_the_plain_text_is_for_a_person(plain: str, html: str) -> None:
    assert in_both(plain, plain).kind is Kind.BAIXA

    reading = in_both(plain, html)

    assert (reading.kind, reading.doubts) == (Kind.UNSURE, (Doubt.PARTS_DISAGREE,))


def test_a_page_that_says_more_than_the_plain_text_is_asked_about() -> None:
    assert acts(in_both(f"{ASKS} {DATA}", f"<b>{ASKS}</b> {DATA}. Gràcies!"))

    reading = in_both(f"{ASKS} {DATA}", f"{ASKS} {DATA}. Però abans truqueu-me.")

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, (Doubt.SAYS_MORE,))
    assert Because("but-html-says-more") in reading.reasons


# --- a chat below a wish -----------------------------------------------------------------------------

CHAT = "[4/5/26, 10:00:00] {}: {}"


@pytest.mark.parametrize("own", ["", f"{DATA}\n\n"])
def test_the_data_of_a_chat_below_a_wish_take_nobody_off(own: str) -> None:
    chat = CHAT.format("Anna", "et passo les meves dades: Anna Pi Roca, 10000013M, 600 101 201")

    reading = reading_of("Hola", f"{ASKS}\n\n{own}{chat}")

    assert (reading.kind, reading.wish) == (Kind.UNSURE, Kind.BAIXA)
    assert [p.id_document for p in reading.people] == (["10000004H"] if own else [])


def test_a_message_of_the_town_hall_below_a_wish_is_no_chat() -> None:
    chat = CHAT.format("Informació Ajuntament de Vallclara", "Dijous no hi haurà aigua.")

    assert reading_of("Hola", f"{ASKS} {DATA}\n\n{chat}").kind is Kind.BAIXA


def test_a_bare_baixa_above_a_mail_of_another_matter_is_of_that() -> None:
    below = (
        "El dl., 3 nov. 2026 a les 9:12, Ajuntament de Vallclara (<info@vallclara.cat>) va escriure:\n\n"
        "> El casal comença dilluns a les nou.\n"
    )

    assert not acts(reading_of("Re:", f"Bon dia, baixa.\n{DATA}\n\n{below}"))
    assert reading_of("", f"Bon dia, baixa.\n{DATA}\n").kind is Kind.BAIXA
