"""Which picture format some bytes are, and its pixels as eight-bit RGB.  `locator.photo` is the door to this room.

A format is told by its first bytes, never by the file's name, and only the formats listed here are opened: every
further decoder is one more that a hostile file can reach.
"""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Callable
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, ImageOps

Rgb = npt.NDArray[np.uint8]

FORMATS = "JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP or GIF"  # as told to a person

# Format -> the Pillow plugin that opens it.  Plugins are imported when first needed (all of them cost 50 ms), and
# called directly: Image.open would warn about large pictures before our own limit can answer.
_OPENERS: dict[str, tuple[str, str]] = {
    "JPEG": ("PIL.JpegImagePlugin", "jpeg_factory"),
    "PNG": ("PIL.PngImagePlugin", "PngImageFile"),
    "WebP": ("PIL.WebPImagePlugin", "WebPImageFile"),
    "HEIC": ("pi_heif.as_plugin", "HeifImageFile"),
    "AVIF": ("PIL.AvifImagePlugin", "AvifImageFile"),
    "TIFF": ("PIL.TiffImagePlugin", "TiffImageFile"),
    "BMP": ("PIL.BmpImagePlugin", "BmpImageFile"),
    "GIF": ("PIL.GifImagePlugin", "GifImageFile"),
}

# What else people hand over by mistake; naming it makes the answer useful.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"<svg", "an SVG drawing"),
    (b"<?xml", "an XML file"),
    (b"<!DOC", "a web page"),
    (b"<html", "a web page"),
    (b"8BPS", "a Photoshop file"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
)
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_TIFF_SUBFILE_TYPE = 254  # TIFF 6.0, tag NewSubfileType; bit 0: a reduced copy of another image in the file
_NO_SUCH_MODE = "unknown pixel mode"  # Pillow's words for a TIFF of numbers that it has no mode for
_MOST_SCANS = 100  # a progressive JPEG comes in ten or so; every one goes over all its pixels, and can be of ten bytes
_JPEG_MARK = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")  # the others are of a scan's data, or have no length
_JPEG_SCAN, _JPEG_END = 0xDA, 0xD9  # ITU-T T.81, table B.1
_WHITE = (255, 255, 255)
_UPRIGHT = 1  # EXIF 2.32, tag Orientation
_STRIP_BYTES = 500_000  # small enough for a processor's own memory
_FEW_STRIPS = 8  # of which a picture is small enough to be taken over at once


class OddKindError(Exception):
    """A whole file of one of our formats, in a kind of it that is not read: numbers in floating point, 32 bits."""


class EndlessError(Exception):
    """A JPEG of so many scans that it was made to keep a program busy: 0.3 MB can take hours."""


class RawPreviewError(Exception):
    """A camera's raw file: the only picture in it that can be read is a small preview."""


def sniff(head: bytes) -> str | None:
    """The format that the first 16 or more bytes announce; None when it is not one of ours.

    A file of this family may call itself a picture in general (mif1) and say further on which kind of one it is.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WebP"
    if head[4:8] == b"ftyp":
        brands = [head[at : at + 4] for at in (8, *range(16, min(int.from_bytes(head[:4], "big"), len(head)), 4))]
        if b"avif" in brands or b"avis" in brands:
            return "AVIF"
        return "HEIC" if head[8:12] in _HEIC_BRANDS else None
    if head.startswith((b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")):
        return "TIFF"
    if head.startswith(b"BM"):
        return "BMP"
    return "GIF" if head.startswith((b"GIF87a", b"GIF89a")) else None


def describe(head: bytes) -> str:
    """In words, what bytes that are none of our formats seem to be."""
    if head[4:8] == b"ftyp":
        return "a video"
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    for mark, words in _OTHERS:
        if start[: len(mark)].lower() == mark.lower():
            return words
    return "something else"


def open_picture(data: bytes, kind: str) -> Image.Image:
    """The picture with its size known and nothing decoded yet; whatever the plugin raises on damage comes out."""
    module, name = _OPENERS[kind]
    if kind == "JPEG" and _scans(data) > _MOST_SCANS:
        raise EndlessError
    opener = cast(Callable[[io.BytesIO], Image.Image], getattr(importlib.import_module(module), name))
    try:
        picture = opener(io.BytesIO(data))
    except SyntaxError as fault:
        if fault.args and (fault.args[0] == _NO_SUCH_MODE or isinstance(fault.args[0], KeyError)):
            raise OddKindError from fault  # a table of kinds that the plugin knows has not got it
        raise
    if kind == "TIFF" and int(cast(Any, picture).tag_v2.get(_TIFF_SUBFILE_TYPE, 0)) & 1:
        raise RawPreviewError
    return picture


def _scans(data: bytes) -> int:
    """How many scans a JPEG's first picture has, counted no further than they may be."""
    count, at = 0, 2
    while count <= _MOST_SCANS and (mark := _JPEG_MARK.search(data, at)) and mark[0][1] != _JPEG_END:
        count += mark[0][1] == _JPEG_SCAN
        at = mark.end() + int.from_bytes(data[mark.end() : mark.end() + 2], "big")
    return count


