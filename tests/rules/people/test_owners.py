"""Whose a document, a telephone or a name is, the words beside it say; who does not leave is left out."""

import pytest

from rules.findings import Kind
from rules.people.persons import read_people
from tests.rules.messages import TOWN, mail, read

HERS, HIS = "40123987G", "38777120V"
MOBILE, OTHER = "622010203", "633040506"
WHO = f"Gemma Torrent Oliva, {HERS}, {MOBILE}"
SIGNED = f"Arnau Bassols Pi\n{HIS}\n{OTHER}"
Row = tuple[str | None, str | None, str | None]
GEMMA: Row = ("Gemma Torrent Oliva", HERS, f"+34{MOBILE}")
ARNAU: Row = ("Arnau Bassols Pi", HIS, f"+34{OTHER}")


def people(own: str, *, below: str = "", subject: str = "", writer: str = "") -> list[Row]:
    found = read_people(own, below=below, subject=subject, writer=writer, own_numbers=frozenset())
    return [(p.name, p.id_document, p.phone) for p in found]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{WHO}. Em vull esborrar. El telèfon de la feina és el {OTHER}.", id="at work"),
        pytest.param(f"{WHO}. Quiero la baja. El teléfono del trabajo es {OTHER}.", id="work, Spanish"),
        pytest.param(f"{WHO}. Remove me. You can reach me at work on {OTHER}.", id="work, English"),
        pytest.param(f"Merci de me désinscrire : {WHO}. Appelez ma fille au {OTHER}.", id="to ring, French"),
        pytest.param(f"{WHO}. Traieu-me. Per l'aigua, si cal, el meu germà: {OTHER}", id="if need be"),
        pytest.param(f"{WHO}. Vull la baixa. Si no hi soc, proveu el {OTHER}.", id="to try"),
        pytest.param(f"Vull que tragueu el {MOBILE} ({WHO}). L'altre, {OTHER}, deixeu-lo.", id="leave it"),
        pytest.param(f"Quiten el {MOBILE} ({WHO}). El otro, {OTHER}, déjenlo.", id="leave it, Spanish"),
        pytest.param(
            f"Vull la baixa. {HERS}, {MOBILE}\n\nGemma Torrent Oliva\nTorrent Enginyers, SLP\n"
            f"Tel. 972 741 234  Mòbil empresa {OTHER}",
            id="a firm's",
        ),
    ],
)
def test_a_telephone_of_somewhere_else_is_left_out(text: str) -> None:
    assert people(text) == [GEMMA]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"Esborreu el {MOBILE} i el {OTHER}, que és el de la feina. {HERS}", id="both asked for"
        ),
        pytest.param(f"{HERS}. El mòbil de la feina, {OTHER}, doneu-lo de baixa. I el {MOBILE}", id="after"),
        pytest.param(f"{HERS}. Traieu només el {MOBILE} i el {OTHER}.", id="only these two"),
        pytest.param(f"Traieu el {OTHER}, que és el nou. {HERS}, abans {MOBILE}", id="the new one itself"),
        pytest.param(f"ALTA de {HERS}: apunteu el {MOBILE} i el {OTHER}", id="two that come"),
        pytest.param(f"Us escric pel {MOBILE}. També tinc el {OTHER}. {HERS}", id="written from one"),
    ],
)
def test_what_is_asked_for_is_never_left_out(text: str) -> None:
    assert {phone for _, _, phone in people(text)} == {f"+34{MOBILE}", f"+34{OTHER}"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"Soc la Pilar Prat, la vídua d'en Martí Vila. El podríeu esborrar? Té el {MOBILE}.\n"
            f"El meu carnet és el {HIS} per si cal. Jo sí que els vull continuar rebent.",
            id="a widow who stays",
        ),
        pytest.param(
            f"El meu marit Martí Vila, al cel sigui, hi surt. Tregueu-lo. El número d'ell és {MOBILE}.\n\n"
            f"Jo em dic Pilar Prat, el meu dni és {HIS}. El d'ell no el trobo.",
            id="hers is given, his is not found",
        ),
        pytest.param(
            f"Mi marido Martí Vila murió. Quiten su móvil {MOBILE} de la lista. El mío es {HIS}. Pilar Prat",
            id="Spanish",
        ),
    ],
)
def test_the_writers_own_document_is_not_the_dead_mans(text: str) -> None:
    assert people(text) == [("Martí Vila", None, f"+34{MOBILE}")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"L'àvia, {WHO}, vol que l'esborreu. jo soc el {OTHER} si cal", id="I am the number"),
        pytest.param(f"Borrad a mi abuela: {WHO}. Yo soy el {OTHER} por si acaso.", id="Spanish"),
        pytest.param(f"esborreu l'àvia: {WHO}\n\nel meu per si de cas {OTHER}\nÀlex", id="mine, in case"),
        pytest.param(
            f"Tragueu la meva mare, {WHO}, ja morta.\n\nArnau Bassols Pi\nAdvocat\nDNI {HIS} | M. {OTHER}",
            id="signed without a word of farewell",
        ),
        pytest.param(
            f"Traieu la meva mare de la llista: {WHO}.\nAmb agraïment,\n\nArnau Bassols Pi\n{HIS}\n{OTHER}",
            id="signed with thanks",
        ),
        pytest.param(
            f"La meva mare, {WHO}, ens va deixar. Al pare li fa mal veure els missatges. Traieu-la.\n\n"
            f"Gràcies per les flors i per tot l'escalf que ens heu donat.\n\n{SIGNED}",
            id="signed after a whole line of thanks",
        ),
        pytest.param(
            f"Traieu la meva mare. És la Gemma Torrent Oliva, el seu mòbil és el {MOBILE} i el seu DNI el "
            f"{HERS}.\n\n{SIGNED}",
            id="signed under two sentences joined by and",
        ),
        pytest.param(
            f"Traieu la meva mare, {WHO}. Per qualsevol dubte truqueu-me a mi, Arnau Bassols Pi, DNI "
            f"{HIS}, al {OTHER}.",
            id="to be rung",
        ),
        pytest.param(
            f"Quiten a mi madre, {WHO}. Contacten conmigo, Arnau Bassols Pi, {HIS}, {OTHER}.", id="conmigo"
        ),
        pytest.param(
            f"Traieu la mare: {WHO}. Si cal, {OTHER} (aquest no, és el meu). Arnau", id="not this one"
        ),
        pytest.param(f"Traieu la meva mare, {WHO}. Em trobareu al meu, el {OTHER}.", id="at mine"),
        pytest.param(f"Traieu l'àvia, {WHO}. El meu és el {OTHER} i no el toqueu. Arnau", id="mine is"),
        pytest.param(
            f"Traieu la meva mare, {WHO}. A mi no em traieu, que al meu, el {OTHER}, ho vull rebre.\n\n"
            f"Arnau Bassols Pi\n{HIS}",
            id="not me",
        ),
        pytest.param(
            f"Traieu la meva mare, {WHO}. Ho demano com a fill seu, Arnau Bassols Pi, {HIS}, {OTHER}.",
            id="as her son",
        ),
        pytest.param(
            f"Escric per l'àvia. És la Gemma Torrent Oliva, {HERS}, {MOBILE}, i vol que la tragueu.\n\n"
            f"El net,\nArnau Bassols Pi ({HIS})\n{OTHER}",
            id="written for her",
        ),
        pytest.param(
            f"Soc el gendre de la {WHO}. Ja no el fa anar; traieu-la.\n\nArnau Bassols Pi ({HIS}), {OTHER}",
            id="her son-in-law",
        ),
        pytest.param(f"Com a tutor legal de la {WHO}, demano la seva baixa.\n\n{SIGNED}", id="her guardian"),
    ],
)
def test_who_writes_for_somebody_is_not_among_the_people(text: str) -> None:
    assert people(text) == [GEMMA]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        pytest.param(f"La meva mare, {WHO}, ja no hi veu. Traieu-la.\nArnau Bassols Pi\n{HIS}\n{OTHER}", "",
                     id="under her data"),
        pytest.param(f"Traieu la meva mare, {WHO}. Arnau Bassols Pi, {HIS}, {OTHER}", "", id="in one line"),
        ],
)  # fmt: skip
def test_the_senders_own_name_signs_for_a_relative(text: str, subject: str) -> None:
    assert people(text, subject=subject, writer="Arnau Bassols") == [GEMMA]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Traieu els meus pares: {WHO} i Arnau Bassols Pi, {HIS}, {OTHER}.", id="of two"),
        pytest.param(
            f"Traieu la meva mare, {WHO}, i el meu pare, Arnau Bassols Pi, {HIS}, {OTHER}.", id="and"
        ),
        pytest.param(
            f"Traieu la meva mare, {WHO}, i també a mi, Arnau Bassols Pi, {HIS}, {OTHER}.", id="and me"
        ),
        pytest.param(f"Volem la baixa.\n{WHO}\nArnau Bassols Pi, {HIS}, {OTHER}", id="of no relative"),
    ],
)
def test_the_senders_own_name_does_not_sign_where_he_may_leave_too(text: str) -> None:
    assert people(text, writer="Arnau Bassols") == [GEMMA, ARNAU]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Traieu la meva mare ({WHO}), i apunteu-m'hi a mi: Arnau Bassols Pi, {HIS}, {OTHER}.",
                     id="me instead"),
        pytest.param(f"Quiten a mi madre, {WHO}. Y apúntenme a mí: Arnau Bassols Pi, {HIS}, {OTHER}.",
                     id="Spanish"),
        pytest.param(f"Traieu la meva mare, {WHO}. Jo, en canvi, m'hi vull apuntar: Arnau Bassols Pi, {HIS}, "
                     f"{OTHER}.", id="on the contrary"),
        ],
)  # fmt: skip
def test_who_asks_to_join_does_not_leave(text: str) -> None:
    assert people(text) == [GEMMA]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Em vau apuntar vosaltres. Traieu-me: {WHO}. I ell, Arnau Bassols Pi, {HIS}, {OTHER}",
                     id="was put on it once"),
        pytest.param(f"{WHO}\nArnau Bassols Pi, {HIS}, {OTHER}\nAquestes dues persones, apunteu-me-les.",
                     id="nobody leaves"),
    ],
)  # fmt: skip
def test_who_speaks_of_joining_may_leave(text: str) -> None:
    assert people(text) == [GEMMA, ARNAU]


