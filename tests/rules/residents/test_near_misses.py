"""Mails that a reader took for what they are not: none takes anybody off, and none is passed over."""

import pytest

from rules.books.lanes import prospect_of
from rules.findings import Doubt, Kind, Person, Reading
from tests.rules.messages import TOWN, mail, read, reads_as_leave

MARIA = "Maria Puig Serra, DNI 40312877H, mòbil 692607192"
LEAVE = "Doneu-me de baixa del WhatsApp de l'Ajuntament"
JOSEP = "DNI 77901234G, mòbil 655123987"
BEFORE = "Aquests dies hem tingut feina amb la collita i els fills han vingut a ajudar-nos a l'era. " * 4


def reading_of(subject: str, text: str, *, sender: str = "Algú") -> Reading:
    kind = "Content-Type: text/plain; charset=utf-8"
    return read(mail(f"Subject: {subject}", kind, body=text, sender=f"{sender} <algu@bustia.example>"), TOWN)


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAVE}, que marxem del poble si venem la casa. {MARIA}",
        f"{LEAVE} perquè marxo si trobo pis a Girona. {MARIA}",
        f"{LEAVE}, si mai heu de passar propaganda. {MARIA}",
        f"Vull donar-me de baixa només dels avisos de neu. {MARIA}",
        f"Deixeu d'enviar-me avisos que em desperten a la nit. {MARIA}",
        f"Si no ens veiem divendres a la reunió, traieu-me de la llista del WhatsApp. {MARIA}",
        f"{LEAVE} si Déu vol que marxi del poble. {MARIA}",
        f"{LEAVE} mentre duri l'obra. {MARIA}",
        f"O deixeu d'enviar missatges a la nit o em traieu de la llista del WhatsApp. {MARIA}",
        f"{LEAVE}, o millor no, no toqueu res. {MARIA}",
        f"{LEAVE}. Falsa alarma, tot en ordre! {MARIA}",
        f"El meu cunyat: traieu-lo del WhatsApp. No li digueu que he sigut jo. {MARIA}",
        f"Please take me off the WhatsApp list while I'm away and put me back in June. {MARIA}",
    ],
)
def test_terms_parts_and_second_thoughts_take_nobody_off(text: str) -> None:
    reading = reading_of("Whatsapp Ajuntament", text)

    assert reading.kind is not Kind.BAIXA or reading.doubts


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("BAIXA", f"{MARIA}\nEstic empadronada a Setcases."),
        ("Baixa", f"M'he empadronat a Girona i ja no visc aquí. {MARIA}"),
        (
            "Baixa",
            f"Vull la baixa. El meu compte de correu ha estat bloquejat i no sé la contrasenya. {MARIA}",
        ),
        ("WhatsApp", "Vull la baixa del WhatsApp de l'Ajuntament abans de 48 hores. Maria Puig"),
        ("Fwd: BAIXA", "Nom: Maria Puig Serra\nDNI 40312877H\nMòbil 692607192"),
        ("RV: Baixa", f"Us el torno a enviar perquè no he rebut resposta. {MARIA}"),
        (
            "WhatsApp",
            "Com em puc donar de baixa de la llista de WhatsApp de l'ajuntament d'aquest poble?\nMaria",
        ),
        (
            "WhatsApp",
            "Heu penjat el meu número a la llista de WhatsApp de l'Ajuntament, traieu-lo: 692607192",
        ),
        ("WhatsApp", "Poseu l'àvia a la llista de WhatsApp de l'Ajuntament: Rosa Mas 692607192"),
        ("BAIXA", f"Això que us vaig enviar ahir feu com si no ho haguéssiu rebut. {MARIA}"),
    ],
)
def test_what_may_be_a_request_is_not_passed_over(subject: str, text: str) -> None:
    assert reading_of(subject, text).kind not in {Kind.OTHER, Kind.AUTOMATIC}


