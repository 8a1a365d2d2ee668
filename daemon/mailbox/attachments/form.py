"""The fields of a PDF form, each under the label that people see beside it.

Makers of forms leave fields called "Text1": who fills them in reads what is printed
to the left of the box, or above it; to the right of a tick box. So do we.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any, Final

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, NullObject

from daemon.mailbox.attachments.limits import MOST_FIELDS

_DEEPEST: Final = 20
_NO_NAME: Final = re.compile(
    r"(?:text|texto|camp|campo|field|text ?field|text ?box|caixa|quadre|check ?box|casilla|undefined|"
    r"untitled|fill|form|pagina|page|subform|group|grup|grupo|radio ?button|button|boto)?[ _\d.#]*",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|[_\s]+")
_BLANK: Final = re.compile(r"_{3,}|\.{4,}|…{2,}")
_LONGEST_LABEL: Final = 60
_TYPED: Final = "/FreeText"
_OFF: Final = frozenset({"/Off", ""})
_YES_OR_NO: Final = frozenset({"sí", "si", "no", "yes"})


@dataclass(frozen=True, slots=True)
class Run:
    """Some printed words, and where on the page their base line begins (points, from the bottom left)."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float


def fields_of(page: PageObject, runs: Sequence[Run]) -> Iterator[str]:
    """A "label: value" line for every field of *page* that holds something, from the top down.

    Words that somebody typed onto a paper without fields count as filled in.
    """
    found = [(box, widget) for widget in _widgets(page) if (box := _box(widget)) is not None]
    named: Counter[Run] = Counter()
    for box, widget in sorted(found, key=lambda one: (-round(one[0].top / 4), one[0].left)):
        is_tick = _inherited(widget, "/FT") == "/Btn"
        line = _tick_line(widget, box, runs) if is_tick else _text_line(widget, box, runs, named)
        if line:
            yield line


def _text_line(widget: DictionaryObject, box: _Box, runs: Sequence[Run], named: Counter[Run]) -> str:
    value = _value(_inherited(widget, "/Contents" if widget.get("/Subtype") == _TYPED else "/V"))
    beside = _left_of(box, runs, named)
    return f"{_label(widget, beside, _above(box, runs))}: {value}" if value else ""


def _tick_line(widget: DictionaryObject, box: _Box, runs: Sequence[Run]) -> str:
    """What is ticked, and what is not; of a pair "sí" and "no", the question with its answer."""
    state = widget.get("/AS")
    state = _inherited(widget, "/V") if state is None else state
    if not isinstance(state, str):
        return ""  # a push button
    beside = _right_of(box, runs)
    if beside.lower().strip(" .") not in _YES_OR_NO:
        return f"{_label(widget, beside, '')}: {'no' if state in _OFF else 'sí'}"
    asked = [
        run for run in runs if _is_level(box, run) and run.x < box.left and run.text.lower() not in _YES_OR_NO
    ]
    question = max(asked, key=lambda run: run.x).text if asked else ""
    return "" if state in _OFF else f"{_label(widget, question, '')}: {beside.lower().strip(' .')}"


def _widgets(page: PageObject) -> list[DictionaryObject]:
    annotations = _object(page.get("/Annots"))
    if not isinstance(annotations, ArrayObject):
        return []
    objects = (_object(one) for one in annotations[:MOST_FIELDS])
    return [one for one in objects if isinstance(one, DictionaryObject) and _is_filled_in(one)]


def _is_filled_in(annotation: DictionaryObject) -> bool:
    kind = annotation.get("/Subtype")
    is_field = kind == "/Widget" and _inherited(annotation, "/FT") in {"/Tx", "/Ch", "/Btn"}
    return is_field or kind == _TYPED


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _inherited(widget: DictionaryObject, key: str) -> Any:
    """The value of *key* in the widget, or in the field it belongs to."""
    node: Any = widget
    for _ in range(_DEEPEST):
        value = _object(node.get(key))
        if value is not None and not isinstance(value, NullObject):
            return value
        node = _object(node.get("/Parent"))
        if not isinstance(node, DictionaryObject):
            return None
    return None


def _value(value: Any) -> str:
    if isinstance(value, ArrayObject):
        return ", ".join(_value(_object(one)) for one in value)
    return " ".join(str(value).split()) if isinstance(value, str) else ""


def _box(widget: DictionaryObject) -> _Box | None:
    rect = _object(widget.get("/Rect"))
    try:
        x0, y0, x1, y1 = (float(_object(edge)) for edge in rect)
    except (TypeError, ValueError):
        return None
    return _Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _label(widget: DictionaryObject, beside: str, above: str) -> str:
    """What names the field: words beside it, its description, a name that says something, words above."""
    described = _value(_inherited(widget, "/TU"))
    label = beside or described or _name(widget) or above or _value(_inherited(widget, "/T"))
    return label.strip(" :.…_").replace(": ", " ") or "camp"


def _name(widget: DictionaryObject) -> str:
    """The field's own name in words, "" where it is one that a program gave."""
    name = _value(widget.get("/T") or _inherited(widget, "/T"))
    name = re.sub(r"\[\d+\]", "", name).rpartition(".")[2]
    return "" if _NO_NAME.fullmatch(name) else " ".join(_PARTS.split(name))


def _left_of(box: _Box, runs: Sequence[Run], named: Counter[Run]) -> str:
    """The words before the box; of a printed line with several blanks, those before its blank.

    *named* counts how many boxes have had their name from a line. Whole sentences name nothing.
    """
    near = [run for run in runs if _is_level(box, run) and run.x < box.left]
    if not near:
        return ""
    run = max(near, key=lambda run: run.x)
    parts = [part for part in _BLANK.split(run.text) if part.strip(" :")]
    part = parts[min(named[run], len(parts) - 1)]
    named[run] += 1
    return part if len(part) <= _LONGEST_LABEL else ""


def _right_of(box: _Box, runs: Sequence[Run]) -> str:
    near = [run for run in runs if _is_level(box, run) and run.x >= box.right - 2]
    return min(near, key=lambda run: run.x).text if near else ""


def _above(box: _Box, runs: Sequence[Run]) -> str:
    near = [run for run in runs if 0 <= run.y - box.top <= 16 and box.left - 6 <= run.x < box.right]
    return min(near, key=lambda run: (run.y, run.x)).text if near else ""


def _is_level(box: _Box, run: Run) -> bool:
    return box.bottom - 3 <= run.y <= box.top - 2 and bool(run.text.strip(" :._…"))


_LEAF: Final = re.compile(r"<(?:[\w.-]{1,40}:)?([^\W\d][\w.-]{0,60})(?: [^<>]{0,300})?>([^<>]{1,400})<")


def fields_of_data(xml: str) -> Iterator[str]:
    """The leaves of a form's data in XML (XFA) as lines; by no XML parser, so that nothing blows up."""
    for name, value in islice(_LEAF.findall(xml), MOST_FIELDS):
        if value.strip():
            yield f"{' '.join(_PARTS.split(name))}: {unescape(' '.join(value.split()))}"
