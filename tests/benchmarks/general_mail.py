"""What reading costs: a town hall's ordinary mail, and one plain leave.

The mails are written here, each in words of its own, so that nothing remembered of one helps with the next.
The floor only parses the same bytes and decodes their texts.
"""

import email
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP as CRLF
from html import escape
from time import process_time
from typing import Final

from daemon.configuration.second_reader import second_reader
from daemon.configuration.settings import load
from rules.books import policy
from rules.books.facts import Facts
from rules.mail.mail import read_mail
from rules.reading import read
from tests.benchmarks.leaving import leaves
from tests.benchmarks.workbench import Bench, Row

_AT: Final = datetime(2026, 11, 16, 9, tzinfo=UTC)

_PEOPLE: Final = (
    "Jordi Casals Font", "Mercè Vilalta Roig", "Pilar Gómez Ruiz", "Oriol Puigdemont Sala",
    "Núria Bosch Prat", "Ramon Coma Serrat", "Laia Ferrer Mir", "Andrés Molina Vega", "Dolors Sunyer Pous",
)  # fmt: skip
_FIRMS: Final = (
    "Construccions Freser", "Electricitat Ter", "Assegurances del Ripollès", "Papereria Nova",
    "Jardineria Ulldeter", "Gestoria Camprodon", "Calderes i Gas Pirineu",
)  # fmt: skip
_PLACES: Final = (
    "carrer Major", "plaça de l'Església", "camí del Molí", "pont vell", "carrer de les Escoles",
    "pista de Carboners", "zona de l'aparcament", "font de la vila", "dipòsit d'aigua",
)  # fmt: skip
_MATTERS: Final = (
    "la llicència d'obres", "el padró d'habitants", "la taxa d'escombraries", "l'enllumenat públic",
    "la factura pendent", "la subvenció dels camins", "el lloguer del local social", "la festa major",
    "el cens de gossos", "la neteja de la llera", "el pressupost de la caldera", "l'acta del ple",
)  # fmt: skip
_SENTENCES: Final = (
    "Us escric en relació amb {matter}, de la qual vam parlar el dia {day} amb el tècnic municipal.",
    "Tal com vam quedar, us adjunto la documentació de {matter} perquè la pugueu revisar amb calma.",
    "Fa {n} setmanes que al {place} hi ha un forat a la calçada i l'aigua s'hi acumula quan plou.",
    "Necessitaria saber quin dia pot passar la brigada pel {place}, perquè hi hem d'entrar amb un camió.",
    "L'import total és de {amount} euros, IVA inclòs, i la validesa de l'oferta és de {n} dies.",
    "El termini per presentar al·legacions acaba el dia {day}, i encara no en sabem res.",
    "He trucat {n} vegades al telèfon de les oficines i no m'ha contestat ningú en tot el matí.",
    "Si cal que vingui personalment, puc ser-hi qualsevol dia a partir de les {n} del matí.",
    "Le adjunto el presupuesto de {matter} con las correcciones que nos pidieron el día {day}.",
    "Quedamos a la espera de su respuesta para poder continuar con los trabajos del {place}.",
    "La reunió de la comissió serà el dia {day} a la sala de plens, i convindria que hi fóssiu tots.",
    "Us recordo que l'expedient {n}/2026 continua obert i que hi falta el certificat del secretari.",
    "Els veïns del {place} demanem que s'hi posi un mirall, perquè la corba no té gens de visibilitat.",
    "Hem revisat el comptador i la lectura correcta és de {amount} metres cúbics, i no la que consta.",
    "La instal·lació es faria en {n} fases, i la primera no afectaria el trànsit del {place}.",
    "Moltes gràcies per l'atenció que vau dispensar als alumnes de l'escola durant la visita.",
    "Pel que fa a {matter}, l'assegurança ens demana un informe signat i la data exacta dels fets.",
    "Us agrairem que ens confirmeu l'assistència abans del dia {day} per poder reservar el dinar.",
    "En caso de no recibir noticias suyas entenderemos que {matter} sigue igual que el año pasado.",
    "El certificat que em vau enviar porta un error al segon cognom i me l'haureu de tornar a fer.",
)
_FOOT: Final = (
    "Aquest missatge i els fitxers annexos són confidencials i s'adrecen exclusivament a qui consta com a "
    "destinatari. Si l'heu rebut per error, us demanem que ens ho comuniqueu i que l'esborreu. {firm} tracta "
    "les vostres dades per gestionar la relació que hi manteniu; podeu exercir els drets d'accés, "
    "rectificació i supressió a dades@{domain}. Abans d'imprimir-lo, penseu en el medi ambient."
)
_NEWS: Final = (
    "Aquest mes al {place}: {sentence}",
    "Convocatòria oberta per a {matter}. {sentence}",
    "Agenda del dia {day}: trobada al {place}. {sentence}",
    "Nova guia pràctica sobre {matter}. {sentence}",
)