@pytest.mark.parametrize(
    "text",
    [
        (
            "En nom i representació pròpia i del marit: Maria Puig Serra, 40312877H, 692607192, i Pere Mas, "
            "77901234G, 655123987. Doneu-nos de baixa del WhatsApp."
        ),
        (
            "Volem la baixa del WhatsApp.\nMaria Puig Serra, DNI 40312877H, telèfon a treure: 692607192\n"
            "Pere Mas Roca, DNI 77901234G, telèfon: 655123987"
        ),
    ],
)
def test_each_of_two_keeps_her_own_number(text: str) -> None:
    people = reading_of("Baixa WhatsApp", text, sender="Maria Puig Serra").people

    assert {(p.id_document, p.phone) for p in people} == {
        ("40312877H", "+34692607192"), ("77901234G", "+34655123987"),
    }  # fmt: skip


def test_what_a_relative_hands_on_is_done_by_nobody_unseen() -> None:
    reading = reading_of(
        "Fwd: wasap",
        "Us passo el que m'ha escrit el pare.\n\n---------- Forwarded message ---------\n"
        "De: Pere Mas <pere@b.example>\nDate: ds., 24 oct. 2026\nSubject: wasap\nTo: <b@b.example>\n\n"
        "Traieu-me del WhatsApp de l'Ajuntament. Pere Mas Roca, 77901234G, 655123987\n",
    )

    assert reading.people == (Person(name="Pere Mas Roca", id_document="77901234G", phone="+34655123987"),)
    assert Doubt.UNCLEAR in reading.doubts


def test_what_threatens_its_reader_s_mailbox_is_none_of_ours() -> None:
    text = "Estimado usuario: su buzón será dado de BAJA en 24 horas. Confirme su cuenta aquí."

    assert reading_of("Último aviso", text).kind is Kind.OTHER


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        # the day of a reason puts nothing off
        ("Baixa avisos WhatsApp", f"Com que el 31 d'agost tanco la fonda, ja no em cal rebre'ls. {MARIA}"),
        # "d'aquí a" is no link of a newsletter
        ("Baixa", f"{LEAVE}, que d'aquí a tres dies marxem a Reus. {MARIA}"),
        # what a wish is concluded from puts it off no more than any reason
        (
            "Baixa",
            f"Marxem a finals de juliol, o sigui que ja em podeu treure del WhatsApp municipal. {MARIA}",
        ),
        ("Baixa", f"Vam tenir llogat el pis per la temporada d'esquí. {LEAVE}. {MARIA}"),
        (
            "treure del whats",
            f"ei soc la maria, ja no hi pujo aixi q em podeu treure del whats de l'ajuntament? {MARIA}",
        ),
        # from when she is elsewhere, told in a sentence of its own
        ("Baixa", f"A partir de l'octubre em traslladen a Solsona. {LEAVE}. {MARIA}"),
        ("Baixa", f"Ens heu de donar de baixa del WhatsApp de l'Ajuntament, que marxem. {MARIA}"),
        ("Baixa", f"Vaig demanar la baixa per telèfon al maig. {LEAVE}. {MARIA}"),
        # what she has enough of is no list that is left here, and another's telephone may stay
        ("Baixa whatsapp", f"{LEAVE} perquè ja en tinc prou amb el grup dels taxistes. {MARIA}"),
        ("Baixa", f"{LEAVE}. {MARIA}. El telèfon de la colla (628 507 114) deixeu-lo."),
        # what she does not want instead takes nothing back
        ("Baixa", f"{LEAVE}. De moment no m'apunteu amb cap altre telèfon. {MARIA}"),
    ],
)
def test_what_is_beside_a_plain_leave_does_not_hold_it_back(subject: str, text: str) -> None:
    reading = reading_of(subject, text, sender="Can Puig")

    assert reads_as_leave(reading)
    assert [(p.id_document, p.phone) for p in reading.people] == [("40312877H", "+34692607192")]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Baixa", f"A partir de març faré classe a Olot, així que traieu-me del WhatsApp municipal. {MARIA}"),
        # what else the town hall sends may go on
        ("Avisos", f"{LEAVE}. La resta (rebuts, padró i tot això) continueu enviant-ho igual. {MARIA}"),
        ("guasap", f"kitarme del guasap del ayuntamiento ke ya no subo. {MARIA}"),
        ("WhatsApp", f"Quiero terminar la información por WhatsApp del ayuntamiento. {MARIA}"),
        # he who stays says that his name is another
        (
            "Baixa WhatsApp",
            f"Doneu de baixa la Pepita, sisplau: {MARIA}. Jo, en Pere, em quedo a la llista.",
        ),
    ],
)
def test_what_is_told_beside_a_leave_never_sets_it_aside(subject: str, text: str) -> None:
    reading = reading_of(subject, text, sender="Can Puig")

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}
    assert [(p.id_document, p.phone) for p in reading.people] == [("40312877H", "+34692607192")]


