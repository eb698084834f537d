"""Pages to print at their true size: pictures, words and lines placed in millimetres, written as PDF or PNG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm as pt_of_mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from locator.errors import RequestError
from locator.overlay.letters import plain
from locator.whole_file import unclaimed, write_whole
from ui.card import fit_text, fonts

WIDTH_MM, HEIGHT_MM = A4[0] / pt_of_mm, A4[1] / pt_of_mm
MARGIN_MM = 10.0  # most printers leave this much white
INNER_MM = (190.0, 266.0)  # what fits a letter page as well as A4
DPI = 300
MM_PER_INCH = 25.4
RULER_MM = 100.0


@dataclass(frozen=True, eq=False)
class Picture:
    """A grey picture of this width; its fields stay sharp at any size."""

    x_mm: float  # from the left
    y_mm: float  # from the top
    width_mm: float
    grey: npt.NDArray[np.uint8]  # (H, W) uint8


@dataclass(frozen=True)
class Words:
    """One line, its upper left corner here, cut where it would be wider than this."""

    x_mm: float
    y_mm: float
    text: str
    width_mm: float
    size_mm: float = 3.2  # of the letters
    bold: bool = False


@dataclass(frozen=True)
class Line:
    """A thin grey line, to cut along or to measure."""

    x0_mm: float
    y0_mm: float
    x1_mm: float
    y1_mm: float


Page = Sequence[Picture | Words | Line]


def ruler(x_mm: float, y_mm: float, text: str) -> list[Words | Line]:
    """A line of 100 mm with its ends, by which a person sees whether the printer kept the size."""
    end = x_mm + RULER_MM
    ticks = [Line(x, y_mm - 2.0, x, y_mm + 2.0) for x in (x_mm, end)]
    return [Line(x_mm, y_mm, end, y_mm), *ticks, Words(x_mm, y_mm + 2.5, text, INNER_MM[0])]


def write_sheet(pages: Sequence[Page], path: Path, title: str) -> Path:
    """Write the pages by the name's ending; RequestError says what can be written where.

    No file is written over: whoever takes `markers` for what reads marks names a photograph.
    """
    kind = path.suffix.lower()
    if kind not in (".pdf", ".png"):
        raise RequestError(f'expected a file name ending in .pdf or .png, got "{path.name}"; choose one of the two.')
    if kind == ".png" and len(pages) > 1:
        raise RequestError(f"{path.name}: these are {len(pages)} pages, a PNG holds one; write a .pdf.")
    unclaimed(path)
    data = as_pdf(pages, title) if kind == ".pdf" else as_png(pages[0])
    try:
        write_whole(path, data)
    except OSError as fault:
        raise RequestError(
            f"{path}: cannot be written ({fault.strerror}); choose a folder that is there and has room."
        ) from fault
    return path


def as_pdf(pages: Sequence[Page], title: str) -> bytes:
    """The pages on A4."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setTitle(title)
    regular, bold = fonts()
    for page in pages:
        for item in page:
            if isinstance(item, Picture):
                high_mm = item.width_mm * item.grey.shape[0] / item.grey.shape[1]
                at = (item.x_mm * pt_of_mm, (HEIGHT_MM - item.y_mm - high_mm) * pt_of_mm)
                picture = ImageReader(Image.fromarray(item.grey))
                canvas.drawImage(picture, *at, item.width_mm * pt_of_mm, high_mm * pt_of_mm)
            elif isinstance(item, Words):
                face, size_pt = (bold if item.bold else regular), item.size_mm * pt_of_mm
                canvas.setFont(face, size_pt)
                below_pt = (HEIGHT_MM - item.y_mm - 0.8 * item.size_mm) * pt_of_mm
                canvas.drawString(
                    item.x_mm * pt_of_mm, below_pt, fit_text(item.text, face, size_pt, item.width_mm * pt_of_mm)
                )
            else:
                canvas.setLineWidth(0.4)
                canvas.setStrokeGray(0.5)
                ends = (item.x0_mm, HEIGHT_MM - item.y0_mm, item.x1_mm, HEIGHT_MM - item.y1_mm)
                canvas.line(*(end * pt_of_mm for end in ends))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def as_png(page: Page) -> bytes:
    """One page at 300 dots an inch, with that written into it, so that printing keeps the size."""

    def dots(mm: float) -> int:
        return round(mm * DPI / MM_PER_INCH)

    sheet = Image.new("L", (dots(WIDTH_MM), dots(HEIGHT_MM)), 255)
    pen = ImageDraw.Draw(sheet)
    for item in page:
        if isinstance(item, Picture):
            high_mm = item.width_mm * item.grey.shape[0] / item.grey.shape[1]
            picture = Image.fromarray(item.grey).resize((dots(item.width_mm), dots(high_mm)), Image.Resampling.NEAREST)
            sheet.paste(picture, (dots(item.x_mm), dots(item.y_mm)))
        elif isinstance(item, Words):
            face, text = ImageFont.load_default(dots(item.size_mm)), plain(item.text)
            while text and pen.textlength(text, font=face) > dots(item.width_mm):
                text = text[:-1]
            pen.text((dots(item.x_mm), dots(item.y_mm)), text, fill=0, font=face)
        else:
            pen.line([dots(v) for v in (item.x0_mm, item.y0_mm, item.x1_mm, item.y1_mm)], fill=128, width=2)
    out = io.BytesIO()
    sheet.save(out, "PNG", dpi=(DPI, DPI))
    return out.getvalue()
