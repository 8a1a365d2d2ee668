"""Attachments: can a paper be opened here, in the process of its own and under its limits?"""

from time import monotonic
from typing import Final

from daemon.checking.findings import Finding, good, warning
from daemon.language import _
from daemon.letters.sentences import in_catalan
from daemon.mailbox.attachments.opening import opened
from rules.mail.bodies import Attachment

_WORD: Final = "mostra"
_PAPER: Final = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 33>>stream
BT /F 9 Tf 9 9 Td (mostra) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
startxref
0
%%EOF
"""


def check_attachments() -> Finding:
    """Open a paper as the daemon would open a registry's."""
    began = monotonic()
    (paper,) = opened([Attachment(filename=f"{_WORD}.pdf", content_type="application/pdf", data=_PAPER)])
    if paper.text.strip() == _WORD:
        return good(
            "attachments",
            _("a PDF is opened in a process of its own ({seconds:.1f} s)", seconds=monotonic() - began),
        )
    why = in_catalan(paper.refused or _("its words are not found"))
    return warning(
        "attachments",
        _("no PDF can be opened ({why}): each becomes a card for staff", why=why),
        _("does a sandbox keep the service from starting a process, or is the machine short of memory?"),
    )
