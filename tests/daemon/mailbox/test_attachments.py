"""Attachments are read in a child that cannot harm us: what it cannot read is said, and costs little."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from daemon.mailbox.attachments import opening
from daemon.mailbox.attachments.limits import (
    BROKEN,
    CPU_SECONDS,
    ENCRYPTED,
    FAILED,
    MEMORY,
    MOST_ATTACHMENTS,
    MOST_CHARACTERS,
    MOST_WORDS,
    NESTED,
    TOO_LARGE,
    TOO_MANY,
    TOO_SLOW,
)
from daemon.mailbox.attachments.opening import opened
from rules.mail.bodies import Attachment
from rules.mail.opened import Opened
from tests.daemon.pdfs import by_hand, encrypted, form, page, printed, typed, xfa, zipped

DNI = "40123987G"
ANNEX = [("Nom i cognoms", "Gemma Torrent Oliva"), ("DNI / NIE", DNI), ("Telèfon mòbil", "622 01 02 03")]


def attachment(data: bytes, name: str = "formulari.pdf") -> Attachment:
    return Attachment(filename=name, content_type="application/octet-stream", data=data)


def one(data: bytes, name: str = "formulari.pdf") -> Opened:
    (found,) = opened([attachment(data, name)])
    return found


# --- PDF ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("above", [False, True], ids=["labels beside the boxes", "labels above them"])
def test_a_field_without_a_name_is_called_what_is_printed_at_it(above: bool) -> None:
    found = one(form(ANNEX, above=above))

    assert found.fields.split("\n") == [f"{label}: {value}" for label, value in ANNEX]
    assert "CLÀUSULA DE CONSENTIMENT" in found.text


def test_a_field_at_which_nothing_is_printed_keeps_its_own_name() -> None:
    found = one(form([("", "Gemma"), ("", DNI)], names=["nom_complet", "form1[0].NumeroDocument[0]"]))

    assert found.fields.split("\n") == ["nom complet: Gemma", f"Numero Document: {DNI}"]


def test_a_box_that_is_not_ticked_is_a_no() -> None:
    found = one(form([("", "/Off"), ("", "/Yes")], names=["autoritzo", "he_llegit"]))

    assert found.fields.split("\n") == ["autoritzo: no", "he llegit: sí"]


@pytest.mark.parametrize(("yes", "no", "answer"), [("/Yes", "/Off", "sí"), ("/Off", "/Yes", "no")])
def test_of_a_yes_and_a_no_the_question_gets_the_answer(yes: str, no: str, answer: str) -> None:
    words = [(50, 700, "Autoritzo els avisos:"), (222, 700, "Sí"), (272, 700, "No")]
    boxes = [("a", yes, (205, 696, 220, 711)), ("b", no, (255, 696, 270, 711))]

    assert one(page(words, boxes)).fields == f"Autoritzo els avisos: {answer}"


def test_words_on_one_line_of_the_page_stay_on_one_line() -> None:
    found = one(printed("Núm. de registre:  E/000777-2026", f"NIF:  {DNI}"))

    assert [" ".join(line.split()) for line in found.text.split("\n")] == [
        "Núm. de registre: E/000777-2026",
        f"NIF: {DNI}",
    ]
    assert found.fields == ""


def test_each_blank_of_a_printed_line_is_called_by_the_words_before_it() -> None:
    line = [(50, 700, "Jo, ____________________ amb DNI ____________ i mòbil ____________")]
    boxes = [
        ("Text1", "Gemma Torrent Oliva", (60, 696, 160, 711)),
        ("Text2", DNI, (200, 696, 260, 711)),
        ("Text3", "622 01 02 03", (300, 696, 360, 711)),
    ]

    assert one(page(line, boxes)).fields.split("\n") == [
        "Jo,: Gemma Torrent Oliva",
        f"amb DNI: {DNI}",
        "i mòbil: 622 01 02 03",
    ]


def test_a_sentence_at_a_field_does_not_name_it() -> None:
    sentence = "Les dades es tractaran amb la finalitat de trametre informació municipal d'interès"

    found = one(page([(20, 700, sentence)], [("mobil", "622 01 02 03", (450, 696, 560, 711))]))

    assert found.fields == "mobil: 622 01 02 03"


def test_what_somebody_typed_onto_a_printed_paper_is_filled_in() -> None:
    words = [(50, 700, "Nom i cognoms:"), (50, 670, "DNI:")]
    notes = [("Gemma Torrent Oliva", (160, 694, 400, 712)), (DNI, (160, 664, 400, 682))]

    found = one(typed(words, notes))

    assert found.fields.split("\n") == ["Nom i cognoms: Gemma Torrent Oliva", f"DNI: {DNI}"]


def test_a_form_that_keeps_its_data_as_xml_is_read() -> None:
    data = f"<x:data><NomCognoms>Gemma &amp; co</NomCognoms><DNI>{DNI}</DNI><Buit/></x:data>"

    assert one(xfa(data)).fields.split("\n") == ["Nom Cognoms: Gemma & co", f"DNI: {DNI}"]


def test_a_page_on_its_side_is_read_too() -> None:
    assert DNI in one(printed(f"NIF: {DNI}", turned=True)).text


def test_only_the_first_pages_of_a_book_are_read() -> None:
    found = one(printed("una pàgina", pages=60))

    assert found.refused is None
    assert found.text.count("una pàgina") == 20


def test_a_pdf_that_everybody_may_read_is_read_though_it_is_encrypted() -> None:
    assert DNI in one(encrypted(form(ANNEX), "")).fields


def test_a_password_is_said() -> None:
    assert one(encrypted(form(ANNEX), "secret")).refused == ENCRYPTED


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"hola", id="no PDF"),
        pytest.param(b"%PDF-1.4\n%%EOF", id="nothing in it"),
        pytest.param(form(ANNEX)[:700], id="cut off"),
        pytest.param(bytes(range(256)) * 200, id="noise"),
    ],
)
def test_a_broken_file_is_said(data: bytes) -> None:
    found = one(data)

    assert (found.text, found.fields) == ("", "")
    assert found.refused == BROKEN


def stacked_flate(times: int, size: int) -> bytes:
    return drawing(bytes(size), times=times)


def drawing(packed: bytes, *, times: int = 1) -> bytes:
    """A PDF of one page that draws what is given, compressed once or more."""
    for _ in range(times):
        packed = zlib.compress(packed, 9)
    filters = b" ".join([b"/FlateDecode"] * times)
    return by_hand(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(packed), filters, packed),
    )


def page_tree(kids: bytes, *others: bytes) -> bytes:
    return by_hand(b"<< /Type /Catalog /Pages 2 0 R >>", kids, *others)


BOMBS = [
    pytest.param(stacked_flate(2, 200_000_000), id="stacked compression"),
    pytest.param(stacked_flate(1, 100_000_000), id="a huge stream"),
    pytest.param(drawing(b"BT /F1 9 Tf 1 0 0 1 5 5 Tm (hola) Tj ET\n" * 150_000), id="very many words"),
    pytest.param(drawing(b"BT /F1 9 Tf (" + b"a" * 7_000_000 + b") Tj ET"), id="a very long word"),
    pytest.param(drawing(b"q " * 3_000_000), id="very many operations"),
    pytest.param(
        page_tree(b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"), id="pages that hold themselves"
    ),
    pytest.param(
        page_tree(
            b"<< /Type /Pages /Kids [%s] /Count 10000 >>" % (b"3 0 R " * 10_000),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        ),
        id="ten thousand pages",
    ),
    pytest.param(
        b"%PDF-1.4\nxref\n0 1\ntrailer\n<< /Prev 9 >>\nstartxref\n9\n%%EOF", id="a table that is its own"
    ),
    pytest.param(b"%PDF-1.4\n1 0 obj\n" + b"[" * 200_000 + b"\nstartxref\n9\n%%EOF", id="brackets"),
    pytest.param(
        b"%PDF-1.4\n" + b"1 0 obj << >> endobj\n" * 200_000 + b"startxref\n9\n%%EOF", id="many objects"
    ),
    pytest.param(b"%PDF-1.4\nstartxref\n" + b"9" * 1_000_000, id="a place far away"),
]


@pytest.mark.parametrize("data", BOMBS)
def test_a_bomb_is_refused_or_empty_and_costs_little(data: bytes) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    found = one(data)

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert found.refused in {BROKEN, TOO_LARGE, TOO_SLOW} or not found.text.strip()
    assert spent < CPU_SECONDS + 0.5


MEASURE = """
import resource, sys
from daemon.mailbox.attachments.opening import opened
from rules.mail.bodies import Attachment
data = sys.stdin.buffer.read()
opened([Attachment(filename="x.pdf", content_type="application/pdf", data=data)])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


