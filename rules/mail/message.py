"""One message with all that a reading rule may ask of it, worked out once."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

from rules.findings import Person, identified, known, with_flaws
from rules.lexicon.parsed import Parsed, parsed_of
from rules.mail.headers import moment_in
from rules.mail.mail import Attachment, Mail, Words
from rules.mail.opened import Opened
from rules.mail.set_phrases import bare_case
from rules.mail.small_print import without_feet
from rules.people.gathering import Gathered, documents_of, gather, numbers_of
from rules.people.name_forms import key_words
from rules.people.persons import read_people
from rules.text.folding import LONGEST_TEXT, is_cut, is_disguised
from rules.text.patterns import word_set
from rules.text.tokens import Text, as_text, together
from rules.town import Town
from rules.vocabulary.clause import is_about_list

_GRACE: Final = timedelta(days=1)
"""A register's clock may be ahead of the mail's by the zone, never by more."""

_A_YEAR: Final = timedelta(days=360)
"""An older entry is a slip of the pen, most likely: in January the year that was is still written."""


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A message to be read, the town that reads it, and the texts taken out of its attachments.

    What several rules ask is worked out once.
    """

    mail: Mail
    town: Town
    attached: tuple[Opened, ...] = ()
    received_at: datetime | None = None
    answers_us: bool = False
    """A clerk answers what we write to staff: our own words are out of it."""

    @property
    def words(self) -> Words:
        """The rendering of the body that is read."""
        return self.mail.words

    @cached_property
    def own(self) -> Text:
        """The writer's own words."""
        return as_text(self.words.own)

    @cached_property
    def title(self) -> Text:
        """The subject as it came."""
        return as_text(self.mail.subject)

    @cached_property
    def subject(self) -> Text:
        """The subject without the marks of replies and forwards."""
        return bare_case(self.title)

    @cached_property
    def writer(self) -> frozenset[str]:
        """The bare words of the name that the sender goes by."""
        return key_words(self.mail.sender_name)

    @cached_property
    def said(self) -> Text:
        """The subject as it came, and the writer's own words below it."""
        return together(self.title, self.own)

    @cached_property
    def sentences(self) -> tuple[Parsed, ...]:
        """The sentences of the subject, and of the writer's own words."""
        return (*parsed_of(self.title), *parsed_of(self.own))

    @cached_property
    def is_about_list(self) -> bool:
        """Whether they name the list or the clause."""
        return is_about_list(self.said)

    @cached_property
    def meant(self) -> Text:
        """Subject and own words, folded, without feet."""
        return as_text(f"{self.subject.folded}\n{self.own.once(without_feet).flowing}")

    @cached_property
    def quoted(self) -> Text:
        """What is answered."""
        return as_text(self.words.quoted)

    @cached_property
    def found(self) -> Gathered:
        """The names, documents and telephones of the writer's own words."""
        return gather(self.own, own_numbers=self.own_numbers)

    @cached_property
    def signature(self) -> Text:
        """What stands under the own words."""
        return as_text(self.words.signature)

    @cached_property
    def has_document(self) -> bool:
        """Whether a valid document stands in the subject, the own words or the signature."""
        return any(one.value for text in self._of_writer for one in documents_of(text))

    @cached_property
    def has_mobile(self) -> bool:
        """Whether a mobile stands in the subject, the own words or the signature."""
        numbers = (numbers_of(text, own_numbers=self.own_numbers) for text in self._of_writer)
        return any(phone.value for _, phones in numbers for phone in phones)

    @property
    def may_be_whole(self) -> bool:
        """Whether both do, or a paper comes along."""
        return bool(self.papers) or (self.has_document and self.has_mobile)

    @property
    def _of_writer(self) -> tuple[Text, ...]:
        return self.own, self.subject, self.signature

    @cached_property
    def own_people(self) -> tuple[Person, ...]:
        """The people of the writer's own words; those of papers apart."""
        return read_people(
            self.own,
            below=self.signature,
            subject=self.subject,
            writer=self.mail.sender_name,
            own_numbers=self.own_numbers,
        )

    @cached_property
    def known_people(self) -> tuple[Person, ...]:
        """Those of them whose document or mobile is given; names are read only where one is."""
        return known(self.own_people) if self.has_document or self.has_mobile else ()

    @property
    def whole_people(self) -> tuple[Person, ...]:
        """Those of them whose document and mobile are given."""
        return identified(self.own_people) if self.has_document and self.has_mobile else ()

    @property
    def is_registry(self) -> bool:
        """Whether it says that it is of a register that was configured."""
        return bool(self.mail.authors & self.town.registry)

    @property
    def is_staff(self) -> bool:
        """Whether it says that it is of somebody who may give orders."""
        return bool(self.mail.authors & self.town.staff)

    @cached_property
    def own_numbers(self) -> frozenset[str]:
        """The town's own telephone: never a resident's."""
        return frozenset({self.town.whatsapp})

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the attachments, and of what was in them."""
        return (*(a.filename for a in self.mail.attachments), *(one.name for one in self.attached))

    @cached_property
    def text_files(self) -> tuple[Opened, ...]:
        """The attached text files, be it in a zip, with their names."""
        texts = (a for a in self.mail.attachments if _is_text(a))
        return (*self.attached, *(Opened(name=a.filename, text=_decoded(a)) for a in texts))

    @cached_property
    def papers(self) -> tuple[Opened, ...]:
        """What attachments say: what the shell opened, text files, and XML as labelled lines."""
        texts = [(a, _decoded(a)) for a in self.mail.attachments if _is_text(a)]
        texts += [(a, _lines_of_xml(a)) for a in self.mail.attachments if _is_xml(a)]
        opened = (one for one in self.attached if one.said)
        return (*opened, *(Opened(name=a.filename, text=text) for a, text in texts))

    @cached_property
    def everything(self) -> Text:
        """The whole body, whoever wrote its parts."""
        words = (self.own, self.signature, as_text(self.words.forwarded), self.quoted)
        said = [text for text in words if text]
        return self.own if said == [self.own] else together(*said)

    @cached_property
    def all_said(self) -> Text:
        """The subject as it came, and the whole body below it."""
        return self.said if self.everything is self.own else together(self.title, self.everything)

    @cached_property
    def sent_at(self) -> datetime | None:
        """When the mail came, else when it says it was sent; always aware, or None."""
        if self.received_at:
            return self.received_at
        written = moment_in(self.mail.value("date"))
        return written if written and written.tzinfo else None

    @cached_property
    def today(self) -> date | None:
        """The day of the mail in the town's zone."""
        return self.sent_at.astimezone(self.town.tz).date() if self.sent_at else None

    @property
    def latest_entry(self) -> datetime | None:
        """The last instant at which an entry told of in this mail can have been registered."""
        return self.sent_at + _GRACE if self.sent_at else None

    @property
    def earliest_entry(self) -> datetime | None:
        """The first instant at which such an entry can have been registered, and the mail be news of it."""
        return self.sent_at - _A_YEAR if self.sent_at else None

    @cached_property
    def language(self) -> str:
        """ "es" where the writer's own words are Spanish, else "ca"."""
        text = self.own if self.own.strip() else self.title
        return "es" if sum(map(_leaning, text.cleaned.split(), text.folded.split())) > 0 else "ca"

    @property
    def is_disguised(self) -> bool:
        """Whether somebody hid characters, or mixed alphabets, in the words that decide."""
        return "invisible" in self.mail.flaws or is_disguised(f"{self.mail.subject}\n{self.words.own}")

    @property
    def is_cut(self) -> bool:
        """Whether the words that decide go on after what is read of them."""
        return any(map(is_cut, (self.mail.subject, self.words.own)))

    @cached_property
    def parts_disagree(self) -> bool:
        """Whether plain text and HTML, where both have words, name different documents or telephones."""
        plain, html = self.mail.plain or Words(), self.mail.html or Words()
        if not plain.own.strip() or not html.own.strip() or same_words(plain, html):
            return False
        return self._people_in(plain) != self._people_in(html)

    def as_both_say(self, people: tuple[Person, ...]) -> tuple[Person, ...]:
        """The people with what plain text and HTML both say of them: of two numbers neither is believed."""
        sides = [self._people_in(words) for words in (self.mail.plain, self.mail.html) if words]
        documents, phones = ([{one[i] for one in side} for side in sides] for i in range(2))
        return tuple(
            with_flaws(
                person.name,
                person.id_document if all(person.id_document in side for side in documents) else None,
                person.phone if all(person.phone in side for side in phones) else None,
                person.flaws,
            )
            for person in people
        )

    def _people_in(self, words: Words) -> frozenset[tuple[str | None, str | None]]:
        people = read_people(words.own, below=words.signature, own_numbers=self.own_numbers)
        return frozenset((p.id_document, p.phone) for p in people)


