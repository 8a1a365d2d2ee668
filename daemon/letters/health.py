"""The health of the service, as staff read it: what is broken on top, the rest in small print."""

from collections.abc import Iterator
from datetime import date, tzinfo

from daemon.letters.deadlines import in_words
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import NAMELESS, counted, isolated, lately, moment
from rules.calendar.retention import Erased, Held, Hold, Sort
from rules.desk.digest import Health


def alarms(health: Health, tz: tzinfo) -> tuple[str, ...]:
    """Say what does not work at all, and what comes of it."""
    return tuple(
        f"{what} des del {moment(since, tz)}{why}. {so}"
        for since, what, why, so in (
            (
                health.mailbox_down_since,
                "No podem llegir la bústia",
                f": {health.mailbox_trouble}" if health.mailbox_trouble else "",
                "Les peticions noves esperen.",
            ),
            (
                health.probe_lost_since,
                "Potser no arriba correu a la bústia: en falta un de prova",
                "",
                "Mireu si és plena, o si un filtre se l’endú.",
            ),
            (
                health.sign_in_down_since,
                "No ens renoven el permís per entrar al correu",
                "",
                "Aviseu el servei tècnic.",
            ),
            (health.smtp_down_since, "No podem enviar correu", "", "Els veïns no reben resposta."),
        )
        if since is not None
    )


def service_line(health: Health, tz: tzinfo, on: date, lists: str) -> tuple[str, ...]:
    """Say in one line how mail and copies fare and what the *lists* hold."""
    parts = (*_mail(health, tz, on), _copy(health, tz, on), lists)
    return tuple(filter(None, parts))


def troubles(health: Health) -> tuple[str, ...]:
    """Say what is not as usual, a line each."""
    lines = (
        " ".join(filter(None, _letters(health))),
        _secret(health.secret_expires),
        _erased(health.erased),
        _held(health.held),
    )
    return tuple(filter(None, lines))


def _secret(ends: date | None) -> str:
    """Until when the key that we ask for access with holds."""
    if ends is None:
        return ""
    until = f"La clau amb què entrem al correu només val fins al {in_words(ends)}."
    return f"{until} Aviseu el servei tècnic, que n’ha de posar una de nova."


def _mail(health: Health, tz: tzinfo, on: date) -> Iterator[str]:
    at = health.last_mail_at
    yield f"Últim correu rebut: {lately(at, tz, on)}." if at else "Encara no s’ha llegit cap correu."
    yield counted(
        health.set_aside,
        "correu no era per a la llista.",
        "correus no eren per a la llista.",
    )
    yield counted(
        health.vanished,
        "missatge es va moure o esborrar abans que el poguéssim llegir.",
        "missatges es van moure o esborrar abans que els poguéssim llegir.",
    )
    yield counted(
        health.before_start,
        "missatge era d’abans de començar i no s’ha tractat.",
        "missatges eren d’abans de començar i no s’han tractat.",
    )


def _letters(health: Health) -> Iterator[str]:
    yield counted(health.letters_waiting, "resposta espera per sortir.", "respostes esperen per sortir.")
    yield counted(health.letters_failed, "resposta no s’ha pogut enviar.", "respostes no s’han pogut enviar.")
    yield counted(
        health.letters_unknown,
        "resposta no sabem si ha arribat; no es torna a enviar.",
        "respostes no sabem si han arribat; no es tornen a enviar.",
    )
    if health.letters_in_doubt:
        people = (f"{isolated(who) or NAMELESS} ({ref})" for ref, who in health.letters_in_doubt.items())
        yield f"Comproveu-ho amb {', '.join(people)}."


def _copy(health: Health, tz: tzinfo, on: date) -> str:
    if not health.copies:
        return ""
    made = health.copied_at
    kept = (
        f"Última còpia de seguretat: {lately(made, tz, on)}."
        if made
        else "Encara no hi ha cap còpia de seguretat."
    )
    return f"{kept} Aviseu el servei tècnic." if health.copy_is_late else kept


def _erased(erased: Erased) -> str:
    """What was erased since the digest before, in one line."""
    counts = _counts(erased)
    return f"S’han esborrat dades que ja no s’havien de guardar: {counts}." if counts else ""


def _held(held: Held | None) -> str:
    """What should be erased and is not, and who can do something about it."""
    if held is None:
        return ""
    if held.why is Hold.CLOCK_WRONG:
        so = "Aviseu el servei tècnic, que l’ha de posar a l’hora."
    else:
        so = "Si és correcte, el servei tècnic pot fer-ho ara amb «altabaixa retention confirm»."
    return f"No s’han esborrat encara {_counts(held.what)}: {in_catalan(held.why)}. {so}"


def _counts(erased: Erased) -> str:
    counts = (
        (
            erased[Sort.PEOPLE],
            "persona que va deixar la llista fa anys",
            "persones que van deixar la llista fa anys",
        ),
        (erased[Sort.CASES], "cas tancat", "casos tancats"),
        (erased[Sort.LETTERS], "resposta enviada", "respostes enviades"),
        (erased[Sort.ADDRESSES], "adreça", "adreces"),
        (erased[Sort.MESSAGES], "correu que no era per a la llista", "correus que no eren per a la llista"),
        (erased[Sort.CONSENTS], "consentiment antic", "consentiments antics"),
        (erased[Sort.BROADCASTS], "text de difusió", "textos de difusió"),
    )
    return ", ".join(words for words in (counted(*each) for each in counts) if words)