@pytest.mark.parametrize("data", BOMBS)
def test_a_bomb_takes_no_more_memory_than_it_is_given(data: bytes) -> None:
    done = subprocess.run([sys.executable, "-c", MEASURE], input=data, capture_output=True, check=True)

    assert int(done.stdout) <= MEMORY < 256 * 1024 * 1024


# --- zip ------------------------------------------------------------------------------------------

CHAT = "31/8/25, 20:47 - Gemma: ALTA\n"


def test_the_chat_in_a_zip_is_read_and_named() -> None:
    found = one(zipped({"_chat.txt": CHAT.encode(), "00001-PHOTO.jpg": b"\xff" * 999}), "WhatsApp Chat.zip")

    assert (found.name, found.text) == ("WhatsApp Chat.zip/_chat.txt", CHAT)


@pytest.mark.parametrize("name", ["../../etc/cron.d/x.txt", "C:\\Windows\\x.txt", "/abs/x.txt"])
def test_a_path_in_a_zip_leads_nowhere(name: str) -> None:
    assert one(zipped({name: CHAT.encode()}), "x.zip").name == "x.zip/x.txt"


def overlapping() -> bytes:
    """A member whose declared size is a lie: it unpacks to far more."""
    packed = bytearray(zipped({"a.txt": bytes(50_000_000)}))
    size = (50_000_000).to_bytes(4, "little")
    return bytes(packed.replace(size, (1000).to_bytes(4, "little")))