class _Writer:
    """The *number*th mail's hand: the same number writes the same mail."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.dice = random.Random(number)
        self.name = self.dice.choice(_PEOPLE)
        self.firm = self.dice.choice(_FIRMS)
        self.domain = f"{self.firm.split()[0].lower()}{number}.example"
        self.address = f"{self.name.split()[0].lower()}{number}@{self.domain}".replace("ú", "u")
        self.address = self.address.translate(str.maketrans("éèà", "eea"))

    def filled(self, template: str) -> str:
        """The template with what this mail is about."""
        dice = self.dice
        return template.format(
            matter=dice.choice(_MATTERS), place=dice.choice(_PLACES), firm=self.firm, domain=self.domain,
            day=f"{dice.randint(1, 28)} de {dice.choice(('maig', 'juny', 'març', 'febrer'))}",
            n=dice.randint(2, 60), amount=f"{dice.randint(20, 9000)},{dice.randint(10, 99)}",
            sentence=dice.choice(_SENTENCES).replace("{", "").replace("}", ""),
        )  # fmt: skip

    def paragraph(self, most: int = 5) -> str:
        """Some sentences."""
        chosen = self.dice.sample(_SENTENCES, self.dice.randint(2, most))
        return " ".join(self.filled(each) for each in chosen)

    def letter(self) -> list[str]:
        """Greeting, paragraphs, farewell."""
        dice = self.dice
        body = [self.paragraph() for _ in range(dice.randint(2, 6))]
        hail = dice.choice(("Bon dia,", "Benvolguts,", "Hola Marta,", "Buenos días,", "Senyora secretària,"))
        return [hail, *body, dice.choice(("Salutacions cordials,", "Atentament,", "Gràcies i fins aviat,"))]

    def signature(self) -> list[str]:
        """Who signs, where, and the small print."""
        number = self.dice.choice((972_000_000, 972_000_000, 600_000_000)) + self.number * 7919 % 999_999
        return [self.name, self.firm, f"Tel. {number} · www.{self.domain}", self.filled(_FOOT)]

    def thread(self) -> list[list[str]]:
        """The mails that stand below, newest first."""
        return [self.letter() for _ in range(self.dice.randint(1, 4))]


def _plain(hand: _Writer, own: list[str], thread: list[list[str]]) -> str:
    lines = ["\n\n".join(own), "", "-- ", "\n".join(hand.signature()), ""]
    for depth, below in enumerate(thread, start=1):
        marks = "> " * depth
        day = _AT - timedelta(days=depth)
        lines.append(f"{'> ' * (depth - 1)}El {day:%d/%m/%Y} a les {day:%H:%M}, Ajuntament va escriure:")
        lines += [f"{marks}{line}" for block in below for line in (*_wrapped(block), "")]
    return "\n".join(lines)


def _wrapped(text: str, width: int = 72) -> Iterator[str]:
    line = ""
    for word in text.split():
        if len(line) + len(word) >= width:
            yield line
            line = word
        else:
            line = f"{line} {word}".lstrip()
    yield line


def _html(hand: _Writer, own: list[str], thread: list[list[str]]) -> str:
    style = "margin:0cm;font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif;color:#1F3864"
    rows = [f'<p class="MsoNormal" style="{style}"><span lang="CA">{escape(p)}</span></p>' for p in own]
    logo = f'<img src="https://www.{hand.domain}/logo.png" width="120" height="40" alt="">'
    rows.append(f'<table border="0" cellpadding="0"><tr><td>{logo}</td><td><b>{escape(hand.name)}</b><br>')
    rows.append("<br>".join(f'<span style="font-size:8pt">{escape(s)}</span>' for s in hand.signature()))
    rows.append("</td></tr></table>")
    for below in thread:
        rows.append('<div class="gmail_quote"><div class="gmail_attr">El dl. va escriure:<br></div>')
        rows.append('<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid #ccc">')
        rows += [f'<p style="{style}">{escape(block)}</p>' for block in below]
    rows += ["</blockquote></div>"] * len(thread)
    css = "p.MsoNormal {margin:0cm;} a:link {color:#0563C1;} .WordSection1 {page:WordSection1;}"
    head = f'<html><head><meta charset="utf-8"><style>{css}</style></head><body lang="CA">'
    return head + '<div class="WordSection1">' + "\n".join(rows) + "</div></body></html>"


def _headed(hand: _Writer, subject: str, sender: str | None = None) -> EmailMessage:
    mail = EmailMessage(policy=CRLF)
    at = _AT - timedelta(minutes=hand.number)
    mx = "mx.setcases.cat"
    for hop in ("out", "relay", mx):
        mail["Received"] = f"from {hop}.{hand.domain} by {mx} with ESMTPS id {hand.number:x}; {at:%c} +0000"
    mail["Authentication-Results"] = (
        f"{mx}; spf=pass smtp.mailfrom={hand.domain}; dkim=pass header.d={hand.domain}; "
        f"dmarc=pass header.from={hand.domain}"
    )
    mail["From"] = sender or f"{hand.name} <{hand.address}>"
    mail["To"] = "info@setcases.cat"
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{hand.number}@{hand.domain}>"
    mail["Date"] = at
    return mail


def _question(hand: _Writer) -> EmailMessage:
    """A neighbour or a firm, from a program that writes HTML beside the text, above a thread."""
    mail = _headed(hand, f"RE: Consulta sobre {hand.dice.choice(_MATTERS)}")
    own, thread = hand.letter(), hand.thread()
    mail.set_content(_plain(hand, own, thread))
    mail.add_alternative(_html(hand, own, thread), subtype="html")
    return mail


def _offer(hand: _Writer) -> EmailMessage:
    """A firm's offer, with a PDF and a logo."""
    mail = _headed(hand, f"Pressupost {hand.number}/2026: {hand.dice.choice(_MATTERS)}")
    own = hand.letter()
    mail.set_content("\n\n".join((*own, *hand.signature())))
    mail.add_alternative(_html(hand, own, []), subtype="html")
    mail.add_attachment(
        hand.dice.randbytes(hand.dice.randint(2_000, 9_000)),
        maintype="application", subtype="pdf", filename=f"pressupost-{hand.number}.pdf",
    )  # fmt: skip
    return mail


