"""Messages built for the tests: the smallest bytes that say what a test needs."""

from datetime import UTC, datetime
from typing import Final

from daemon.configuration.second_reader import second_reader
from rules import reading as rules_of
from rules.findings import Kind, Reading
from rules.mail.mail import Mail, read_mail
from rules.mail.opened import Opened
from rules.town import Town

TOWN: Final = Town(
    name="Ajuntament de Vallclara",
    channel="Vallclara Informa",
    whatsapp="+34600000000",
    place="Vallclara",
    tz=UTC,
    addresses=frozenset({"info@vallclara.cat", "bustia@vallclara.cat"}),
    staff=frozenset({"secretaria@vallclara.cat"}),
    registry=frozenset({"avisos@registre.example.cat"}),
    authserv_ids=frozenset({"mx.vallclara.cat"}),
    internal_marks=(("X-Interior", "si"),),
)


def raw(*fields: str, body: str | bytes = "Hola", sender: str = "Pia Roca <pia@bustia.example>") -> bytes:
    """A message from *sender* to the town hall; a field given replaces the usual one of its name."""
    usual = {
        "From": sender,
        "To": "info@vallclara.cat",
        "Subject": "Prova",
        "Message-ID": "<1@bustia.example>",
    }
    given = {field.partition(":")[0].lower() for field in fields}
    head = [f"{name}: {value}" for name, value in usual.items() if name.lower() not in given]
    block = "\r\n".join([*head, *fields]).encode()
    return block + b"\r\n\r\n" + (body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode())


def mail(*fields: str, body: str | bytes = "Hola", sender: str = "Pia Roca <pia@bustia.example>") -> Mail:
    """The same, read."""
    return read_mail(raw(*fields, body=body, sender=sender))


def html(body: str, *fields: str) -> Mail:
    """A message of one HTML part."""
    return mail("Content-Type: text/html; charset=utf-8", *fields, body=body)


def paper(text: str = "", *, fields: str = "", name: str = "formulari.pdf") -> Opened:
    """An attachment that was opened."""
    return Opened(name=name, text=text, fields=fields)


def read(
    mail: Mail,
    town: Town,
    *,
    attached: tuple[Opened, ...] = (),
    received_at: datetime | None = None,
    said_ours: bool = False,
) -> Reading:
    """What a message says, as the service reads it: with the second reader."""
    model = second_reader()
    return rules_of.read(
        mail,
        town,
        attached=attached,
        received_at=received_at,
        weights=model.weights,
        topics=model.topics,
        said_ours=said_ours,
    )


def reading_of(subject: str, body: str) -> Reading:
    """What a mail of these words says."""
    return read(mail(f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8", body=body), TOWN)


def reads_as_leave(reading: Reading) -> bool:
    """Whether it is a leave of the writer: done, or for a person who has only to say yes to it."""
    return reading.kind is Kind.BAIXA


def acts(reading: Reading) -> bool:
    """Whether it is a leave that nobody need look at, or be asked about, by its words."""
    return reading.kind is Kind.BAIXA and not reading.doubts