def with_password() -> bytes:
    data = bytearray(zipped({"_chat.txt": CHAT.encode()}))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        place = archive.start_dir
    data[6] |= 1
    data[place + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(zipped({"_chat.txt": bytes(100_000_000)}), TOO_LARGE, id="bomb"),
        pytest.param(zipped({"_chat.txt": bytes(5_000_000)}), TOO_LARGE, id="too well compressed for words"),
        pytest.param(overlapping(), BROKEN, id="bomb that lies"),
        pytest.param(zipped({"a.zip": zipped({"_chat.txt": CHAT.encode()})}), NESTED, id="nested"),
        pytest.param(zipped({f"{i}.txt": b"" for i in range(5000)}), TOO_LARGE, id="very many members"),
        pytest.param(with_password(), ENCRYPTED, id="password"),
        pytest.param(zipped({"_chat.txt": CHAT.encode()})[:60], BROKEN, id="cut off"),
        pytest.param(b"PK\x03\x04" + bytes(500), BROKEN, id="noise"),
    ],
)
def test_what_is_no_chat_is_refused(data: bytes, why: str) -> None:
    assert one(data, "WhatsApp Chat.zip").refused == why


def test_of_a_long_chat_the_newest_is_read() -> None:
    old = "".join(f"1/1/24, 10:00 - Pia: bon dia, {i * i} {i**3}\n" for i in range(5000))

    text = one(zipped({"_chat.txt": (old + CHAT).encode()}), "x.zip").text

    assert text.endswith(CHAT)
    assert len(text) <= MOST_CHARACTERS


# --- the child ------------------------------------------------------------------------------------


def test_what_breaks_one_does_not_lose_the_others() -> None:
    found = opened([attachment(form(ANNEX)), attachment(stacked_flate(2, 200_000_000)), attachment(b"x")])

    assert [bool(one.refused) for one in found] == [False, True, True]


