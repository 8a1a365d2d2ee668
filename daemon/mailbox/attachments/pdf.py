"""The words of a PDF: the filled fields of its form, and the text of its pages as it is laid out."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

from daemon.mailbox.attachments.form import Run, fields_of, fields_of_data
from daemon.mailbox.attachments.limits import (
    BROKEN,
    ENCRYPTED,
    MOST_CHARACTERS,
    MOST_FIELDS,
    MOST_OPERATIONS,
    MOST_PAGES,
    MOST_UNPACKED,
    TOO_LARGE,
    RefusedError,
)

_LIMITS: Final[dict[str, Any]] = {
    "maximum_declared_stream_length": MOST_UNPACKED,
    "array_based_stream_maximum_output_length": MOST_UNPACKED,
    "zlib_maximum_output_length": MOST_UNPACKED,
    "lzw_maximum_output_length": MOST_UNPACKED,
    "run_length_maximum_output_length": MOST_UNPACKED,
    "brotli_maximum_output_length": MOST_UNPACKED,
    "stream_decoding_work_maximum_length": 4 * MOST_UNPACKED,
    "stream_filters_maximum_length": 4,
    "stream_parsing_work_maximum_count": MOST_OPERATIONS,
    "xfa_decoding_work_maximum_length": MOST_UNPACKED,
    "form_fields_maximum_entries": MOST_FIELDS,
    "jbig2dec_binary": None,
    "disable_legacy_handling": True,
}


@dataclass(frozen=True, slots=True)
class Paper:
    """`fields` are "label: value" lines of a form that was filled in, `text` is what the pages print."""

    fields: str
    text: str


def paper_of(data: bytes) -> Paper:
    """The words of a PDF; RefusedError where it is broken or encrypted. A scan has none."""
    try:
        with apply_configuration(**_LIMITS):
            reader = PdfReader(BytesIO(data), strict=False)
            return _paper(reader)
    except (FileNotDecryptedError, DependencyError) as error:
        raise RefusedError(ENCRYPTED) from error
    except LimitReachedError as error:
        raise RefusedError(TOO_LARGE) from error
    except PyPdfError as error:
        raise RefusedError(BROKEN) from error


def _paper(reader: PdfReader) -> Paper:
    fields: list[str] = []
    texts: list[str] = []
    left = MOST_CHARACTERS
    for number in range(min(MOST_PAGES, len(reader.pages))):
        page = reader.pages[number]
        fields += fields_of(page, _runs(page)) if "/Annots" in page else ()
        texts.append(_text(page)[:left])
        left -= len(texts[-1])
        if not left:
            break
    fields = fields or list(fields_of_data(_form_data(reader)))
    return Paper(fields="\n".join(fields[:MOST_FIELDS])[:MOST_CHARACTERS], text="\n".join(texts))


def _text(page: PageObject) -> str:
    """The words of a page line by line as they are laid out; where that cannot be told, as they come."""
    try:
        text = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
    except LimitReachedError:
        raise
    except Exception:  # noqa: BLE001 - fonts break it in many ways; the plain way needs less of them
        text = ""
    return text if text.strip() else page.extract_text()


def _form_data(reader: PdfReader) -> str:
    """The filled-in data of a form made with XFA, "" where there are none."""
    data = (reader.xfa or {}).get("datasets", b"")
    return data.decode("utf-8", "replace")[:MOST_CHARACTERS] if isinstance(data, bytes) else ""


def _runs(page: PageObject) -> list[Run]:
    """The printed words of a page with their places."""
    runs: list[Run] = []

    def note(text: str, outer: list[float], inner: list[float], _font: Any, _size: Any) -> None:
        if text.strip():
            x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
            y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            runs.append(Run(x=x, y=y, text=" ".join(text.split())))

    page.extract_text(visitor_text=note)
    return runs
