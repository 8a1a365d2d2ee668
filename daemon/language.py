"""The language of the command line: Catalan where the locale is Catalan, else English.

Each message is one whole sentence with named places for its values, English in the code and
Catalan in `daemon/locale` (GNU gettext). Typer's own words come from the same catalogue. Letters,
the digest and the legal reasons are Catalan wherever they are shown, and the log is English.
"""

import gettext
from pathlib import Path
from typing import Final

DOMAIN: Final = "altabaixa"
CATALOGUES: Final = Path(__file__).with_name("locale")

gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
gettext.textdomain(DOMAIN)


def _(message: str, /, **values: object) -> str:
    """Return *message* in the reader's language, with each `{name}` in it replaced by that value."""
    return gettext.gettext(message).format(**values)


def plural(one: str, many: str, number: int, /, **values: object) -> str:
    """Return *one* or *many*, as *number* asks for; `{number}` in it is the number."""
    return gettext.ngettext(one, many, number).format(number=number, **values)