def upright_rgb(picture: Image.Image) -> Rgb:
    """(H, W, 3) of the first frame, turned as its EXIF says, transparent parts on white."""
    picture.load()
    try:  # asked about first: what lies upright already would be copied
        upright = ImageOps.exif_transpose(picture) if _lies(picture) != _UPRIGHT else picture
    except Exception:  # damaged EXIF raises nearly anything; the pixels are still good as they lie
        upright = picture
    return np.ascontiguousarray(_rgb(upright))


def _lies(picture: Image.Image) -> object:
    """How the camera was held, by the picture's EXIF."""
    return picture.getexif().get(ExifTags.Base.Orientation, _UPRIGHT)


def _rgb(picture: Image.Image) -> Rgb:
    if picture.mode == "RGB" and "transparency" not in picture.info:
        return _pixels(picture)
    if picture.mode.startswith("I") or picture.mode == "F":
        grey = _eight_bits(np.asarray(picture))
        return np.repeat(grey[:, :, None], 3, axis=2)
    if picture.mode == "LAB":
        return np.asarray(_from_lab(picture), dtype=np.uint8)
    if picture.has_transparency_data:
        # White, not black: a person cut out of a photograph is meant for a page, and hair and suits are dark.
        page = Image.new("RGBA", picture.size, (*_WHITE, 255))
        return _pixels(Image.alpha_composite(page, picture.convert("RGBA")).convert("RGB"))
    return _pixels(picture.convert("RGB"))  # 1-bit, palette, grey, CMYK, YCbCr


def _pixels(picture: Image.Image) -> Rgb:
    """An RGB picture's own pixels, taken over strip by strip: by Pillow's way all of them are in memory twice more."""
    width, height = picture.size
    rows = max(1, _STRIP_BYTES // (3 * width))
    if height <= _FEW_STRIPS * rows:
        return np.asarray(picture, dtype=np.uint8)
    rgb = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, rows):
        below = min(top + rows, height)
        rgb[top:below] = np.asarray(picture.crop((0, top, width, below)))
    rgb.setflags(write=False)
    return rgb


def _from_lab(picture: Image.Image) -> Image.Image:
    from PIL import ImageCms  # a C library of its own, for a rare kind of TIFF

    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    return cast(Image.Image, ImageCms.profileToProfile(picture, lab, srgb, outputMode="RGB"))


def _eight_bits(grey: npt.NDArray[Any]) -> Rgb:
    """Deep grey (H, W) brought to 0..255: by the file's full scale where that is known, by its brightest otherwise."""
    values = np.nan_to_num(grey.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    brightest = float(values.max(initial=0.0))
    if grey.dtype.kind == "f":
        full = 1.0 if brightest <= 1.0 else brightest
    elif brightest < 4096.0:
        full = 4095.0  # a twelve-bit sensor's values in a sixteen-bit file; honest 16 bits this dark show nothing
    else:
        full = 65535.0 if brightest <= 65535.0 else brightest
    scaled: Rgb = np.clip(np.rint(values * (255.0 / full)), 0, 255).astype(np.uint8)
    return scaled