def _letter(hand: _Writer) -> EmailMessage:
    """Long plain text, and nothing else."""
    mail = _headed(hand, f"Queixa pel {hand.dice.choice(_PLACES)}")
    mail.set_content(_plain(hand, hand.letter(), hand.thread() + hand.thread()))
    return mail


def _newsletter(hand: _Writer) -> EmailMessage:
    """A newsletter: tables in tables, tracked links, and how to leave it."""
    mail = _headed(hand, f"Butlletí {hand.number} de {hand.firm}", f"{hand.firm} <news@{hand.domain}>")
    mail["List-Id"] = f"<butlleti.{hand.domain}>"
    mail["List-Unsubscribe"] = f"<https://news.{hand.domain}/u/{hand.number}>"
    news = [hand.filled(hand.dice.choice(_NEWS)) for _ in range(hand.dice.randint(6, 14))]
    link = f"https://news.{hand.domain}/c/{hand.number:06d}"
    cell = 'style="padding:12px 24px;font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:20px"'
    rows = [
        f'<tr><td {cell}><table width="100%"><tr><td><a href="{link}/{n}?utm_source=news">{escape(text)}</a>'
        f'</td></tr><tr><td><img src="{link}/{n}.gif" width="1" height="1"></td></tr></table></td></tr>'
        for n, text in enumerate(news)
    ]
    foot = "Si no voleu rebre més aquest butlletí, us en podeu donar de baixa aquí."
    mail.set_content("\n\n".join((*news, f"{foot} {link}/baixa")))
    mail.add_alternative(
        '<html><body><div style="display:none">Les novetats del mes</div><table width="600">'
        + "\n".join(rows)
        + f'</table><p><a href="{link}/baixa">{foot}</a></p></body></html>',
        subtype="html",
    )
    return mail


