"""What a mail server answered, in codes and our own words: its own text may name people."""

from collections.abc import Mapping
from typing import Final

from daemon.letters.sentences import in_catalan
from rules.transport.delivery import Answer

# RFC 3463, by subject and detail; what is not listed is told by its first digit alone.
_DETAILS: Final[Mapping[str, str]] = {
    "1.1": "l'adreça no existeix",
    "1.2": "el domini de l'adreça no existeix",
    "1.3": "l'adreça no està ben escrita",
    "1.6": "la bústia ha canviat d'adreça",
    "1.10": "el domini de l'adreça no rep correu",
    "2.1": "la bústia és tancada",
    "2.2": "la bústia és plena",
    "2.3": "el missatge és massa gros per a la bústia",
    "3.4": "el missatge és massa gros",
    "4.1": "el servidor de destinació no respon",
    "4.4": "no es troba el servidor de destinació",
    "4.7": "ha passat massa temps sense poder-lo entregar",
}
_CLASSES: Final[Mapping[int, str]] = {
    2: "acceptat",
    4: "ara no es pot; es tornarà a provar",
    5: "refusat",
}


def answer_words(answer: Answer) -> str:
    """Say what came of a try, in Catalan: "535 5.7.8: refusat", or our trouble with the answer behind it."""
    trouble = in_catalan(answer.trouble) if answer.trouble else ""
    if answer.code is None:
        return trouble
    detail = answer.enhanced.partition(".")[2]
    meaning = _DETAILS.get(detail) or _CLASSES.get(answer.code // 100, "resposta que no s'entén")
    gist = f"{f'{answer.code} {answer.enhanced}'.strip()}: {meaning}"
    return f"{trouble} ({gist})" if trouble else gist
