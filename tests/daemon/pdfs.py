"""PDFs and zips made for the tests, by hand or by the library that wrote half of the world's."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Final

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

HEADING: Final = "CLÀUSULA DE CONSENTIMENT - llista de difusió de WhatsApp"


def printed(*lines: str, pages: int = 1, turned: bool = False) -> bytes:
    """A PDF that prints *lines*, one below the other, on each page; on its side if *turned*."""
    writer = PdfWriter()
    for _ in range(pages):
        _page(writer, [(50, 780 - 20 * i, line) for i, line in enumerate(lines)], turned=turned)
    return _bytes(writer)


def form(
    fields: Sequence[tuple[str, str]],
    *,
    heading: str = HEADING,
    names: Sequence[str] = (),
    above: bool = False,
) -> bytes:
    """An AcroForm: a printed label and a filled box for each of *fields*; boxes are called Text1, Text2 …"""
    writer = PdfWriter()
    words = [(50, 800, heading)]
    widgets = []
    for i, (label, value) in enumerate(fields):
        y = 740 - 40 * i
        words.append((50, y + 14, label) if above else (50, y, label))
        name = names[i] if names else f"Text{i + 1}"
        widgets.append(_widget(name, value, (50, y - 4, 400, y + 12) if above else (200, y - 4, 500, y + 12)))
    _page(writer, words, widgets)
    return _bytes(writer)


def page(
    words: Sequence[tuple[int, int, str]], boxes: Sequence[tuple[str, str, tuple[int, int, int, int]]]
) -> bytes:
    """A page with words at places, and boxes of name, value and place."""
    writer = PdfWriter()
    _page(writer, words, [_widget(*box) for box in boxes])
    return _bytes(writer)


def typed(
    words: Sequence[tuple[int, int, str]], notes: Sequence[tuple[str, tuple[int, int, int, int]]]
) -> bytes:
    """A page without fields, onto which somebody typed notes."""
    writer = PdfWriter()
    annotations = [
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/FreeText"),
                NameObject("/Contents"): TextStringObject(text),
                NameObject("/Rect"): ArrayObject(FloatObject(edge) for edge in rect),
            }
        )
        for text, rect in notes
    ]
    _page(writer, words, annotations)
    return _bytes(writer)


def xfa(data: str) -> bytes:
    """A form that keeps what was filled in as XML."""
    writer = PdfWriter()
    _page(writer, [(50, 700, "Please wait...")])
    stream = DecodedStreamObject()
    stream.set_data(data.encode())
    pair = ArrayObject([TextStringObject("datasets"), writer._add_object(stream)])
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject(), NameObject("/XFA"): pair}
    )
    return _bytes(writer)


def encrypted(data: bytes, password: str) -> bytes:
    """The same PDF, for who has the password."""
    writer = PdfWriter(clone_from=BytesIO(data))
    writer.encrypt(password, algorithm="RC4-128")
    return _bytes(writer)


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def by_hand(*objects: bytes, root: int = 1) -> bytes:
    """A PDF out of raw objects, numbered from 1."""
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF"
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer % (size, root, len(out))


def _page(
    writer: PdfWriter,
    words: Sequence[tuple[int, int, str]],
    widgets: Sequence[DictionaryObject] = (),
    *,
    turned: bool = False,
) -> None:
    page = writer.add_blank_page(width=595, height=842)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
    stream = DecodedStreamObject()
    place = b"0 1 -1 0 %d %d Tm" if turned else b"1 0 0 1 %d %d Tm"
    stream.set_data(
        b"\n".join(b"BT /F1 10 Tf " + place % (x, y) + b" (%s) Tj ET" % _escaped(w) for x, y, w in words)
    )
    page[NameObject("/Contents")] = writer._add_object(stream)
    if widgets:
        page[NameObject("/Annots")] = ArrayObject(writer._add_object(widget) for widget in widgets)


def _escaped(words: str) -> bytes:
    return words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _widget(name: str, value: str, rect: tuple[int, int, int, int]) -> DictionaryObject:
    is_tick = value in {"/Yes", "/Off"}
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Btn" if is_tick else "/Tx"),
            NameObject("/T"): TextStringObject(name),
            NameObject("/V"): NameObject(value) if is_tick else TextStringObject(value),
            **({NameObject("/AS"): NameObject(value)} if is_tick else {}),
            NameObject("/Rect"): ArrayObject(FloatObject(edge) for edge in rect),
        }
    )


def _bytes(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
