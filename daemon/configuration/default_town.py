"""The town the project was made for, as public facts: what holds where a command finds no file.

Only commands that need no mailbox fall back on it (`explain`, `deadline`), so its servers are
never asked. It is written as the tables of a configuration file.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

_ORDER: Final = "Ordre EMT/208/2025"

DEFAULT_TOWN: Final[Mapping[str, Any]] = {
    "town": {
        "name": "Ajuntament de Setcases",
        "channel": "Informació Ajuntament de Setcases",
        "whatsapp": "+34683331383",
    },
    "calendar": {
        "subdivision": "CT",
        "confirmed_years": [2026],
        "local_holidays": [
            {"date": date(2026, 5, 8), "name": "Aparició de Sant Miquel", "source": _ORDER},
            {"date": date(2026, 9, 29), "name": "Sant Miquel", "source": _ORDER},
        ],
    },
    "mailbox": {"host": "imap.example.cat", "user": "info@setcases.cat"},
    "smtp": {"host": "smtp.example.cat", "sender": "info@setcases.cat"},
    "staff": {
        "digest_to": ["secretaria@setcases.cat"],
        "orders_from": ["secretaria@setcases.cat", "alcaldia@setcases.cat"],
    },
    "registry": {"senders": ["no-reply@etram.example.cat"]},
    "trust": {"authserv_ids": ["mx.setcases.cat"]},
}
"""A whole configuration without secrets."""