def test_what_is_too_many_is_said_and_not_read() -> None:
    found = opened([attachment(b"x", f"{i}.pdf") for i in range(MOST_ATTACHMENTS + 2)])

    assert [one.name for one in found if one.refused == TOO_MANY] == ["10.pdf", "11.pdf"]


def test_all_texts_together_are_no_more_than_can_be_read_at_once() -> None:
    chat = zipped({f"{i}.txt": os.urandom(50_000).hex().encode() for i in range(4)})

    found = opened([attachment(chat, "x.zip"), attachment(chat, "y.zip")])

    assert sum(len(one.text) for one in found) == MOST_WORDS
    assert [bool(one.refused) for one in found] == [False, False, *[True] * 6]


@pytest.fixture
def before() -> frozenset[int]:
    """The processes of other tests, which are not ours to count or to kill."""
    return children()


def program(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    monkeypatch.setattr(opening, "_PROGRAM", (sys.executable, "-I", "-c", source))


def test_a_child_that_hangs_is_killed_and_what_it_said_before_is_kept(
    monkeypatch: pytest.MonkeyPatch, before: frozenset[int]
) -> None:
    said = '{"texts": [{"name": "", "text": "hola", "fields": ""}]}'
    program(monkeypatch, f"import sys, time; print('{said}', flush=True); time.sleep(3600)")
    monkeypatch.setattr(opening, "SECONDS", 1)

    found = opened([attachment(b"a"), attachment(b"b")])

    assert [(one.text, one.refused) for one in found] == [("hola", None), ("", TOO_SLOW)]
    assert children() <= before


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import os; os.abort()", id="crash"),
        pytest.param("raise SystemExit(3)", id="gives up"),
        pytest.param("print('no JSON')", id="babble"),
        pytest.param("print('{\"texts\": 7}')", id="another shape"),
        pytest.param("print('null')", id="nothing"),
    ],
)
def test_a_child_that_breaks_is_a_reason_and_no_error(
    monkeypatch: pytest.MonkeyPatch, before: frozenset[int], source: str
) -> None:
    program(monkeypatch, source)

    assert one(b"%PDF-1.4").refused == FAILED
    assert children() <= before


def test_where_no_process_can_be_started_the_message_is_read_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_PROGRAM", ("/nowhere/python",))

    assert one(b"%PDF-1.4").refused == FAILED


def test_a_child_that_somebody_kills_is_a_reason(
    monkeypatch: pytest.MonkeyPatch, before: frozenset[int]
) -> None:
    program(monkeypatch, "import time; time.sleep(60)")
    killer = threading.Thread(target=kill_a_child, args=(before,))
    killer.start()

    found = one(b"%PDF-1.4")

    killer.join()
    assert found.refused == FAILED


def kill_a_child(before: frozenset[int]) -> None:
    while not (found := children() - before):
        time.sleep(0.01)
    os.kill(min(found), signal.SIGKILL)


def children() -> frozenset[int]:
    listed = Path("/proc/self/task").glob("*/children")
    return frozenset(int(pid) for thread in listed for pid in thread.read_text().split())


def test_many_at_once_do_not_mix() -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda i: one(printed(f"full {i}")).text.strip(), range(12)))

    assert found == [f"full {i}" for i in range(12)]


WHAT_IT_MAY = """
import json, os, resource, sys
from daemon.mailbox.attachments.child import limit_yourself
limit_yourself()
names = ["RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_NOFILE"]
limits = {n: resource.getrlimit(getattr(resource, n)) for n in names}
print(json.dumps({"texts": [{"text": json.dumps([limits, dict(os.environ), os.getcwd()])}]}))
"""


def test_the_child_has_limits_and_knows_nothing_of_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", "/run/notify")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/run/credentials")
    program(monkeypatch, WHAT_IT_MAY)

    text = one(b"%PDF-1.4").text

    assert f'"RLIMIT_AS": [{MEMORY}, {MEMORY}]' in text
    assert '"RLIMIT_FSIZE": [0, 0]' in text
    assert "NOTIFY_SOCKET" not in text
    assert "CREDENTIALS" not in text
