"""The words of a date, Catalan and Spanish: for these 38 a library of all languages takes five megabytes."""

from datetime import date
from typing import Final

_WEEKDAYS: Final = {
    "ca": ("dilluns", "dimarts", "dimecres", "dijous", "divendres", "dissabte", "diumenge"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
_MONTHS: Final = {
    "ca": (
        "gener", "febrer", "març", "abril", "maig", "juny",
        "juliol", "agost", "setembre", "octubre", "novembre", "desembre",
    ),
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
}  # fmt: skip


def weekday(on: date, language: str = "ca") -> str:
    """The day of the week: "dilluns"."""
    return _WEEKDAYS[language][on.weekday()]


def month(on: date, language: str = "ca") -> str:
    """The month by itself: "abril"."""
    return _MONTHS[language][on.month - 1]


def of_month(on: date, language: str = "ca") -> str:
    """The month behind its day: "de maig", "d’abril"; in Spanish always "de"."""
    name = month(on, language)
    return f"d’{name}" if language == "ca" and name[0] in "ao" else f"de {name}"
