"""What hangs on an "if", is for later, of a part, of another number or no reason never acts by itself."""

import pytest

from rules.findings import Kind, Reading
from tests.rules.messages import reading_of

OFFICIAL = "BAIXA Informació Ajuntament de Vallclara WhatsApp"
DATA = "\nPere Soler Font\nDNI 10000004H\nmòbil 600555666\n"

CONDITIONS = [
    "Doneu-me de baixa de la llista de WhatsApp si em podeu avisar per telèfon quan nevi.",
    "Doneu-me de baixa si ho puc rebre tot per correu.",
    "Doneu-me de baixa de la llista si hi ha un altre canal per saber els talls d'aigua.",
    "Traieu-me de la llista si el meu home també en surt.",
    "Denme de baja de la lista si mi mujer también se da de baja.",
    "Denme de baja de la lista si pueden avisarme por carta.",
    "Please take me off the list if my husband still gets them.",
    "Please take me off the list if he wants to leave too.",
    "Si torneu a enviar anuncis de bars us agrairé que em traieu de la llista.",
    "Si seguiu enviant fotos de festes, feu-me el favor d'esborrar-me.",
    "Voldria la baixa de la llista en cas que cobreu el servei.",
    "Voldria la baixa, amb la condició de rebre els bans per correu.",
    "En el caso de que vayan a cobrar, denme de baja de la lista.",
    "Doneu-me de baixa si el meu fill em pot passar els avisos.",
    "Doneu-me de baixa de la llista si els avisos també surten a la web.",
]
COURTESIES = [
    "Doneu-me de baixa de la llista, si em podeu fer el favor.",
    "Us agrairia molt si em poguéssiu donar de baixa de la llista.",
    "Us agrairé si em doneu de baixa de la llista.",
    "Doneu-me de baixa de la llista, si us plau, i si em podeu enviar la confirmació millor.",
    "Doneu-me de baixa de la llista i, si hi ha algun problema, truqueu-me.",
    "Doneu-me de baixa de la llista i si em voleu dir res, envieu-m'ho a aquest correu.",
    "En cas que falti alguna dada, aviseu-me. Doneu-me de baixa de la llista.",
    "Doneu-me de baixa de la llista de WhatsApp. En cas que hi hagi algun problema, truqueu-me.",
    "Doneu-me de baixa de la llista i en cas que necessiteu res més truqueu-me.",
    "Denme de baja de la lista si no es molestia.",
    "Denme de baja de la lista, y si hay algún problema, me llaman.",
    "Please remove me from the list if you can.",
    "Please remove me from the list. If there is any problem, call me.",
    "Si em podeu treure de la llista us ho agrairé.",
    "Doneu-me de baixa de la llista si és possible avui mateix.",
    "Doneu-me de baixa de la llista si podeu, que no hi veig.",
    "Doneu-me de baixa de la llista i si m'ho podeu confirmar per correu us ho agrairé.",
    "Doneu-me de baixa de la llista. No sé si és aquí on he d'enviar-ho.",
    "Doneu-me de baixa de la llista i si pot ser aviseu-me quan estigui fet.",
    "Em doneu de baixa de la llista? Si necessito saber res ja trucaré.",
    "Doneu-me de baixa de la llista. Si passa res ja m'avisarà el meu fill.",
    "Si no us sap greu, doneu-me de baixa de la llista.",
]
LATER = [
    "Doneu-me de baixa de la llista quan s'acabi la temporada de neu.",
    "Traieu-me de la llista quan es fongui la neu.",
    "Vull la baixa de la llista un cop haguem marxat del poble.",
    "Tan bon punt tinguem les claus del pis nou, traieu-nos de la llista.",
    "He decidit que em tragueu de la llista l'1 de març.",
    "He pensat deixar la llista el 30 de juny.",
    "Quiero la baja de la lista en cuanto vendamos el piso.",
    "Denme de baja de la lista el próximo 15 de octubre.",
    "Denme de baja de la lista una vez pase la Semana Santa.",
    "Please take me off the list in September.",
    "Please take me off the list when the winter is over.",
    "Please remove me from the list as soon as we have sold the house.",
    "Doneu-me de baixa el dimarts 3, no abans.",
    "Doneu-me de baixa de la llista en acabar l'estiu.",
    "Baixa de la llista, però no cal que ho feu encara, que em queda un mes al poble.",
    "Esborreu-me de la llista passades les festes.",
    "Doneu-me de baixa de la llista cap a l'abril.",
]
NOW = [
    "Doneu-me de baixa de la llista quan pugueu.",
    "Doneu-me de baixa de la llista quan us vagi bé.",
    "Doneu-me de baixa de la llista quan tingueu un moment.",
    "Quan hàgiu fet la baixa de la llista, aviseu-me.",
    "Un cop m'hàgiu tret de la llista, confirmeu-m'ho.",
    "Cuando puedan denme de baja de la lista.",
    "Cuando tengan un momento, denme de baja de la lista.",
    "Please take me off the list as soon as possible.",
    "Please take me off the list when you can.",
    "Doneu-me de baixa de la llista, que quan sona em desperta el nen.",
    "Vaig demanar la baixa el 3 de setembre i us la torno a demanar.",
    "Doneu-me de baixa de la llista, que vaig marxar el 15 de gener.",
    "Hem venut la casa el 12 de març, doneu-me de baixa de la llista.",
    "Doneu-me de baixa de la llista, que al juny vam marxar.",
    "Ja vaig demanar la baixa de la llista al maig. Doneu-me de baixa, si us plau.",
    "Doneu-me de baixa de la llista, que a l'estiu ja no vinc.",
    "Quan vam vendre la casa ens vam oblidar de la llista: doneu-me de baixa.",
    "Cuando vendimos la casa no les dije nada. Denme de baja de la lista.",
]
PARTS = [
    "No vull rebre més missatges de futbol i balls.",
    "No vull rebre missatges de publicitat.",
    "Prou avisos de festes, amb els de neu ja faig.",
    "Prou missatges en castellà!",
    "No m'envieu més missatges repetits.",
    "No vull rebre whatsapps els diumenges.",
    "No quiero recibir mensajes de fútbol en el WhatsApp del Ayuntamiento.",
    "No quiero recibir mensajes en catalán.",
    "Dejen de mandarme propaganda política por el WhatsApp.",
    "No more messages about football, please.",
    "Deixeu d'enviar-me fotos de la festa.",
]
ALL = [
    "No vull rebre més missatges de l'Ajuntament.",
    "No vull rebre més whatsapps de la llista de difusió.",
    "No vull rebre més avisos del poble.",
    "No quiero recibir más mensajes del Ayuntamiento.",
    "No vull rebre més missatges. Hem venut la casa.",
    "No m'envieu més missatges al 600555666.",
]
NO_REASON = [
    "Ja no cal, ho hem arreglat parlant amb en Joan.",
    "Esperem a veure com va l'hivern.",
    "Es para un amigo que no tiene correo.",
    "Us truco demà i en parlem.",
    "Great service, keep it up!",
    "Ya me apaño silenciando el chat.",
]
REASONS = [
    "Gràcies per tot aquest temps, ara visc a Vic.",
    "Ja som grans i no ens en sortim amb el mòbil.",
    "M'han canviat de feina i no pujo gaire.",
    "No en faig ús.",
    "Tinc el mòbil ple.",
    "La casa ja és del meu nebot.",
    "Ens n'anem a viure a Olot.",
    "Em fan nosa.",
    "Para lo poco que subimos no vale la pena.",
    "We have moved back to Leeds.",
    "Rebo els mateixos avisos que la meva dona.",
    "Soc a la residència i la filla ja m'ho explica.",
    "Amb els anys ja no hi veig bé.",
    "Gasto poc el telèfon.",
    "Atabala tant de xiulet.",
    "Je ne viens plus au village.",
    "Ja he complert vuitanta-cinc anys i el telèfon em cansa.",
    "Moltes gràcies i una abraçada a tots.",
    "Bon dia i bona hora.",
    "Gràcies maques!",
    "Us ho envio tal com em va dir la Maria.",
]
# who stays, in words that no verb denies before the wish
NEVER = [
    "Res em faria plegar de la llista de WhatsApp, res em pot treure de la llista.",
    "Visc aquí i res em pot fer sortir d'aquesta llista.",
    "Nada me podría sacar de la lista de WhatsApp. Gracias por todo.",
    "Por nada del mundo quisiera salir de la lista de WhatsApp.",
    "A la vida voldria sortir de la llista de WhatsApp.",
    "Ni en somnis voldria sortir de la llista de WhatsApp.",
    "La gestora voldria que em donéssiu de baixa de la llista.",
    "Donar-me de baixa de la llista jo mai, gràcies.",
    "Darme de baja de la lista yo nunca. Un saludo.",
    "Que em doneu de baixa de la llista ni parlar-ne.",
    "Baixa mai de la llista.",
    "Prefereixo rebre'ls que donar-me de baixa.",
    "Prefereixo continuar que donar-me de baixa.",
    "Prefereixo quedar-me que donar-me de baixa.",
    "Prefiero quedarme que darme de baja.",
    "Más vale quedarme que darme de baja.",
]
# who asks to join, or to be left there, under a subject that asks to leave
STAYS = [
    "Em vull apuntar.",
    "Apunteu-me a la llista de WhatsApp, si us plau.",
    "Vull l'alta, perdoneu l'assumpte.",
    "Apúntenme al grupo de WhatsApp, por favor.",
    "Deixeu-me a la llista, si us plau.",
    "Deixeu-m'hi.",
    "Déjenme en la lista de WhatsApp.",
    "Manteniu-me al grup.",
    "Anul·leu la meva petició de baixa.",
    "Cancelen mi solicitud de baja, por favor.",
    "Revoco la baixa que us vaig enviar.",
]
# what is asked for, or told, under the official subject
ASKED_FOR = [
    "Demano els avisos de l'Ajuntament al meu mòbil.",
    "Només els avisos de neu, si us plau.",
    "Solicito información del grupo de WhatsApp.",
    "Ja tinc els missatges, gràcies.",
    "Informació al mòbil, si us plau.",
    "El meu número correcte és aquest.",
    "Ara el meu mòbil és aquest.",
]
NO_COURTESIES = [
    "Doneu-me de baixa de la llista si no hi ha més avisos.",
    "Doneu-me de baixa de la llista si no us arriben els meus missatges.",
    "Doneu-me de baixa de la llista quan tingueu un canal de WhatsApp.",
    "Doneu-me de baixa de la llista si cal.",
    "Doneu-me de baixa de la llista si voleu.",
]
NO_DATA_FOR_IT = [
    "Voldria saber les dades per a la baixa.",
    "Estripeu les dades per a la baixa.",
    "Piden muchos datos para la baja de la lista.",
    "Rompan mis datos para la baja.",
    "Us passo les dades per evitar la baixa.",
    "Aquí mis datos para recurrir la baja.",
]
# which number leaves, of those that are given
OTHER_NUMBERS = [
    f"Doneu de baixa el número d'abans, ara tinc aquest.{DATA}",
    f"Den de baja el número de antes. Ahora tengo este.{DATA}",
    f"Doneu de baixa el telèfon que teniu. El meu és aquest.{DATA}",
    "Esborreu el 600111222. El que faig servir ara és el 600555666.",
    "Doneu de baixa el mòbil antic; poseu el 600555666.\nPere Soler Font, DNI 10000004H",
    "Denme de baja el viejo y mándenlo todo al 600 555 666.\nPere Soler Font, DNI 10000004H",
    "I changed phones: please send everything to 600 555 666.\nPere Soler Font, DNI 10000004H",
    "D'ara endavant al 600 555 666.\nPere Soler Font, DNI 10000004H",
    "Passeu-me al 600 555 666, l'altre me l'han robat.\nPere Soler Font, DNI 10000004H",
    "Baixa del mòbil de la botiga. El meu personal és el 600 555 666.\nPere Soler Font, DNI 10000004H",
]


