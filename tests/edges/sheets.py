"""Files that people send, the kind ones and the others."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, PngImagePlugin

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
TEXT = "Mittwochs müde, donnerstags besser.\n".encode()
CSV = b"day,hours\nmonday,4\ntuesday,5\n"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
HTML = b"<!DOCTYPE html><script>alert(document.cookie)</script>"
WHERE = b"N 52 31 12"


def picture(form: str = "PNG", size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (180, 120, 60)).save(out, form, **more)
    return out.getvalue()


def photo() -> bytes:
    """A photo as a phone takes it: on its side, and telling where and when."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Telephone"
    exif[0x9286] = WHERE.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return picture("JPEG", (60, 40), exif=exif, comment=WHERE)


def talkative_png() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Location", WHERE.decode())
    return picture("PNG", pnginfo=said)


def moving(form: str = "GIF", frames: int = 3, size: tuple[int, int] = (20, 20)) -> bytes:
    out = io.BytesIO()
    made = [Image.new("RGB", size, (number * 7 % 256, 0, number % 256)) for number in range(frames)]
    made[0].save(out, form, save_all=True, append_images=made[1:], duration=100, comment=WHERE)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says to be huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
