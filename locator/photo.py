"""A photograph as the rest of the line wants it: upright, RGB, eight bits, in memory."""

from __future__ import annotations

import io
import math
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image

from locator import photo_formats
from locator.errors import PhotoError, RequestError
from locator.geometry import ReadOnlyArrays, is_finite
from locator.whole_file import write_whole

MAX_PIXELS = 51_000_000  # the 48 and 50 Mpx that telephones give when asked for all they have; 153 MB in memory
MAX_SIDE_PX = 20_000  # a longer side within MAX_PIXELS is a strip eight times as long as wide and more, not a body
MIN_SIDE_PX = 16  # below this not even the detector's own first grid is filled
USEFUL_SIDE_PX = 480  # what is asked for instead
MAX_FILE_BYTES = 310_000_000  # 50 Mpx of uncompressed 16-bit RGB are 300 MB

_SAVED_AS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}


@dataclass(frozen=True, eq=False)
class Photo(ReadOnlyArrays):
    """An upright picture.  Nothing of the file's metadata is kept."""

    # (H, W, 3), read-only, EXIF orientation applied; not printed, a page of numbers tells nobody anything
    rgb: npt.NDArray[np.uint8] = field(repr=False)
    mirrored: bool = False  # True: a selfie preview or a flipped picture; the body's left lies where right is expected
    name: str = ""  # file name, for reports

    def __post_init__(self) -> None:
        known_picture(self.rgb)
        if not isinstance(self.mirrored, (bool, np.bool_)):  # a name in its place made every left a right
            raise ValueError(f"mirrored: expected True or False, got {self.mirrored!r}")
        # What the caller may still write to is copied: cameras read into one array again and again, and an answer would
        # be drawn on a later frame.  A view of the rest, so that no flag of the caller's own array changes.
        rgb = self.rgb.copy() if self.rgb.flags.writeable else self.rgb.view()
        rgb.setflags(write=False)
        object.__setattr__(self, "rgb", rgb)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width, height."""
        return int(self.rgb.shape[1]), int(self.rgb.shape[0])


def known_photo(photo: object) -> None:
    """RequestError for what is no Photo, with how one is made."""
    if not isinstance(photo, Photo):
        raise RequestError(
            f"expected a Photo, got {type(photo).__name__}: load_photo(path) reads a file, Photo(rgb) holds an array "
            "of shape (H, W, 3) and type uint8"
        )


def known_picture(rgb: object) -> None:
    """ValueError for what is no (H, W, 3) of eight bits: of another kind a body may be missed, or seen amiss."""
    if not isinstance(rgb, np.ndarray):
        raise ValueError(f"expected a uint8 picture of shape (H, W, 3), got {type(rgb).__name__}")
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or not rgb.size:
        raise ValueError(f"expected a uint8 picture of shape (H, W, 3), got {rgb.dtype} {rgb.shape}")


def known_frame(rgb: object, t_s: object) -> None:
    """ValueError for what is no picture of a video, or no time: one such frame would stay in all that is steadied."""
    known_picture(rgb)
    if not is_finite(t_s):
        raise ValueError(f"t_s: expected the frame's time in seconds, got {t_s!r}")


def load_photo(
    source: Path | str | bytes | bytearray | memoryview | BinaryIO, *, mirrored: bool = False, name: str = ""
) -> Photo:
    """The picture in a file, in bytes, or in an open binary stream.  PhotoError says in a sentence why not.

    Coordinates everywhere in the product are pixels of the `rgb` returned here: full size, upright.  Of an animation
    the first frame is taken, and colour profiles are left as they are.
    """
    if isinstance(source, (str, Path)):
        name = name or Path(source).name
        data = read_file(Path(source))
    elif isinstance(source, (bytes, bytearray, memoryview)):
        data = bytes(source)
    elif hasattr(source, "read"):
        data = _read_stream(source)
    else:
        raise PhotoError(
            f"expected a picture's file name, its bytes or an open file, got {type(source).__name__}; "
            "Photo(rgb) holds an array of shape (H, W, 3) and type uint8."
        )
    return Photo(_decode(data, name or "the picture"), mirrored=mirrored, name=name)


def save_picture(rgb: npt.NDArray[np.uint8], path: Path | str) -> None:
    """Write (H, W, 3) as PNG or JPEG, by the name's ending, without metadata; the file appears whole or not at all."""
    path = Path(path)
    kind = _SAVED_AS.get(path.suffix.lower())
    if kind is None:
        raise PhotoError(f'expected a file name ending in .png or .jpg, got "{path.name}"; choose one of the two.')
    try:
        write_whole(path, encode_picture(rgb, kind))
    except OSError as fault:
        raise PhotoError(
            f"{path}: cannot be written ({_why(fault)}); choose a folder that exists, can be written to and has room."
        ) from fault