@pytest.mark.parametrize(
    "signed",
    [
        pytest.param(
            "\nA mi no, que jo ho vull saber.\nSalut,\nLluc Pou Riu\nPresident\ntel. 644050607", id="I"
        ),
        pytest.param("\n\nCordialment,\nLluc Pou Riu\nGerent\nHostal Pou, SL · 644050607", id="a firm's"),
        pytest.param("\n\nQuedo a la vostra disposició.\n\nLluc Pou Riu (644050607)", id="at your disposal"),
    ],
)
def test_the_telephone_of_who_passes_people_on_is_nobodys(signed: str) -> None:
    assert people(f"Nom\tDNI\tMòbil\nGemma Torrent Oliva\t{HERS}\t{MOBILE}\n"
                  f"Arnau Bassols Pi\t{HIS}\t{OTHER}{signed}") == [GEMMA, ARNAU]  # fmt: skip


def test_who_stays_is_not_looked_for_above_the_line_that_says_so() -> None:
    text = (
        f"Pleguem tots dos:\n{WHO}\ni jo, en Pol Arnau Bassols Pi, amb DNI número {HIS}, al mòbil {OTHER}\n"
        "A la mare no la toqueu, que ella sí que hi vol ser!"
    )

    assert [row[1:] for row in people(text)] == [GEMMA[1:], ARNAU[1:]]


