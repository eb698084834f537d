"""What is read is what was photographed: upright, in eight bits, or a sentence saying why not."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import sys
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from locator.errors import PhotoError
from locator.photo import MAX_PIXELS, Photo, encode_picture, load_photo, save_picture

FIXTURES = Path(__file__).parents[1] / "fixtures"
W, H = 60, 40
RED, GREEN, BLUE, GREY = (200, 30, 40), (30, 180, 60), (40, 50, 210), (128, 128, 128)


def quarters() -> np.ndarray:
    """Red top left, green top right, blue bottom left, grey bottom right: every turn and flip looks different."""
    rgb = np.zeros((H, W, 3), np.uint8)
    rgb[: H // 2, : W // 2], rgb[: H // 2, W // 2 :] = RED, GREEN
    rgb[H // 2 :, : W // 2], rgb[H // 2 :, W // 2 :] = BLUE, GREY
    return rgb


def written(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def assert_quarters(photo: Photo, tolerance: int = 12) -> None:
    assert photo.size_px == (W, H)
    for (y, x), colour in {(10, 15): RED, (10, 45): GREEN, (30, 15): BLUE, (30, 45): GREY}.items():
        assert np.abs(photo.rgb[y, x].astype(int) - colour).max() <= tolerance, (y, x, photo.rgb[y, x])


# Operation that the camera applied to the upright scene for each EXIF orientation (EXIF 2.32, tag 0x0112).
STORED_AS = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.transpose(1, 0, 2),
    6: lambda a: np.rot90(a, 1),
    7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
    8: lambda a: np.rot90(a, -1),
}


@pytest.mark.parametrize("orientation", sorted(STORED_AS))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_orientation_of_the_camera_comes_out_upright(orientation: int, kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(np.ascontiguousarray(STORED_AS[orientation](quarters())))
    assert_quarters(load_photo(written(stored, kind, exif=exif, quality=95)))


@pytest.mark.parametrize("stored", ["upright", "turned"])
def test_a_telephones_heic_is_read_upright_and_turned_only_once(stored: str) -> None:
    """HEIC says its turn twice, in a box of its own and in the EXIF; only one of the two may be followed."""
    assert_quarters(load_photo(FIXTURES / f"quarters_{stored}.heic"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"])
def test_every_format_gives_the_same_picture(kind: str) -> None:
    assert_quarters(load_photo(written(Image.fromarray(quarters()), kind)), tolerance=25)


@pytest.mark.parametrize("brand", [b"mif1", b"msf1"])
def test_an_avif_that_calls_itself_a_picture_in_general_is_read(brand: bytes) -> None:
    held = io.BytesIO()
    Image.new("RGB", (48, 32), (200, 30, 10)).save(held, "AVIF")
    named = held.getvalue()[:8] + brand + held.getvalue()[12:]
    assert load_photo(named).size_px == (48, 32)


def test_cmyk_jpegs_are_not_negatives() -> None:
    assert_quarters(load_photo(written(Image.fromarray(quarters()).convert("CMYK"), "JPEG", quality=95)), tolerance=20)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bit_grey_is_scaled_not_clipped(kind: str) -> None:
    ramp = np.tile(np.linspace(0, 65535, W).astype(np.uint16), (H, 1))
    rgb = load_photo(written(Image.fromarray(ramp), kind)).rgb
    assert np.abs(rgb[5, :, 1].astype(int) - np.linspace(0, 255, W)).max() <= 1


def test_twelve_bits_in_a_sixteen_bit_file_are_not_black() -> None:
    ramp = np.tile(np.linspace(0, 4095, W).astype(np.uint16), (H, 1))
    assert load_photo(written(Image.fromarray(ramp), "TIFF")).rgb.max() == 255


def test_floating_grey_is_brought_to_eight_bits() -> None:
    ramp = np.tile(np.linspace(0, 1, W).astype(np.float32), (H, 1))
    ramp[0, 0] = np.nan
    rgb = load_photo(written(Image.fromarray(ramp), "TIFF")).rgb
    assert rgb[5, -1, 0] == 255 and abs(int(rgb[5, W // 2, 0]) - 128) < 4


def test_one_bit_and_palette_pictures_become_rgb() -> None:
    black_white = Image.fromarray((np.indices((H, W)).sum(0) % 2 * 255).astype(np.uint8)).convert("1")
    assert set(np.unique(load_photo(written(black_white, "PNG")).rgb)) == {0, 255}
    assert_quarters(load_photo(written(Image.fromarray(quarters()).quantize(16), "PNG")))


def test_what_is_transparent_lies_on_white() -> None:
    rgba = np.dstack([quarters(), np.full((H, W), 255, np.uint8)])
    rgba[:, :20, 3] = 0
    for mode in ("RGBA", "LA"):
        rgb = load_photo(written(Image.fromarray(rgba).convert(mode), "PNG")).rgb
        assert (rgb[:, :20] == 255).all() and (rgb[:, 50] != 255).any()


def test_a_palette_may_hold_the_transparency() -> None:
    paletted = Image.fromarray(quarters()).quantize(4)
    clear = paletted.getpixel((0, 0))
    rgb = load_photo(written(paletted, "PNG", transparency=clear)).rgb
    assert (rgb[5, 5] == 255).all()


def test_of_an_animation_the_first_frame_is_taken() -> None:
    frames = [Image.fromarray(quarters()), Image.new("RGB", (W, H), (255, 255, 255))]
    for kind in ("GIF", "WEBP", "PNG"):
        assert_quarters(load_photo(written(frames[0], kind, save_all=True, append_images=frames[1:])), tolerance=30)


def test_broken_exif_does_not_lose_the_picture() -> None:
    data = written(Image.fromarray(quarters()), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff\x00", quality=95)
    assert_quarters(load_photo(data))


def test_a_photo_knows_its_name_and_keeps_its_pixels_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "Rücken 1.png"
    path.write_bytes(written(Image.fromarray(quarters()), "PNG"))
    with path.open("rb") as stream:
        for photo in (load_photo(path), load_photo(str(path)), load_photo(stream, name=path.name)):
            assert photo.name == "Rücken 1.png" and not photo.rgb.flags.writeable
    assert load_photo(path, mirrored=True).mirrored


def test_a_callers_array_stays_writable() -> None:
    mine = quarters()
    Photo(mine)
    mine[0, 0] = 7
    with pytest.raises(ValueError, match=r"\(H, W, 3\)"):
        Photo(mine[:, :, 0])


def test_a_photo_stays_as_it_was_when_the_callers_array_is_used_again() -> None:
    frame = quarters()
    photo = Photo(frame)
    frame[:] = 7
    assert_quarters(photo)


def test_a_picture_that_is_read_is_held_once() -> None:
    """50 megapixels are 153 MB."""
    read = load_photo(written(Image.fromarray(quarters()), "PNG"))
    assert np.shares_memory(Photo(read.rgb).rgb, read.rgb)
    assert read.rgb.base is not None  # of what was decoded, no copy of it


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_large_picture_is_held_once_while_it_is_read(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow's way holds it four times: as decoded, upright, in pieces and as a whole."""
    noise = np.random.default_rng(5).integers(0, 255, (40, 30, 3), np.uint8)
    drawn = Image.fromarray(noise).resize((1501, 2003)).convert(mode)
    data, expected = written(drawn, "PNG", compress_level=1), np.asarray(drawn.convert("RGB"))
    monkeypatch.setattr(Image.Image, "copy", lambda picture: pytest.fail("it lies upright"))
    tracemalloc.start()
    try:
        rgb = load_photo(data).rgb
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert np.array_equal(rgb, expected)
    assert held < 1.5 * rgb.nbytes + len(data)


