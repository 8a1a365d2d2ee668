"""A request that is not plain never acts by itself."""

import pytest

from rules.findings import Doubt, Kind
from rules.mail.mail import read_mail
from rules.old_reading.hesitation import Hesitation, hesitation
from rules.reading import read
from tests.rules.messages import reads_as_leave
from tests.rules.old_reading.test_conditions import reading_of
from tests.rules.test_reading import TOWN

DATA = "\nPere Soler Font, DNI 10000004H, mòbil 600555666\n"

NOT_PLAIN = [
    "Doneu-me de baixa de la llista, però no a la meva dona.",
    "Doneu-me de baixa del WhatsApp. La Maria es queda a la llista.",
    "Vaig demanar la baixa de la llista de WhatsApp per error, deixeu-me com estava.",
    "Anul·leu la meva petició de baixa de la llista de WhatsApp.",
    "Em nego a donar-me de baixa de la llista de WhatsApp.",
    "Havia pensat a demanar la baixa de la llista de WhatsApp però ho deixo estar.",
    "El meu fill em va donar de baixa de la llista de WhatsApp sense voler.",
    "No vull rebre més missatges de WhatsApp de l'Ajuntament a la nit.",
    "No vull rebre més WhatsApps de l'Ajuntament sobre futbol, la resta sí.",
    "De l'1 al 15 d'agost no vull rebre més missatges del WhatsApp de l'Ajuntament.",
    "No vull rebre més els SMS de l'Ajuntament, només el WhatsApp.",
    "Doneu de baixa del WhatsApp el meu veí, que molesta.",
    "Vull que doneu de baixa de la llista de WhatsApp el meu exmarit, ell no ho sap.",
    "Doneu-me de baixa de la llista a partir de l'1 de setembre.",
    "No quiero recibir más WhatsApps del Ayuntamiento por la noche.",
    "Doneu de baixa del WhatsApp la meva dona; jo continuo a la llista.",
    "Va arribar un correu que diu «doneu-me de baixa del WhatsApp», jo no he estat.",
    "La Rosa diu que la doneu de baixa del WhatsApp.",
    "Us poso un exemple: doneu-me de baixa del WhatsApp.",
    "Vaig estar a punt de donar-me de baixa del WhatsApp.",
    "Gairebé em dono de baixa del WhatsApp de tants missatges!",
    "Traieu el número vell de la llista de WhatsApp i poseu-hi aquest.",
    "Em vau donar de baixa de la llista de WhatsApp per error.",
    "Em vau posar de baixa de la llista de WhatsApp per error.",
    "La meva dona em va apuntar a la llista de WhatsApp i ara em vol donar de baixa, jo no ho vull.",
    "Volia saber si em podeu donar de baixa de la llista de WhatsApp quan vulgui.",
    "Vull la baixa de la llista de WhatsApp i que m'ho envieu per Telegram.",
    "Si no arregleu el carrer, doneu-me de baixa de la llista de WhatsApp.",
    "Vull la baixa del WhatsApp... torno a apuntar-m'hi, no feu res.",
    "Doneu-me de baixa del WhatsApp. El número de la meva dona, deixeu-lo.",
    "Doneu-me de baixa del WhatsApp. És per a un amic.",
    "Doneu-me de baixa del WhatsApp. Vull canviar-lo pel 633040506.",
    "Doneu-me de baixa del WhatsApp. Si continueu enviant publicitat, és clar.",
    "Vull donar-me de baixa del WhatsApp. Com s'ha de fer?",
    "Doneu-me de baixa del WhatsApp. Depèn del que em respongueu.",
    "Una veïna demana què cal fer per donar-se de baixa del WhatsApp. Per exemple, jo seria:",
]
BESIDE = """\
Només si em contesteu.
Sempre que no em cobreu res.
Solo si me contestáis.
Encara no.
Ara no!
Si us plau NO.
No, per favor no.
Ni se os ocurra darme de baja.
Ni pensar-ho.
En Pere Camprubí no l'heu de donar de baixa.
I no pas en Pere Camprubí.
A mí sí y no a Pere Camprubí.
Deixeu el 600999000.
Canvieu-lo pel 600999000.
Motiu: no sóc jo qui ho demana, és la meva dona.
De momento no.
Millor no.
Not yet.
El mes que ve.
Quan torni de vacances.
Cuando vuelva.
Espereu que us ho confirmi.
Esperad a que os confirme.
Us ho confirmaré demà.
Ya os avisaré.
Ho he de parlar amb el meu home.
És broma!
Era una prova.
Oblideu-ho.
Olvidadlo.
Forget it.
Except for emergency alerts.
Tot correcte, ja no en rebo.
Ya está hecho.
Això no ho he enviat jo!
Jo no he fet aquesta sol·licitud.
Ningú ha demanat res.
Perdoneu, l'assumpte està malament.
És el justificant de baixa.
Us vull demanar hora amb l'arquitecte.
No de tot, els avisos sí.
El DNI no és el meu.
No estic segura que sigui aquest número.
Espereu a dilluns.
Espereu-vos una mica.
Espere a mañana.
Demà us ho confirmo.
Avui no, demà.
Dilluns, sisplau.
El dia 30.
Deixem-ho per més endavant.
A finals de mes.
La baixa la vull per Nadal.
Quan acabi l'any.
Només al juliol i agost.
Encara m'ho estic pensant.
Potser.
Primer vull parlar amb l'alcalde.
Però abans truqueu-me.
El mòbil és de la meva filla, ella no ho vol.
Al meu marit no li sembla bé.
Però la baixa no cal.
Si pot ser, canvieu el número.
Ara bé, si hi ha emergències aviseu-me.
Continueu enviant-me els avisos urgents.
""".splitlines()
"""What, in a sentence of its own, makes any request less than plain."""
PLAIN = [
    "Doneu-me de baixa del WhatsApp. No és cap broma, fa un mes que ho demano.",
    "Vull la baixa de la llista de WhatsApp, que al poble ara no hi som mai.",
    "Doneu-me de baixa del WhatsApp. Si us falta alguna dada, ja em direu.",
    "Doneu-me de baixa de la llista de WhatsApp el més aviat possible, si us plau.",
    "No vull rebre més missatges, ja no visc a Setcases.",
    "Em podeu donar de baixa del WhatsApp? Gràcies per endavant.",
    "Quiero darme de baja de la lista de WhatsApp del Ayuntamiento.",
    "Vull la baixa de la llista de WhatsApp. Espero la vostra confirmació. Bon cap de setmana!",
    "Doneu-me de baixa del WhatsApp, però si us plau confirmeu-m'ho.",
    "Doneu-me de baixa del WhatsApp perquè no el faig servir, i no pas per res més.",
    "Vull la baixa del WhatsApp. No cal que em digueu res. No, gràcies.",
    "Deixeu d'enviar-me missatges al WhatsApp, si us plau.",
    "Torno a enviar el correu, que l'altre dia no va arribar: vull la baixa del WhatsApp de l'Ajuntament.",
    "Doneu-me de baixa del WhatsApp de l'Ajuntament, que em sona de nit i desperta el nen.",
    "Voldria desapuntar-me dels missatges de WhatsApp de l'Ajuntament a partir d'avui mateix.",
    "Please remove me from the WhatsApp list, we sold our flat in Setcases.",
    "Em vau apuntar per error a la llista de WhatsApp, doneu-me'n de baixa.",
    "Doneu-me de baixa del WhatsApp, que m'hi vaig donar d'alta per error.",
    "El meu fill em va apuntar a la llista de WhatsApp i jo no ho vull: doneu-me de baixa.",
    "Em voldria desapuntar de la llista de difusió, ja m'assabento de tot per l'Instagram.",
    "Treieu-me de la llista de WhatsApp, que el mòbil només el faig servir per trucar.",
    "Em doneu de baixa del WhatsApp? Una abraçada i fins a la propera!",
    "No quiero seguir en la lista de WhatsApp.",
    "Volia saber si em podeu donar de baixa del WhatsApp de l'Ajuntament.",
    "Quería saber si podrían darme de baja de la lista de WhatsApp?",
    "Exigeixo que em doneu de baixa del WhatsApp. Si no ho feu, aniré als jutjats.",
    "Em dono de baixa del WhatsApp. Torno a posar el DNI, que me l'havia deixat.",
    "Us demano que, si no hi ha cap inconvenient, em doneu de baixa del WhatsApp.",
    "Doneu-me de baixa de l'esmentada llista de WhatsApp.",
    "Doneu-me de baixa del WhatsApp. Quedo a l'espera de la vostra resposta. Fins demà!",
    "Ho vaig demanar al setembre i m'envieu missatges al matí: doneu-me de baixa del WhatsApp.",
    "Doneu-me de baixa del WhatsApp quan pugueu, no corre pressa.",
    "Por la mañana me despiertan los mensajes: quiero darme de baja de la lista de WhatsApp.",
    "Would it be possible to take me off the WhatsApp list?",
]