def test_a_second_telephone_of_hers_that_is_not_used_is_still_hers() -> None:
    text = f"Traieu la meva mare, {WHO}. També té el {OTHER}, aquest no el fa anar, però traieu-lo."

    assert [phone for _, _, phone in people(text)] == [f"+34{MOBILE}", f"+34{OTHER}"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"Traieu els meus pares:\n\n{WHO}\n\nArnau Bassols Pi, {HIS}, {OTHER}", id="of two relatives"
        ),
        pytest.param(
            f"Traieu la meva mare, {WHO}, i també\n\nArnau Bassols Pi\n{HIS}\n{OTHER}", id="said to leave too"
        ),
    ],
)
def test_who_stands_below_may_be_to_leave_as_well(text: str) -> None:
    assert people(text) == [GEMMA, ARNAU]


def test_who_passes_on_a_list_of_people_signs_it() -> None:
    text = (
        f"Traieu-los de la llista:\n{WHO}\nArnau Bassols Pi, {HIS}, {OTHER}\nSalutacions,\nLluc Pou Riu\n"
        "President de la Societat de Pescadors del Riu de Vallclara\ntel. 644050607"
    )

    assert people(text) == [GEMMA, ARNAU]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"Em vull esborrar jo, {WHO}. Ell és l'Arnau Bassols Pi, {HIS}, i es queda.", id="he stays"
        ),
        pytest.param(
            f"Quiero la baja: {WHO}. Mi marido (Arnau Bassols Pi, {HIS}, {OTHER}) sigue en la lista.",
            id="goes on",
        ),
    ],
)
def test_who_is_said_to_stay_is_not_among_the_people(text: str) -> None:
    assert people(text) == [GEMMA]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"Traieu-nos: {WHO}. L'Arnau Bassols Pi, {HIS}, {OTHER}, continua rebent missatges.",
            id="by mistake",
        ),
        pytest.param(
            f"Traieu-nos: {WHO}. L'Arnau Bassols Pi, {HIS}, {OTHER}, encara segueix a la llista.", id="still"
        ),
        pytest.param(
            f"Traieu-nos: {WHO}. L'Arnau Bassols Pi, {HIS}, {OTHER}, es queda sense mòbil.", id="without"
        ),
    ],
)
def test_who_only_goes_on_receiving_is_not_said_to_stay(text: str) -> None:
    assert people(text) == [GEMMA, ARNAU]


