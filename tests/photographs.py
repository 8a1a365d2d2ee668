"""The smallest photographs that there are, with what a telephone writes into them."""

import struct
import zlib

SECRET = b"41.9,2.3 Telefon de la Maria"


def jpeg(secret: bytes = SECRET) -> bytes:
    """A JPEG whose Exif, comment and trailer say *secret*; its picture is one that no viewer need show."""
    exif = b"Exif\x00\x00" + secret

    def segment(marker: int, data: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data

    picture = segment(0xDB, b"\x00" + bytes(64)) + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
    scan = b"\x12\xff\x00\x34\xff\xd0\x56"
    head = b"\xff\xd8" + segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    return head + segment(0xE1, exif) + segment(0xFE, secret) + picture + scan + b"\xff\xd9" + secret


def png(secret: bytes = SECRET) -> bytes:
    """A PNG whose text and Exif say *secret*."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    picture = chunk(b"IDAT", zlib.compress(b"\x00\x7f"))
    told = chunk(b"tEXt", b"Author\x00" + secret) + chunk(b"eXIf", secret)
    return b"\x89PNG\r\n\x1a\n" + head + told + picture + chunk(b"IEND", b"") + secret