def encode_picture(rgb: npt.NDArray[np.uint8], kind: str = "PNG") -> bytes:
    """The bytes of a PNG or JPEG file of (H, W, 3), with nothing in it but the pixels."""
    known_picture(rgb)
    out = io.BytesIO()
    picture = Image.fromarray(np.asarray(rgb))
    if kind == "PNG":
        picture.save(out, "PNG", compress_level=4)  # 6 takes twice as long for 3 % less
    else:
        picture.save(out, kind, quality=92, subsampling=0)  # whole chroma: thin coloured rings survive
    return out.getvalue()


def read_file(path: Path) -> bytes:
    """The bytes of a file that may be a picture; PhotoError where there is none, or one too heavy to be one."""
    shown = str(path)
    if not path.name:
        raise PhotoError(f'expected the name of a picture file, got "{shown}"; name the picture.')
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise PhotoError(f"{shown}: expected a picture file, got a folder; name the pictures inside it.")
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device could be read for ever
            raise PhotoError(f"{shown}: expected a picture file, got a device or a pipe; save the picture first.")
        if status.st_size > MAX_FILE_BYTES:
            raise _too_heavy(shown)
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise PhotoError(f"{shown}: expected a picture file, found none; check the name and the folder.") from fault
    except PermissionError as fault:
        raise PhotoError(f"{shown}: may not be read by this user; change its permissions or copy it.") from fault
    except (OSError, ValueError) as fault:  # ValueError: a null byte in the name
        raise PhotoError(f"{shown!r}: cannot be read ({_why(fault)}); copy it to this disk and try again.") from fault


def _read_stream(stream: BinaryIO) -> bytes:
    try:
        data = stream.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as fault:
        raise PhotoError(f"the picture cannot be read ({_why(fault)}); choose the file again.") from fault
    if not isinstance(data, bytes):
        raise PhotoError("expected a picture opened as bytes, got text; open the file in binary mode.")
    return data


def _decode(data: bytes, shown: str) -> npt.NDArray[np.uint8]:
    """(H, W, 3) upright, from a file's bytes; PhotoError where they are no whole picture of a size to work on."""
    kind = _kind(data, shown)
    damaged = PhotoError(
        f"{shown}: expected a whole {kind} picture, got one that is cut short or damaged; copy or download it again.",
        reason="picture_damaged",
        name=shown,
    )
    # Decoders let out nearly every exception there is when a file is damaged, hence the two broad clauses.
    try:
        picture = _opened(data, kind, shown)
        width_px, height_px = picture.size
    except PhotoError:
        raise
    except Exception as fault:
        raise (_no_size(data, kind, shown) or damaged) from fault
    _check_size(width_px, height_px, shown)
    try:
        return photo_formats.upright_rgb(picture)
    except MemoryError as fault:
        raise PhotoError(
            f"{shown}: {width_px} x {height_px} px do not fit in memory; make it smaller.",
            reason="picture_too_large",
            name=shown,
        ) from fault
    except Exception as fault:
        raise damaged from fault


