"""Who refuses to leave, puts it off, asks how or only mentions it stays on the list: on a real mailbox."""

from tests.journeys.conftest import TownHall
from tests.journeys.test_run_once import FROM_ROSER, PERE, ROSER, SUBJECT

DATA = "\n\nRoser Vilalta Camps\nDNI 12345678Z\nMòbil 600 111 222\n"
SAID = (
    "No em suprimiu de la llista, si us plau.",
    "Encara no vull excloure'm del grup.",
    "Elimineu-me de la llista quan us ho digui jo.",
    "Antes quería sacarme de la lista, ahora ya no.",
    "Com puc esborrar-me de la llista?",
    "Hem decidit no vendre, així que continuem.",
    "Gràcies, rebut. Tot correcte.",
    "No vull rebre més vídeos de la fira.",
)


def test_who_asks_for_nothing_stays_and_every_mail_is_a_card(town_hall: TownHall) -> None:
    town_hall.residents(ROSER, PERE)
    for number, text in enumerate(SAID):
        town_hall.mail(
            f"Bon dia,\n\n{text}{DATA}",
            sender=FROM_ROSER,
            subject=SUBJECT,
            message_id=f"<{number}@v.example>",
        )

    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "active", "+34600333444": "active"}
    assert [case["state"] for case in town_hall.cases()] == ["staff"] * len(SAID)

    town_hall.mail(f"Vull donar-me de baixa de la llista.{DATA}", sender=FROM_ROSER, subject=SUBJECT)
    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "leaving", "+34600333444": "active"}