def acts(reading: Reading) -> bool:
    return reading.kind is Kind.BAIXA and not reading.doubts


@pytest.mark.parametrize(
    "text", [*CONDITIONS, *LATER, *PARTS, *NO_REASON, *NEVER, *ASKED_FOR, *NO_COURTESIES, *NO_DATA_FOR_IT]
)
def test_it_is_held_back_for_a_person(text: str) -> None:
    assert not acts(reading_of(OFFICIAL, f"{text}{DATA}"))


@pytest.mark.parametrize("text", STAYS)
def test_who_asks_to_be_on_the_list_under_the_subject_of_a_leave_is_shown_to_a_person(text: str) -> None:
    assert reading_of(OFFICIAL, f"{text}{DATA}").kind is Kind.UNSURE


@pytest.mark.parametrize(
    "text",
    [
        "Me apunté el año pasado.",
        "Denme de baja de la lista, que vine y me apunté el verano pasado.",
        "Deixeu-me fora de la llista.",
        "Encara em queden missatges per llegir. Doneu-me de baixa de la llista.",
        "Mantingueu la llista neta. Doneu-me de baixa.",
        "Apunteu-me a la llista de correu i doneu-me de baixa de la de WhatsApp.",
    ],
)
def test_who_asks_to_be_elsewhere_or_tells_that_they_were_there_is_no_such_person(text: str) -> None:
    assert reading_of(OFFICIAL, f"{text}{DATA}").kind is Kind.BAIXA


