"""How to leave a newsletter, said to its reader, is never the writer's wish to leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.findings import Kind
from rules.mail.small_print import without_feet
from rules.text.tokens import Text
from tests.rules.messages import TOWN, mail, read

FEET = [
    "Si no vols rebre més correus nostres, fes clic aquí per donar-te de baixa.",
    "Per donar-vos de baixa de la llista, responeu aquest missatge amb la paraula BAIXA a l'assumpte.",
    "Reps aquest correu perquè estàs subscrit a la llista de difusió. Donar-se de baixa | Veure al navegador",
    "Si desea darse de baja de nuestra lista de distribución envíe un correo con el asunto BAJA.",
    "Si vol deixar de rebre els nostres missatges, comuniqui'ns-ho a info@empresa.example.",
    "Podeu exercir els drets d'accés, rectificació i supressió. Si no voleu rebre res més, envieu BAIXA.",
    "¿No quieres recibir más mensajes de la lista? Date de baja",
    "Unsubscribe · Darme de baja · Preferències",
    "Per cancel·lar la subscripció escriviu NO VULL REBRE a baixa@empresa.example",
    "Dona't de baixa de totes les llistes de WhatsApp",
    "Uneix-te al nostre canal de WhatsApp 612 30 44 55! | Baixa",
    "Donar-se de baixa: https://empresa.example/llista/baixa",
]


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("subject", ["Novetats", "Reunió de la llista de WhatsApp"])
def test_a_newsletter_without_headers_asks_nothing(foot: str, subject: str) -> None:
    body = f"Us presentem els nous contenidors.\nTel. 612 30 44 55\n\n{foot}"

    assert read(mail(f"Subject: {subject}", body=body), TOWN).kind is Kind.OTHER


@pytest.mark.parametrize(
    "words",
    [
        "Si no és molèstia, vull donar-me de baixa de la llista.",
        "Per donar-me de baixa us envio les dades.",
        "Us escric per deixar de rebre els vostres missatges.",
        "La meva mare es vol donar de baixa de la llista.",
        "Si em podeu donar de baixa, us ho agrairé.",
        "Vull exercir el meu dret de supressió.",
        "D'acord amb el que diu el vostre web, us faig arribar la petició de baixa de la llista de difusió.",
        "D'acord amb l'article 7.3 del RGPD, es retira el consentiment per rebre els WhatsApps.",
        "Conforme a la LOPD, se solicita la baja de la lista de WhatsApp del Ayuntamiento.",
        "Atès que ja no vivim aquí, preguem la baixa de la llista. Podeu respondre a aquest correu.",
        "Per donar de baixa el mòbil del meu pare us envio les dades.",
        "Si us plau, doneu-nos de baixa de la llista; podeu trucar si cal.",
        "Doneu de baixa aquest número, sisplau, que ja no el fa servir ningú.",
        "Ens podríeu donar de baixa? Si cal que enviem res més, digueu-ho.",
        "Deixar de rebre els WhatsApps: Gemma Torrent, 40123987G, 622010203",
        "Com es fa per donar-se de baixa?",
        "D'acord amb el que vam parlar, doneu-me de baixa de la llista de difusió de WhatsApp.",
        "Gemma Torrent | 41276305E | 612304455 | baixa",
        "Baixa WhatsApp - Gemma Torrent - contacte 612304455",
    ],
)
def test_what_a_person_writes_stays(words: str) -> None:
    assert "~" not in without_feet(Text(words).flowing)


@given(st.text(max_size=300))
def test_the_rest_stays_where_it_is(text: str) -> None:
    folded = Text(text).folded

    kept = without_feet(Text(text)).folded

    assert all(after in {before, "~"} for before, after in zip(folded, kept, strict=True))


def test_the_small_print_under_a_persons_mail_is_no_doubt() -> None:
    body = (
        "Doneu-me de baixa de la llista de WhatsApp. Gemma Torrent Oliva, 40123987G, 622010203\n\n"
        "AVÍS DE CONFIDENCIALITAT: Si heu rebut aquest missatge per error, us preguem que ho comuniqueu.\n"
        "Puede ejercer sus derechos o darse de baja de nuestras comunicaciones en rgpd@empresa.example."
    )
    reading = read(mail("Subject: Baixa", body=body), TOWN)

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, ())


@pytest.mark.parametrize(
    "line",
    [
        "La informació d'aquest missatge és confidencial i d'ús exclusiu del seu destinatari.",
        "El contingut d'aquest correu electrònic i dels annexos és confidencial i només per a vós.",
        "La información de este mensaje es confidencial y de uso exclusivo de su destinatario.",
    ],
)
def test_what_a_message_says_of_itself_names_no_list(line: str) -> None:
    found = f"Bon dia, ens han portat una cartera a nom de Pia Roca Mas (DNI 12345678Z).\n\n{line}"

    assert read(mail("Content-Type: text/plain; charset=utf-8", body=found), TOWN).kind is Kind.OTHER
