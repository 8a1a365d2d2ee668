"""What is wrong with a text: as it is written, and as the letter that comes of it.

Each fault is one line with file and line, for whoever wrote the text. A letter that no
fault is found in can be written for every message, and its subject does no harm when an
answer brings it back.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from jinja2 import TemplateSyntaxError, nodes

from daemon.language import _
from daemon.letters.chats import LONGEST, Chat, Chats, is_held
from daemon.letters.placeholders import IN_SUBJECTS, Purpose
from daemon.letters.residents import letter
from daemon.letters.samples import REFERENCE, TAP, samples
from daemon.letters.texts import LANGUAGES, Fault, Text, Texts
from rules.books.decision import Letter, Template
from rules.findings import Kind
from rules.mail.mail import read_mail
from rules.people.documents import find_documents
from rules.reading import read
from rules.town import Town

_ADDRESS: Final = "bustia@example.org"
_PLAIN: Final = (nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.And, nodes.Or, nodes.Not)
_ACTS: Final = frozenset({Kind.BAIXA, Kind.ALTA, Kind.CONSENT, Kind.COMMAND})
_LONGEST_SUBJECT: Final = 100


def faults_of(texts: Texts, town: Town) -> tuple[Fault, ...]:
    """All that is wrong with *texts*; none where every letter can be written and sent."""
    written = [fault for text in texts.texts.values() for fault in _as_written(text)]
    if texts.faults or written:
        return (*texts.faults, *written)
    return tuple(_as_letters(texts, town))


def _as_written(text: Text) -> Iterator[Fault]:
    faults = _of_subject(text.source) if text.purpose.has_subject else ()
    for line, why in (*faults, *_of_body(text)):
        yield Fault(where=text.where, line=line, why=why, language=text.language)


def _of_subject(source: str) -> Iterator[tuple[int | None, str]]:
    first, _newline, rest = source.partition("\n")
    if not first.strip():
        yield 1, _("there is no subject: it is the first line of the file")
    elif rest.partition("\n")[0].strip():
        yield 2, _("a blank line must follow the subject, which is the first line of the file")
    elif first.rstrip().endswith((",", ":")):
        yield (
            1,
            _(
                "the first line is the subject of the letter, and {first!r} is a greeting",
                first=first.strip(),
            ),
        )


def _of_body(text: Text) -> Iterator[tuple[int | None, str]]:
    try:
        tree = text.tree
    except TemplateSyntaxError as error:
        yield error.lineno, _("the braces do not fit together: {message}", message=error.message)
        return
    except RecursionError:
        yield None, _("the conditions are nested too deep")
        return
    printed = {id(child) for output in tree.find_all(nodes.Output) for child in output.nodes}
    for node in _walked(tree):
        yield from _of_node(node, text, printed=id(node) in printed)
    held = {name.name for name in tree.find_all(nodes.Name)}
    for name in sorted(text.purpose.needs - held):
        yield None, _("lacks {name}, {meaning}", name=name, meaning=text.purpose.meaning(name))


def _walked(node: nodes.Node) -> Iterator[nodes.Node]:
    """The nodes below *node*, but not those below one that may not be there."""
    for child in node.iter_child_nodes():
        yield child
        if isinstance(child, _PLAIN):
            yield from _walked(child)


def _of_node(node: nodes.Node, text: Text, *, printed: bool) -> Iterator[tuple[int | None, str]]:
    match node:
        case nodes.TemplateData(data=data):
            for place, line in enumerate(data.split("\n")):
                if "{" in line or "}" in line:
                    yield node.lineno + place, _("a brace that belongs to no {{{{ placeholder }}}}")
        case nodes.Name():
            in_subject = printed and node.lineno == 1 and text.purpose.has_subject
            allowed = IN_SUBJECTS if in_subject else text.purpose.names
            yield from _of_name(node, text.purpose, allowed, printed=printed)
        case _ if printed or not isinstance(node, _PLAIN):
            yield (
                node.lineno,
                _("only {{{{ name }}}} and {{% if name %}} … {{% else %}} … {{% endif %}} can be used here"),
            )
        case _:
            pass


def _of_name(
    node: nodes.Name, purpose: Purpose, allowed: frozenset[str], *, printed: bool
) -> Iterator[tuple[int | None, str]]:
    name = node.name
    if name not in allowed:
        near = get_close_matches(name, allowed, n=1)
        here = ", ".join(sorted(allowed))
        yield (
            node.lineno,
            _(
                "unknown placeholder {{{{ {name} }}}} (is {near} meant?); allowed here: {here}",
                name=name,
                near=near[0],
                here=here,
            )
            if near
            else _("unknown placeholder {{{{ {name} }}}}; allowed here: {here}", name=name, here=here),
        )
    elif name in purpose.flags and printed:
        yield (
            node.lineno,
            _("{name} can only stand in a condition: {{% if {name} %}} … {{% endif %}}", name=name),
        )


def _as_letters(texts: Texts, town: Town) -> Iterator[Fault]:
    """What is wrong only once the letter is written: the first thing of each text."""
    for language in LANGUAGES:
        for template in Template:
            text = texts.text(template.value, language)
            faults = (_of_letter(sample, texts, town) for sample in samples(template, language))
            why = next(filter(None, faults), None)
            if why:
                yield Fault(where=text.where, why=why, language=language)
        yield from _of_chats(Chats(texts=texts, town=town, address=_ADDRESS), language)


def _of_chats(chats: Chats, language: str) -> Iterator[Fault]:
    for chat in Chat:
        written = chats.text(chat, language)
        if not written or not is_held(written) or find_documents(written):
            why = _(
                "what is sent by WhatsApp is not empty, fits into a link of {longest} characters, "
                "where an accent takes six and an emoji twelve, and has no DNI: links are kept",
                longest=LONGEST,
            )
            yield Fault(where=chats.texts.text(chat.value, language).where, why=why, language=language)


def _of_letter(sample: Letter, texts: Texts, town: Town) -> str | None:
    rendered = letter(
        sample, reference=REFERENCE, town=town, privacy_url="", texts=texts, tap=TAP, address=_ADDRESS
    )
    subject = rendered.subject.removesuffix(f" ({REFERENCE})")
    if not subject or not subject.isprintable() or len(subject) > _LONGEST_SUBJECT:
        return _(
            "the subject must be one line of at most {longest_subject} characters: {subject!r}",
            longest_subject=_LONGEST_SUBJECT,
            subject=subject,
        )
    if REFERENCE not in rendered.text:
        return _(
            "the reference of the case must always be there: put {{{{ referencia }}}} outside of "
            "any condition"
        )
    if not sample.missing and _acts(rendered.subject, town):
        return _(
            "the subject {subject!r} would be taken for a request when an answer brings it back: "
            "say neither BAIXA nor ALTA in it",
            subject=subject,
        )
    return None


def _acts(subject: str, town: Town) -> bool:
    """Whether an answer under this subject that only greets, signed with DNI and mobile, would act."""
    lines = (
        "From: Resposta <resposta@example.org>",
        f"To: {next(iter(sorted(town.addresses)), 'bustia@example.org')}",
        f"Subject: Re: {subject}",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "Bon dia,",
        "",
        "Maria Mostra Prova",
        "DNI 12345678Z",
        "Tel. 612345678",
    )
    return read(read_mail("\r\n".join(lines).encode()), town).kind in _ACTS