def as_html_says(mail: Mail) -> Mail | None:
    """The message as its HTML says it, where that has other words than its plain text; else None."""
    plain, html = mail.plain, mail.html
    if plain is None or html is None or not html.own.strip() or same_words(plain, html):
        return None
    return replace(mail, plain=None)


def same_words(one: Words, other: Words) -> bool:
    """Whether two renderings say the same, however their lines are broken."""
    return all(a.split() == b.split() for a, b in ((one.own, other.own), (one.signature, other.signature)))


def whole(words: Words) -> str:
    """All the words of a rendering, whoever wrote them."""
    return "\n".join(part for part in (words.own, words.signature, words.forwarded, words.quoted) if part)


def _is_text(attachment: Attachment) -> bool:
    is_labelled = attachment.content_type in {"text/plain", "text/csv"}
    return (is_labelled or attachment.filename.lower().endswith(".txt")) and not _is_xml(attachment)


def _is_xml(attachment: Attachment) -> bool:
    return attachment.content_type.endswith("/xml") or attachment.filename.lower().endswith(".xml")


_ELEMENT: Final = re.compile(r"<(?:\w{1,30}:)?([A-Za-z_]\w{0,60})(?: [^<>]{0,300})?>([^<>]{1,300})<")


def _lines_of_xml(attachment: Attachment) -> str:
    """The leaves of an XML form as "name: value" lines; no XML parser, so nothing to blow up."""
    found = _ELEMENT.findall(_decoded(attachment))
    return "\n".join(f"{name.replace('_', ' ')}: {value.strip()}" for name, value in found if value.strip())