def _bounce(hand: _Writer) -> EmailMessage:
    """A mail of the town hall's that came back, the whole of it enclosed."""
    sent = _question(hand)
    mail = _headed(hand, "Undelivered Mail Returned to Sender", f"MAILER-DAEMON@{hand.domain}")
    mail["Return-Path"] = "<>"
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(f"<{hand.address}>: host mx.{hand.domain} said: 550 5.1.1 User unknown")
    status = f"Reporting-MTA: dns; {hand.domain}\n\nFinal-Recipient: rfc822; {hand.address}\n"
    report = email.message_from_string(f"Content-Type: message/delivery-status\n\n{status}", policy=CRLF)
    mail.make_mixed()
    mail.attach(report)
    mail.add_attachment(sent)
    mail.set_type("multipart/report")
    mail.set_param("report-type", "delivery-status")
    return mail


def _away(hand: _Writer) -> EmailMessage:
    """An answer of nobody, above what it answers."""
    mail = _headed(hand, "Resposta automàtica: Convocatòria de la comissió")
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(_plain(hand, [hand.filled("Soc fora fins al {day}.")], hand.thread()))
    return mail


def _circular(hand: _Writer) -> EmailMessage:
    """HTML alone, as the programs of other administrations send it."""
    mail = _headed(hand, f"Circular {hand.number}: {hand.dice.choice(_MATTERS)}")
    own = hand.letter() + hand.letter() + hand.letter()
    mail.set_content(_html(hand, own, []), subtype="html")
    return mail


_KINDS: Final[tuple[Callable[[_Writer], EmailMessage], ...]] = (
    _question, _question, _question, _offer, _letter, _newsletter, _newsletter, _circular, _bounce, _away,
)  # fmt: skip


def general(many: int) -> Iterator[bytes]:
    """So many mails of a town hall's, that nobody of the list sent."""
    for number in range(many):
        yield _KINDS[number % len(_KINDS)](_Writer(number)).as_bytes()


def _read(place: Bench, mails: list[bytes]) -> float:
    """Milliseconds for each of *mails*, from its bytes to what is decided."""
    town, model = load(place.config).town(), second_reader()
    warming = len(mails) // 10
    began = 0.0
    for number, raw in enumerate(mails):
        if number == warming:
            began = process_time()
        mail = read_mail(raw)
        reading = read(mail, town, received_at=_AT, weights=model.weights, topics=model.topics)
        policy.decide(reading, Facts(received_at=_AT, sender=mail.sender))
    return 1000 * (process_time() - began) / (len(mails) - warming)


def of_general(place: Bench, *, mails: int) -> float:
    """Milliseconds for each mail of the town hall's."""
    return _read(place, list(general(mails)))


def of_leaves(place: Bench, *, mails: int) -> float:
    """Milliseconds for each plain leave."""
    return _read(place, list(leaves(0, mails)))


def _parsed(mails: list[bytes]) -> float:
    began = process_time()
    for raw in mails:
        for part in email.message_from_bytes(raw).walk():
            if part.get_content_maintype() == "text":
                payload = part.get_payload(decode=True)
                assert isinstance(payload, bytes)
                payload.decode(part.get_content_charset() or "utf-8", "replace")
    return 1000 * (process_time() - began) / len(mails)


def general_parsed(_: Bench, *, mails: int) -> float:
    """The same mails, only parsed, and their texts decoded."""
    return _parsed(list(general(mails)))


def leaves_parsed(_: Bench, *, mails: int) -> float:
    """The same leaves, only parsed, and their texts decoded."""
    return _parsed(list(leaves(0, mails)))


ROWS = (
    Row(
        name="a general mail read, of 1,000",
        ours=of_general,
        floor=general_parsed,
        goal=3,
        sizes={"mails": 1000},
    ),
    Row(name="a plain leave read", ours=of_leaves, floor=leaves_parsed, goal=1.5, sizes={"mails": 300}),
)