def test_the_number_that_is_labelled_for_the_leave_is_the_only_one() -> None:
    reading = reading_of(
        "BAJA Informació Ajuntament WhatsApp",
        "Nombre: Maria Puig Serra\nDNI: 40312877H\nMóvil que se da de baja: 692 607 192\n\nAtentamente,\n"
        "Maria Puig\nAv. Roma 3 - Barcelona\nT. 93 415 02 77 / M. 660 218 945",
    )

    assert [p.phone for p in reading.people] == ["+34692607192"]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Baixa casal d'estiu", f"Donem de baixa la Júlia (grup dels petits) del casal. {MARIA}"),
        ("Baixa servei de llevaneus", f"Us preguem que ens doneu de baixa d'aquest servei. {MARIA}"),
        ("Dubte", f"Per a la licitació: la baixa es calcula sobre el preu hora o sobre el total? {MARIA}"),
        ("Cencerros", f"El ruido de los cencerros no baja de 60 decibelios. {MARIA}"),
        ("Baixa casal", f"La nena marxa amb els avis. Li podeu fer la baixa i dir-me què torneu? {MARIA}"),
    ],
)  # fmt: skip
def test_other_business_that_names_grandparents_thanks_or_news_is_none_of_the_list(
    subject: str, text: str
) -> None:
    assert reading_of(subject, text).kind is Kind.OTHER


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: BAIXA Informació Ajuntament WhatsApp", "Moltes gràcies! Per cert, a quina hora és el mercat?"),
    ],
)
def test_other_business_beside_the_list_is_at_most_a_card_without_a_letter(subject: str, text: str) -> None:
    kind = "Content-Type: text/plain; charset=utf-8"
    message = mail(f"Subject: {subject}", kind, body=text, sender="Algú <algu@bustia.example>")
    reading = read(message, TOWN)

    assert reading.kind in {Kind.OTHER, Kind.UNSURE}
    assert prospect_of(reading, message).letter is None


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: BAIXA Informació Ajuntament WhatsApp", "Moltes gràcies! Quan ho fareu?"),
        ("Nou número", f"Passeu-me els avisos per la llista de WhatsApp. {MARIA}"),
        (
            "Baixa",
            f"Marxem al març, així que doneu-me de baixa del WhatsApp municipal a finals d'abril. {MARIA}",
        ),
        (
            "Avisos",
            f"Del WhatsApp només els de neu. La resta (les festes) continueu enviant-ho igual. {MARIA}",
        ),
        ("Prou", f"Ja n'hi ha prou dels avisos del mòbil, no en vull més. {MARIA}"),
    ],
)
def test_what_is_like_it_and_of_the_list_is_heard(subject: str, text: str) -> None:
    assert reading_of(subject, text).kind is not Kind.OTHER


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("Hotel La Farga", f"La Maria ja no treballa aquí. Traieu-la del WhatsApp municipal. {MARIA}"),
        (
            "Finques Freser",
            f"El propietari del segon és morós. Preguem que el doneu de baixa del WhatsApp. {MARIA}",
        ),
        ("Pau Riu Vila", f"La veïna, la Maria, ha marxat. Doneu-la de baixa del WhatsApp municipal. {MARIA}"),
        ("Maria Puig Serra", f"Traieu la Rosa de la llista de WhatsApp, que és qui es queixa. {MARIA}"),
    ],
)
def test_who_asks_for_a_neighbour_takes_nobody_off(sender: str, text: str) -> None:
    reading = reading_of("Baixa WhatsApp", text, sender=sender)

    assert (reading.kind, reading.doubts) == (Kind.UNSURE, (Doubt.FOR_ANOTHER,))


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("Pau Riu Puig", f"La meva mare ja no en fa cas. Traieu-la del WhatsApp municipal, sisplau. {MARIA}"),
        (
            "Anna Pou Vila",
            f"Ens ha deixat la tieta, morta al març. Traieu-la del WhatsApp municipal. {MARIA}",
        ),
    ],
)
def test_who_asks_for_her_own_people_is_heard(sender: str, text: str) -> None:
    reading = reading_of("Baixa WhatsApp", text, sender=sender)

    assert reads_as_leave(reading), reading.reasons