def _kind(data: bytes, shown: str) -> str:
    """Which of the formats these bytes begin like."""
    if not data:
        raise PhotoError(
            f"{shown}: expected a picture, got an empty file; copy or download it again.",
            reason="picture_empty",
            name=shown,
        )
    if len(data) > MAX_FILE_BYTES:
        raise _too_heavy(shown)
    kind = photo_formats.sniff(data[:64])
    if kind is None:
        raise PhotoError(
            f"{shown}: expected a {photo_formats.FORMATS} picture, got {photo_formats.describe(data[:64])}; "
            "save or export it as JPEG or PNG.",
            reason="picture_other",
            name=shown,
        )
    return kind


def _opened(data: bytes, kind: str, shown: str) -> Image.Image:
    """The picture, its size known and its pixels not yet read."""
    try:
        return photo_formats.open_picture(data, kind)
    except photo_formats.RawPreviewError as fault:
        raise PhotoError(
            f"{shown}: expected a finished picture, got a camera's raw file with only a small preview in it; "
            "export it as JPEG.",
            reason="picture_raw",
            name=shown,
        ) from fault
    except photo_formats.OddKindError as fault:
        raise PhotoError(
            f"{shown}: expected a {kind} of 8 or 16 bits a colour or of plain grey, got one of another kind; "
            "save it as JPEG or PNG.",
            reason="picture_kind",
            name=shown,
            kind=kind,
        ) from fault
    except ImportError as fault:
        raise PhotoError(
            f"{shown}: this installation cannot read {kind}; save the picture as JPEG or PNG.",
            reason="picture_unread",
            name=shown,
            kind=kind,
        ) from fault


def _check_size(width_px: int, height_px: int, shown: str) -> None:
    size = f"{width_px} x {height_px} px"
    if min(width_px, height_px) <= 0:
        raise PhotoError(
            f"{shown}: expected a picture, got one of {size} with nothing in it; save it again.",
            reason="picture_damaged",
            name=shown,
        )
    if min(width_px, height_px) < MIN_SIDE_PX:
        raise PhotoError(
            f"{shown}: {size} is too small to show a body; take a photograph of {USEFUL_SIDE_PX} px or more.",
            reason="picture_too_small",
            name=shown,
            size=size,
            least=USEFUL_SIDE_PX,
        )
    if max(width_px, height_px) > MAX_SIDE_PX:
        raise PhotoError(
            f"{shown}: expected sides of at most {MAX_SIDE_PX} px, got {size}; cut out the body.",
            reason="picture_too_long",
            name=shown,
            size=size,
            most=MAX_SIDE_PX,
        )
    if width_px * height_px > MAX_PIXELS:
        most, came = MAX_PIXELS / 1e6, math.ceil(width_px * height_px / 1e5) / 10  # never the limit itself
        raise PhotoError(
            f"{shown}: expected at most {most:.0f} megapixels, got {came:g} ({size}); "
            "make it smaller, 4000 px on the longer side is plenty.",
            reason="picture_too_large",
            name=shown,
        )


def _no_size(data: bytes, kind: str, shown: str) -> PhotoError | None:
    """A picture of no pixels is refused by some decoders before its size can be asked; PNG's is read from its head."""
    if kind != "PNG" or len(data) < 24:
        return None
    width_px, height_px = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if width_px and height_px:
        return None
    return PhotoError(
        f"{shown}: expected a picture, got one of {width_px} x {height_px} px; save it again.",
        reason="picture_damaged",
        name=shown,
    )


def _too_heavy(shown: str) -> PhotoError:
    most = MAX_FILE_BYTES // 10**6
    return PhotoError(
        f"{shown}: expected a picture of at most {most} MB, got more; save it as JPEG.",
        reason="picture_too_heavy",
        name=shown,
        most=most,
    )


def _why(fault: Exception) -> str:
    return (getattr(fault, "strerror", None) or str(fault) or type(fault).__name__).lower()