@pytest.mark.parametrize("text", OTHER_NUMBERS)
def test_where_another_number_goes_on_a_person_says_which_leaves(text: str) -> None:
    assert not acts(reading_of(OFFICIAL, f"{text}\n"))


@pytest.mark.parametrize("text", [*COURTESIES, *NOW, *ALL, *REASONS])
def test_a_plain_leave_that_looks_alike_is_never_set_aside(text: str) -> None:
    reading = reading_of(OFFICIAL, f"{text}{DATA}")

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}, reading.reasons


def test_a_leave_whose_reason_has_an_if_is_never_set_aside() -> None:
    text = "Doneu-me de baixa de la llista, que si hi ha res important ja m'ho diu la filla."
    reading = reading_of(OFFICIAL, f"{text}{DATA}")

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}
    assert [(p.id_document, p.phone) for p in reading.people] == [("10000004H", "+34600555666")]


@pytest.mark.parametrize("mark", [",", "!", "..."])
def test_who_exclaims_asks_for_nothing(mark: str) -> None:
    assert not acts(reading_of("WhatsApp", f"Vaja{mark} moltes gràcies pels avisos del WhatsApp.{DATA}"))


@pytest.mark.parametrize(
    "text",
    [
        "Gracias por los avisos.",
        "Moltes gràcies per la informació.",
        "Us demano disculpes.",
        "Ara us passo el meu número.",
        "Doneu-me de baixa de la llista que teniu de WhatsApp.",
        "Si voleu, doneu-me de baixa de la llista.",
        "Ja no em mantingueu a la llista de WhatsApp.",
        "No vull seguir rebent els missatges.",
        "Me apunté el año pasado. Denme de baja de la lista.",
        "Revoco mi consentimiento para la lista de WhatsApp.",
    ],
)
def test_what_looks_like_it_and_changes_nothing_acts(text: str) -> None:
    assert acts(reading_of(OFFICIAL, f"{text}{DATA}"))