def _decoded(attachment: Attachment) -> str:
    """The text of a file; of a long one the end, for what a chat asks now was written last."""
    try:
        text = attachment.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = attachment.data.decode("cp1252", "replace")
    newest = text[-LONGEST_TEXT:]
    return text if newest == text else newest.partition("\n")[2] or newest


_CATALAN: Final = word_set("""
    amb i soc dic vull voldria meu meva gracies plau sisplau doneu donar em els aquest aquesta per rebre
    baixa bon mobil llista que's ja us bona tarda nosaltres som viu visc vui dels missatges treure
    esborreu salutacions cordialment atentament cognoms nom telefon fer perque tambe ens meus
    hi als
    """)
_SPANISH: Final = word_set("""
    con y soy llamo quiero quisiera mis gracias favor baja los las este por recibir buenos
    buenas dias tardes movil lista ya nosotros darme darnos deseo solicito mensajes saludos cordialmente
    atentamente apellidos nombre telefono porque tambien nos ruego borrar quitar den dejar usted
    ustedes ayuntamiento saludo dar para como tengo vivo
    hay muy cuanto esto todo todos
    """)
"""Words of the one and not of the other, whichever accents are left out: neither "esta" nor "mas"."""
_LEANING: Final = dict.fromkeys(_CATALAN, -1) | dict.fromkeys(_SPANISH, 1)
_OF_CATALAN: Final = frozenset("àèòç")
_OF_SPANISH: Final = frozenset("áñ¿¡")
"""What only the one writes, but in names: these have the letters of their own language."""


def _leaning(written: str, folded: str) -> int:
    """1 for a word of Spanish, -1 for one of Catalan, 0 for what both may write."""
    of_word = _LEANING.get(folded.strip('.,;:!?()"¿¡'), 0)
    if of_word or written[:1].isupper() or (written.isascii() and "'" not in written):
        return of_word
    is_elided = written[1:2] == "'" and written[0] in "dlmnst"
    is_catalan = is_elided or "l·l" in written or not _OF_CATALAN.isdisjoint(written)
    return (not _OF_SPANISH.isdisjoint(written)) - is_catalan