def test_the_ending_of_the_name_does_not_decide(tmp_path: Path) -> None:
    path = tmp_path / "back.txt"
    path.write_bytes(written(Image.fromarray(quarters()), "PNG"))
    assert_quarters(load_photo(path))


def png_of(width: int, height: int) -> bytes:
    """A PNG that announces any size and holds next to nothing: a bomb, or an empty picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


BAD = {
    "empty": (b"", "empty file"),
    "words": (b"this is no picture at all, just words", "got something else"),
    "document": (b"%PDF-1.7\n%...........", "a PDF document"),
    "video": (b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2", "a video"),
    "web page": (b"\n<!doctype html><html></html>", "a web page"),
    "no width": (png_of(0, 100), "0 x 100 px"),
    "too wide": (png_of(100_000, 100), "100000 x 100 px"),
    "a bomb": (png_of(19_000, 19_000), "megapixels"),
    "tiny": (png_of(3, 3), "too small"),
    "hollow": (png_of(100, 100), "cut short or damaged"),
    "only a head": (b"\xff\xd8\xff\xe0", "cut short or damaged"),
    "only a tiff head": (b"II*\0\x08\0\0\0", "cut short or damaged"),
}


@pytest.mark.parametrize("kind", sorted(BAD))
def test_bad_input_is_answered_in_one_sentence(kind: str) -> None:
    data, expected = BAD[kind]
    with pytest.raises(PhotoError) as told:
        load_photo(data, name="mine.jpg")
    message = str(told.value)
    assert expected in message and message.startswith("mine.jpg") and "\n" not in message and message.endswith(".")


def in_scans(times: int, before: bytes = b"") -> bytes:
    """A progressive JPEG whose last scan comes so many times more, each with these bytes before it."""
    out = io.BytesIO()
    Image.new("L", (64, 64), 128).save(out, "JPEG", progressive=True)
    whole = out.getvalue()
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + times * (before + whole[last:-2]) + whole[-2:]


@pytest.mark.parametrize("before", [b"", b"\xff\xff", b"\xff\x01", b"\xff\xfe\x00\x04\xff\xd9"])
def test_a_jpeg_made_to_keep_a_program_busy_is_refused_before_it_is_unpacked(before: bytes) -> None:
    """Of 36 megapixels and 2,000 scans, 0.3 MB, one stopped a whole run for minutes."""
    with pytest.raises(PhotoError, match="cut short or damaged"):
        load_photo(in_scans(200, before))


def test_scans_that_are_none_of_the_picture_s_do_not_count() -> None:
    assert load_photo(in_scans(20) + 500 * b"a film's bytes \xff\xda").size_px == (64, 64)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_picture_is_never_half_shown(kind: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (H, W, 3), dtype=np.uint8)
    data = written(Image.fromarray(noise), kind)
    with pytest.raises(PhotoError, match="cut short or damaged"):
        load_photo(data[: int(len(data) * share)])


def test_damage_anywhere_never_lets_another_error_out() -> None:
    rng = np.random.default_rng(2)
    for kind in ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"):
        whole = written(Image.fromarray(quarters()), kind)
        for _ in range(25):
            broken = np.frombuffer(whole, np.uint8).copy()
            broken[rng.integers(0, len(broken), 6)] = rng.integers(0, 255, 6)
            with contextlib.suppress(PhotoError):  # anything else fails the test
                assert load_photo(broken.tobytes()).rgb.size


def test_a_camera_raw_preview_is_not_taken_for_the_picture() -> None:
    data = written(Image.fromarray(quarters()), "TIFF", tiffinfo={254: 1})
    with pytest.raises(PhotoError, match="raw file"):
        load_photo(data)


@pytest.mark.parametrize(("tag", "was", "is_now"), [(258, 32, 64), (259, 1, 34712)], ids=["doubles", "JPEG 2000"])
def test_a_whole_tiff_of_a_kind_that_is_not_read_is_not_called_damaged(tag: int, was: int, is_now: int) -> None:
    """Microscopes and raw converters write such files; downloading one again would not help."""
    data = written(Image.fromarray(np.zeros((40, 40), np.float32)), "TIFF")
    entry, other = (struct.pack("<HHIHH", tag, 3, 1, value, 0) for value in (was, is_now))
    assert data.count(entry) == 1
    with pytest.raises(PhotoError, match="another kind") as told:
        load_photo(data.replace(entry, other), name="cells.tif")
    assert told.value.reason == "picture_kind"


@pytest.mark.parametrize(("width", "height"), [(8064, 6048), (8192, 6144)], ids=["48 Mpx", "50 Mpx"])
def test_all_that_a_telephone_gives_is_accepted(width: int, height: int) -> None:
    assert load_photo(written(Image.new("1", (width, height)), "PNG")).rgb.shape == (height, width, 3)


def test_more_than_fifty_one_megapixels_are_not_accepted() -> None:
    assert MAX_PIXELS == 8500 * 6000
    with pytest.raises(PhotoError, match=r"at most 51 megapixels, got 51\.1 "):
        load_photo(png_of(8500, 6010))


def test_places_that_are_no_files_are_named(tmp_path: Path) -> None:
    for source, expected in {
        tmp_path: "got a folder",
        tmp_path / "none.jpg": "found none",
        "": "name the picture",
        "a\0b.jpg": "cannot be read",
        "x" * 5000: "cannot be read",
    }.items():
        with pytest.raises(PhotoError, match=expected):
            load_photo(source)
    with pytest.raises(PhotoError, match="binary mode"):
        load_photo(io.StringIO("text"))  # type: ignore[arg-type]


@pytest.mark.parametrize("source", [None, 5, np.zeros((20, 20, 3), np.uint8)], ids=["none", "number", "array"])
def test_what_is_no_file_at_all_is_told_with_the_way_to_a_photo(source: Any) -> None:
    with pytest.raises(PhotoError, match=r"expected a picture's file name, .* Photo\(rgb\) holds an array"):
        load_photo(source)


@pytest.mark.parametrize("held", [bytes, bytearray, memoryview])
def test_bytes_are_read_however_they_are_held(held: type) -> None:
    data = encode_picture(np.full((20, 30, 3), 90, np.uint8))
    assert load_photo(held(data)).size_px == (30, 20)


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are a Unix matter")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(PhotoError, match="a pipe"):
        load_photo(tmp_path / "pipe.jpg")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "locked.jpg").write_bytes(b"x")
    (tmp_path / "locked.jpg").chmod(0)
    with pytest.raises(PhotoError, match="may not be read"):
        load_photo(tmp_path / "locked.jpg")


@pytest.mark.parametrize("ending", ["png", "jpg", "JPEG"])
def test_a_saved_picture_holds_pixels_and_nothing_else(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    save_picture(quarters(), path)
    assert_quarters(load_photo(path))
    assert not Image.open(path).getexif() and b"Exif" not in path.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == [path.name]  # no partial file is left behind


def test_a_picture_that_cannot_be_saved_is_told_and_leaves_the_old_one(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match="cannot be written"):
        save_picture(quarters(), tmp_path / "no such folder" / "out.png")
    with pytest.raises(PhotoError, match=r"\.png or \.jpg"):
        save_picture(quarters(), tmp_path / "out.gif")
    (tmp_path / "taken.png").mkdir()
    with pytest.raises(PhotoError, match="cannot be written"):
        save_picture(quarters(), tmp_path / "taken.png")
    assert [p.name for p in tmp_path.iterdir()] == ["taken.png"]
