"""A photograph is passed on without where, when and with what it was taken."""

import pytest

from rules.mail.photographs import MOST_BYTES, bare
from tests.photographs import SECRET, jpeg, png


@pytest.mark.parametrize(("data", "media_type"), [(jpeg(), "image/jpeg"), (png(), "image/png")])
def test_nothing_is_left_but_the_picture(data: bytes, media_type: str) -> None:
    found = bare(data)

    assert found is not None
    assert found[0] == media_type
    assert SECRET in data
    assert SECRET not in found[1]
    assert b"Exif" not in found[1]
    assert bare(found[1]) == found  # it is a whole one still


def test_the_picture_itself_stays_byte_by_byte() -> None:
    found = bare(jpeg())

    assert found is not None
    assert b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd9" in found[1]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"%PDF-1.7", id="something else"),
        pytest.param(jpeg()[:40], id="cut in its head"),
        pytest.param(jpeg()[: jpeg().index(b"\x12\xff\x00") + 2], id="cut in its picture"),
        pytest.param(png()[:60], id="a PNG that is cut"),
        pytest.param(b"\xff\xd8\xff\xe1\x00\x00", id="a segment of no length"),
        pytest.param(b"\xff\xd8" + bytes(MOST_BYTES), id="too large"),
    ],
)
def test_what_is_no_whole_photograph_is_none(data: bytes) -> None:
    assert bare(data) is None


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2, "big") + data


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(segment(0xE0, b"JFXX\x00\x10" + SECRET), id="a small picture of its own"),
        pytest.param(
            segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x09" + SECRET), id="in the head"
        ),
        pytest.param(segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x00" + SECRET), id="behind the colours"),
        pytest.param(segment(0xEE, SECRET), id="of an application like it"),
        pytest.param(segment(0xED, b"Photoshop 3.0\x00" + SECRET), id="IPTC"),
        pytest.param(segment(0xF7, SECRET), id="of nothing that is known"),
    ],
)
def test_no_segment_tells_more_than_the_picture(told: bytes) -> None:
    found = bare(jpeg()[:2] + told + jpeg()[2:])

    assert found is not None
    assert SECRET not in found[1]
    assert bare(found[1]) == found