def _mail(text: str) -> bytes:
    head = "From: Pere <pere@veins.example>\nTo: info@setcases.cat\nSubject: WhatsApp\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}{DATA}".encode()


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_what_is_not_plain_is_never_read_as_a_request_without_doubt(text: str) -> None:
    reading = read(read_mail(_mail(text)), TOWN)

    assert reading.kind is not Kind.BAIXA or reading.doubts
    assert reading.kind is not Kind.OTHER


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("request_", [PLAIN[5], "Vull la baixa de la llista de WhatsApp."])
def test_a_sentence_beside_a_plain_request_can_hold_it_back(request_: str, beside: str) -> None:
    for text in (f"{request_}\n{beside}", f"{beside} {request_}"):
        reading = read(read_mail(_mail(text)), TOWN)

        assert reading.kind is not Kind.BAIXA or reading.doubts, text


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_request_has_no_doubt(text: str) -> None:
    reading = read(read_mail(_mail(text)), TOWN)

    assert reads_as_leave(reading)


def test_case_and_accents_hide_nothing_from_the_net() -> None:
    for text in NOT_PLAIN:
        assert (hesitation(text) is None) == (hesitation(text.upper()) is None), text


def test_a_mail_in_the_town_halls_own_name_never_acts() -> None:
    mail = read_mail(_mail(PLAIN[0]).replace(b"pere@veins.example", min(TOWN.addresses).encode()))

    reading = read(mail, TOWN)

    assert reading.kind is Kind.AUTOMATIC or Doubt.UNTRUSTED in reading.doubts