def test_a_dead_man_who_goes_on_being_on_the_list_is_who_leaves() -> None:
    text = (
        f"El meu marit, Arnau Bassols Pi, {HIS}, {OTHER}, continua a la llista. Traieu-lo. "
        f"Jo em dic Gemma Torrent, el meu DNI és {HERS}."
    )

    assert people(text) == [ARNAU]


def test_people_of_a_list_live_in_streets_of_every_name() -> None:
    text = f"WhatsApp: {WHO}\nArnau Bassols Pi, c/ de l'Aigua, {HIS}, {OTHER}"

    assert people(text) == [GEMMA, ARNAU]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"Doneu de baixa el {MOBILE} i poseu-hi el {OTHER}.\nGemma Torrent Oliva\n{HERS}", id="a new one"
        ),
        pytest.param(f"Vull la baixa: {WHO}. El {OTHER} és el del CAP, no hi truqueu.", id="a surgery's"),
        pytest.param(f"{WHO}. Vull la baixa. P.S. El mòbil de l'electricista és {OTHER}", id="a tradesman's"),
        pytest.param(f"{WHO}. Vull la baixa, no pas del {OTHER}.", id="and not this one"),
        pytest.param(f"Vull la baixa.\n{WHO} (a Xile +56 9 8123 4470)", id="another country, in brackets"),
        pytest.param(f"Remove me: {WHO}. He will write himself, his number is {OTHER}.", id="another's"),
        pytest.param(
            f"Vull la baixa: {WHO}. El {OTHER} no el toqueu, que és de ma filla.", id="not to touch"
        ),
        pytest.param(
            f"Rebo dos cops: {OTHER} i {MOBILE}. Traieu només el {MOBILE}. {WHO}", id="only this one"
        ),
        pytest.param(
            f"Traieu el {MOBILE}, que el {OTHER} és el nou.\nGemma Torrent Oliva\n{HERS}", id="said to be new"
        ),
        pytest.param(f"Tinc el {OTHER} i el {MOBILE}; doneu de baixa el segon. {WHO}", id="the second"),
        pytest.param(f"Baixa de la Gemma: {WHO}\nAlta meva: Arnau Bassols Pi, {HIS}, {OTHER}", id="labels"),
        pytest.param(
            f"Em doneu d'alta? Arnau Bassols Pi, {HIS}, {OTHER}.\n\nI traieu la Gemma: {WHO}.",
            id="the joining first",
        ),
        pytest.param(
            f"Demano: a) la baixa de l'aigua (titular: Arnau Bassols Pi, {HIS}); b) que em traieu a mi de la "
            f"llista de WhatsApp: {WHO}.",
            id="in one sentence",
        ),
        pytest.param(
            f"- Alta de la basura a nombre de Arnau Bassols Pi, {HIS}\n- Baja de la lista de WhatsApp: {WHO}",
            id="line by line",
        ),
        pytest.param(
            f"Remove only me: {WHO}. My husband Arnau Bassols Pi ({HIS}) stays on the list.", id="English"
        ),
        pytest.param(
            f"Retirez-moi : {WHO}. Mon mari, Arnau Bassols Pi ({HIS}), reste sur la liste.", id="French"
        ),
        pytest.param(
            f"La meva mare, {WHO}, ja no hi és. Traieu-la. Arnau, {OTHER}", id="a name and a number"
        ),
        pytest.param(
            f"Traieu la meva mare, {WHO}. Us ho agraeixo molt.\nArnau Bassols Pi, {HIS}, {OTHER}",
            id="grateful",
        ),
        pytest.param(
            f"Nom\tDNI\tMòbil\nGemma Torrent Oliva\t{HERS}\t{MOBILE}\n\nArnau Bassols, president del Club\n"
            f"{OTHER}",
            id="a president's",
        ),
        pytest.param(
            f"Em voldria donar de baixa.\n\n{WHO}\n\nFusteria Torrent, S.L.\nTel. {OTHER}",
            id="a firm's below",
        ),
    ],
)
def test_what_no_word_settles_never_leaves_by_itself(text: str) -> None:
    reading = read(
        mail("Subject: Baixa WhatsApp", "Content-Type: text/plain; charset=utf-8", body=text), TOWN
    )
    acts = reading.kind is Kind.BAIXA and not reading.doubts
    gone = {datum for p in reading.people for datum in (p.id_document, p.phone)} if acts else set()

    assert gone <= {HERS, f"+34{MOBILE}"}


@pytest.mark.parametrize("new", ["el nou: ", "el nou número és el ", "el nuevo es el "])
def test_a_new_number_beside_the_old_one_is_for_a_person_or_asked(new: str) -> None:
    text = f"Elimineu el meu número de la llista de WhatsApp; {new}{OTHER}.\n\n{WHO}"
    reading = read(mail("Subject: WhatsApp", "Content-Type: text/plain; charset=utf-8", body=text), TOWN)

    assert not (reading.kind is Kind.BAIXA and not reading.doubts), reading