def test_who_says_that_another_reads_them_is_never_set_aside() -> None:
    text = f"Us demano que em tragueu del WhatsApp municipal, que ja els llegeix el llogater. {MARIA}"
    reading = reading_of("Baixa WhatsApp", text, sender="Fonda Puig")

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}
    assert [(p.id_document, p.phone) for p in reading.people] == [("40312877H", "+34692607192")]


def test_a_later_day_that_the_conclusion_names_is_heard() -> None:
    text = f"Marxem al març, així que doneu-me de baixa del WhatsApp municipal a finals d'abril. {MARIA}"

    assert reading_of("Baixa", text).kind is Kind.UNSURE


def test_who_works_on_the_slopes_may_join() -> None:
    text = f"El meu home treballa a les pistes. Em voldria donar d'alta a la llista de WhatsApp. {MARIA}"

    assert reading_of("ALTA", text).kind is Kind.ALTA


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("Algú", f"Encara no ho tinc clar. Per tant doneu-me de baixa del WhatsApp municipal. {MARIA}"),
        (
            "Algú",
            (
                f"Encara m'ho he de pensar amb la dona, així que doneu-me de baixa del WhatsApp "
                f"municipal. {MARIA}"
            ),
        ),
        (
            "Algú",
            (
                f"Todavía tengo que hablarlo con mi marido. Por tanto, dadme de baja del WhatsApp "
                f"del Ayuntamiento. {MARIA}"
            ),
        ),
        ("Algú", f"Feu-ho a partir de setembre. Doneu-me de baixa, doncs, del WhatsApp municipal. {MARIA}"),
        ("Algú", f"Això és només un esborrany. Doneu-me de baixa, doncs, del WhatsApp municipal. {MARIA}"),
        (
            "Algú",
            (
                f"Que sigui a partir de l'1 de gener. Us demano, doncs, que em doneu de baixa del "
                f"WhatsApp municipal. {MARIA}"
            ),
        ),
        ("Algú", f"{LEAVE}. La resta (cartes, neu, talls) no vull que em tragueu. {MARIA}"),
        (
            "Algú",
            (
                f"{LEAVE} pel que fa a la neu. La resta (correus, festes, talls d'aigua) vull "
                f"continuar rebent-ho. {MARIA}"
            ),
        ),
        ("Algú", f"{LEAVE}. La resta (correus i avisos de neu) deixeu-la. {MARIA}"),
        ("Maria Mas Puig", f"Soc la filla, el pare difunt. {JOSEP}. Maria Mas Puig"),
        (
            "Can Mas",
            (
                f"Doneu de baixa el meu germà del WhatsApp municipal. Jo, en Pep, em quedo a la "
                f"llista. Josep Mas Roca, {JOSEP}"
            ),
        ),
        (
            "Can Mas",
            (
                f"Doneu de baixa la Rosa del WhatsApp municipal: Josep Mas Roca, {JOSEP}. Jo, "
                f"en Pep, em quedo a la llista."
            ),
        ),
        (
            "Algú",
            f"Com que no marxem fins al 15 d'octubre, doneu-nos de baixa del WhatsApp municipal. {MARIA}",
        ),
        (
            "Algú",
            f"Com que encara hi serem fins al setembre, doneu-nos de baixa del WhatsApp municipal. {MARIA}",
        ),
        ("Algú", f"{LEAVE}. Com que hi surto fins al setembre, feu-ho llavors. {MARIA}"),
        (
            "Algú",
            (
                f"Ho deixo córrer. El correu que deia doneu-me de baixa del WhatsApp municipal no "
                f"compta. {MARIA}"
            ),
        ),
        (
            "Algú",
            f"Al final ho deixo córrer, ja no vull això de doneu-me de baixa del WhatsApp municipal. {MARIA}",
        ),
        ("Algú", f"{LEAVE}. Em substituirà la Rosa, feu-ho al setembre. {MARIA}"),
        (
            "Finques Freser",
            f"El propietari del segon no paga. Vull que el doneu de baixa del WhatsApp municipal. {MARIA}",
        ),
        (
            "Algú",
            (
                f"Feu-ho a partir de setembre. {BEFORE}Per tant, doneu-me de baixa del WhatsApp "
                f"municipal. {MARIA}"
            ),
        ),
        ("Algú", f"A partir de l'octubre us demanaré la baixa. {LEAVE} llavors. {MARIA}"),
        ("Pau Riu", f"La Maria no sap que és a la llista de WhatsApp. No l'hauríeu de treure? {MARIA}"),
        ("Algú", f"A partir del gener feu-ho. {LEAVE}. {MARIA}"),
    ],
)
def test_a_doubt_is_heard_whatever_else_is_told_beside_it(sender: str, text: str) -> None:
    reading = reading_of("Baixa", text, sender=sender)

    assert reading.kind is not Kind.BAIXA or reading.doubts


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("Algú", f"Ja veig que no em serveix de res. {LEAVE}. {MARIA}"),
        ("Algú", f"Ara visc a un altre poble i em dono de baixa del WhatsApp de l'Ajuntament. {MARIA}"),
        ("Algú", f"{LEAVE}. El proper hivern marxo a Reus a viure. {MARIA}"),
        ("Algú", f"{LEAVE}. Tants missatges, no els aguanto. {MARIA}"),
        (
            "Algú",
            f"Volia donar-me de baixa del WhatsApp municipal trucant però ningú contesta. {LEAVE}. {MARIA}",
        ),
        ("Algú", f"A casa els llegeixen tots menys jo. {LEAVE}. {MARIA}"),
        ("Algú", f"{LEAVE}. Per a la baixa em demaneu nom, DNI i mòbil: {MARIA}"),
        ("Algú", f"Abans m'agradava, però ara no hi visc. {LEAVE}. {MARIA}"),
        ("Algú", f"Pels volts de l'any 2020 em vaig apuntar al WhatsApp. {LEAVE}. {MARIA}"),
        ("Algú", f"{LEAVE}. Data de baixa: immediata. {MARIA}"),
        ("Algú", f"{LEAVE}. Si falta res, escriviu-me a aquest e-mail. {MARIA}"),
        ("Pere Mas Roca", f"Soc en Pere, visc amb la meva dona la Rosa. {LEAVE}. Pere Mas Roca, {JOSEP}"),
        ("Algú", f"Traieu-me dels vostres avis del mòbil. {MARIA}"),
    ],
)
def test_what_only_sounds_like_a_doubt_holds_no_leave_back(sender: str, text: str) -> None:
    reading = reading_of("Baixa", text, sender=sender)

    assert reads_as_leave(reading), reading.reasons


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        (
            "Algú",
            (
                f"Como no contestáis al teléfono, os escribo: dadme de baja del WhatsApp del "
                f"Ayuntamiento. {MARIA}"
            ),
        ),
        (
            "Pere Mas Puig",
            (
                f"Us escric per la meva mare, que ella no en sap. Doneu-la de baixa del "
                f"WhatsApp municipal. {MARIA}"
            ),
        ),
        ("Algú", f"No m'interessen els avisos de la llevaneus. {LEAVE}. {MARIA}"),
        (
            "Algú",
            (
                f"Rebo el WhatsApp municipal i vull tramitar-ne la baixa, que els nens ja no van a "
                f"l'escola. {MARIA}"
            ),
        ),
    ],
)
def test_what_may_sound_like_a_doubt_is_never_set_aside(sender: str, text: str) -> None:
    reading = reading_of("Baixa", text, sender=sender)

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}
    assert [(p.id_document, p.phone) for p in reading.people] == [("40312877H", "+34692607192")]


def test_who_wants_to_be_somewhere_else_than_on_the_list_is_no_case() -> None:
    text = "Bon dia, dijous puc ser-hi a les deu. Joan Coma, 600 900 276"

    assert reading_of("Reunió de dijous", text).kind is Kind.OTHER


@pytest.mark.parametrize("text", [f"Jo també hi vull ser. {MARIA}", f"No em tragueu, vull ser-hi. {MARIA}"])
def test_who_wants_to_be_somewhere_and_gives_whole_data_is_not_passed_over(text: str) -> None:
    assert reading_of("", text).kind is not Kind.OTHER