def test_the_words_of_a_doubt_are_whole() -> None:
    assert hesitation("Doneu-me de baixa a partir del dia 3") == Hesitation("a partir del", turns=True)


@pytest.mark.parametrize("subject", ["He canviat de número", "Canvi de mòbil"])
@pytest.mark.parametrize("so_that", ["per seguir", "per poder continuar", "para seguir"])
def test_an_old_number_that_leaves_so_that_a_new_one_stays_is_no_plain_leave(
    subject: str, so_that: str
) -> None:
    old = "Baixa del número antic 600555666 del WhatsApp de l'Ajuntament"
    reading = reading_of(subject, f"{old} {so_that} amb el 600777888. Pere Soler Font 10000004H")

    assert (reading.kind, reading.doubts) == (Kind.UNSURE, (Doubt.UNCLEAR,)), reading.reasons


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("Doneu-me de baixa a final de curs. Gràcies per tot.", True),
        ("Doneu-me de baixa. Que sigui a final de curs.", True),
        ("Doneu-me de baixa. Els mobles ja són a Vic, on anem a final de curs.", False),
    ],
)
def test_a_time_turns_the_wish_in_its_own_sentence_and_in_one_that_goes_on_with_it(
    text: str, turns: bool
) -> None:
    assert hesitation(text, wish="doneu-me de baixa") == Hesitation("a final d", turns=turns)
