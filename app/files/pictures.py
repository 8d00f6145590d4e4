"""Pictures: made anew, so that nothing is left of where and when they were taken, and small ones to look at first."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageCms, ImageOps, ImageSequence

from app.files.kinds import refusal
from networks.errors import Invalid

FORMATS: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}

SIDE: Final = 16_000
PIXELS: Final = 50_000_000
"""What the cameras of phones make. Each takes four bytes while a picture is made anew, and that is one at a time."""

FRAMES: Final = 200
MOVING: Final = 30_000_000
"""Pixels of all frames of a moving picture."""

HOW: Final[dict[str, dict[str, Any]]] = {
    "image/jpeg": {"quality": 88, "optimize": True, "progressive": True},
    "image/webp": {"quality": 88},
}

THUMBNAIL: Final = (480, 480)

HUGE: Final = "This picture is larger than we can take: up to 50 megapixels and 16,000 pixels a side. Please shrink it."
LONG: Final = "This moving picture is too long or too large. Please shorten it."
BROKEN: Final = "We cannot read this picture. Please save it once more and try again."


def remake(source: Path, type_: str, target: Path, small: Path) -> None:
    """Write a picture anew, and its thumbnail. Raises Invalid for what is broken, or a bomb."""
    with _told(), Image.open(source, formats=[FORMATS[type_]]) as picture:
        _require_bounds(picture)
        if type_ != "image/jpeg" and _moves(picture):
            still = _remake_moving(picture, target, FORMATS[type_])
        else:
            still = _bare(picture, type_)
            still.save(target, FORMATS[type_], **HOW.get(type_, {}))
        _shrink(still, small)


def _require_bounds(picture: Image.Image) -> None:
    width, height = picture.size
    if max(width, height) > SIDE or width * height > PIXELS:
        raise refusal(HUGE)


def _bare(picture: Image.Image, type_: str) -> Image.Image:
    """Turned as it is meant to be seen, in the web's colours, with nothing but pixels. Large ones are not copied."""
    ImageOps.exif_transpose(picture, in_place=True)
    still = _in_web_colours(picture)
    still.info = {name: still.info[name] for name in ("transparency",) if name in still.info}
    return still.convert("RGB") if type_ == "image/jpeg" and still.mode not in ("RGB", "L") else still


def _in_web_colours(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK", "RGBA"):
        return picture
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        made = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a profile that is wrong about its picture is as good as none
    return made or picture


def _moves(picture: Image.Image) -> bool:
    """Whether there is a second frame. Raises Invalid for too many, without looking at more than may be there: each
    look at a frame may mean to unpack all of it.
    """
    most = max(1, min(FRAMES, MOVING // (picture.width * picture.height)))
    if not getattr(picture, "is_animated", False) and picture.format != "GIF":
        return False
    for number in range(1, most + 1):
        try:
            picture.seek(number)
        except EOFError:
            picture.seek(0)
            return number > 1
    raise refusal(LONG)


def _remake_moving(picture: Image.Image, target: Path, form: str) -> Image.Image:
    lengths: list[int] = []
    frames: list[Image.Image] = []
    for frame in ImageSequence.Iterator(picture):
        lengths.append(max(20, int(frame.info.get("duration") or 100)))
        frames.append(frame.convert("RGBA"))
        frames[-1].info = {}
    more: dict[str, Any] = {"disposal": 2} if form == "GIF" else {}
    loop = picture.info.get("loop", 0)
    frames[0].save(target, form, save_all=True, append_images=frames[1:], duration=lengths, loop=loop, **more)
    return frames[0]


def _shrink(picture: Image.Image, target: Path) -> None:
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    made = picture if picture.mode == mode else picture.convert(mode)
    made.info = {}
    made.thumbnail(THUMBNAIL, reducing_gap=2.0)
    made.save(target, "WEBP", quality=80)


@contextmanager
def _told() -> Iterator[None]:
    """Whatever Pillow says of a broken picture, its sender reads the same sentence."""
    try:
        yield
    except Invalid:
        raise
    except Image.DecompressionBombError as fault:
        raise refusal(HUGE) from fault
    except Exception as fault:  # it raises nearly everything: SyntaxError, struct.error, EOFError, MemoryError …
        raise refusal(BROKEN) from fault


Image.MAX_IMAGE_PIXELS = PIXELS
