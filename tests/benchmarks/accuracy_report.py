"""The accuracy report: figures of where the errors lie, and one HTML page that needs nothing beside itself."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from accuracy_measures import Judged, Key, Known, Miss, Spot, cell
from PIL import Image, ImageDraw

from locator.photo import load_photo

Rows = Mapping[str, Mapping[str, float | int | None]]
SHOWN_PX = 420  # longer side of an embedded picture
TRUE, PLACED, MISSED = (0, 150, 60), (200, 40, 0), (110, 110, 110)
STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1b1b1b; }
table { border-collapse: collapse; margin: .8rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .6rem; text-align: right; border-bottom: 1px solid #ddd; }
th:first-child, td:first-child { text-align: left; }
figure { display: inline-block; margin: .5rem; vertical-align: top; max-width: 420px; }
figcaption { font-size: 13px; }
img { max-width: 100%; }
"""


def figure_png(judged: Sequence[Judged], by_source: Rows) -> bytes:
    """Errors by view and by point, and what the rings hold, as one PNG."""
    import matplotlib

    matplotlib.use("Agg")  # no window: this may run where there is no screen
    import matplotlib.pyplot as plt

    misses = [m for p in judged for m in p.misses]
    views = list(dict.fromkeys(m.view for m in misses))
    points = sorted(
        {m.code for m in misses}, key=lambda c: float(np.median([m.error_cun for m in misses if m.code == c]))
    )
    drawn, axes = plt.subplots(2, 2, figsize=(13, 9), layout="constrained")
    _boxes(axes[0, 0], views, [[m.error_cun for m in misses if m.view == v] for v in views], "error by view")
    hardest = points[-14:]
    _boxes(axes[0, 1], hardest, [[m.error_cun for m in misses if m.code == c] for c in hardest], "the hardest points")
    bars, place = axes[1, 0], np.arange(len(by_source))
    columns = [c for c in next(iter(by_source.values()), {}) if "bias" not in c]
    for i, column in enumerate(columns):
        lengths = [float(row[column] or 0.0) for row in by_source.values()]
        bars.barh(place + 0.2 * (i - 1.5), lengths, height=0.18, label=column)
    bars.set_yticks(place, list(by_source))
    bars.set(xlabel="cun, root mean square", title="back and hip points: where the error comes from")
    bars.legend()
    _ring_curve(axes[1, 1], misses)
    out = io.BytesIO()
    drawn.savefig(out, format="png", dpi=90, metadata={"Software": None})
    plt.close(drawn)
    return out.getvalue()


def _boxes(axis: Any, names: Sequence[str], errors: Sequence[Sequence[float]], title: str) -> None:
    axis.boxplot(errors, vert=False, whis=(10, 90), showfliers=False)
    axis.set_yticks(range(1, len(names) + 1), names)
    axis.set(xlabel="cun; box 25-75 %, whiskers 10-90 %", title=title, xlim=(0, None))


def _ring_curve(axis: Any, misses: Sequence[Miss]) -> None:
    """The share of truths within any multiple of the ring, beside that of a round normal whose ring holds 68 %."""
    ratio = np.sort([m.error_cun / max(m.ring_cun, 1e-9) for m in misses])
    share = np.arange(1, len(ratio) + 1) / max(len(ratio), 1)
    at = np.linspace(0, 3, 200)
    axis.plot(ratio, share, label="measured")
    axis.plot(at, 1 - 0.32 ** (at**2), "--", label="a round normal")
    axis.axvline(1, color="0.7")
    axis.axhline(0.68, color="0.7")
    axis.set(xlim=(0, 3), ylim=(0, 1), xlabel="error / ring", title="share of truths within the ring")
    axis.legend()


def drawn_small(path: Path, known: Mapping[Key, Known], placed: Mapping[Key, Spot], judged: Judged) -> bytes:
    """The picture, small: a green cross for each true place, a red line from it to where the point was placed."""
    picture = Image.fromarray(load_photo(path).rgb)
    scale = SHOWN_PX / max(picture.size)
    picture = picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))
    pen = ImageDraw.Draw(picture)
    for key in judged.expected:
        x, y = known[key].xy_px * scale
        if key in placed:
            spot = placed[key]
            u, v = spot.xy_px * scale
            ring = spot.ring_px * scale
            pen.line([(x, y), (u, v)], fill=PLACED, width=1)
            pen.ellipse([u - ring, v - ring, u + ring, v + ring], outline=PLACED)
        mark = TRUE if key in placed else MISSED
        pen.line([(x - 2, y), (x + 2, y)], fill=mark, width=1)
        pen.line([(x, y - 2), (x, y + 2)], fill=mark, width=1)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def page(title: str, tables: Mapping[str, Rows], figure: bytes, worst: Sequence[tuple[str, bytes]]) -> str:
    """The whole report: tables, the figure and the worst pictures with their captions."""
    parts = [
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>',
        f"<style>{STYLE}</style></head><body><h1>{html.escape(title)}</h1>",
        "<p>Distances in cun of the body in the picture. <b>found</b>: points in sight that were placed; "
        "<b>ring68</b>: share of true places inside the ring drawn (aim .68); <b>wild</b>: more than 3 cun away; "
        "<b>swapped</b>: nearer to the other side's place.</p>",
        *(f"<h2>{html.escape(name)}</h2>{_table(rows)}" for name, rows in tables.items()),
        "<h2>Figures</h2>",
        f'<img alt="Errors by view, by point, by source; what the rings hold" src="{_data(figure, "png")}">',
        "<h2>The worst pictures</h2>",
        "<p>Green: the true place; red: where it was placed, with its ring; grey: not placed.</p>",
        *(
            f'<figure><img alt="{html.escape(caption)}" src="{_data(jpeg, "jpeg")}">'
            f"<figcaption>{html.escape(caption)}</figcaption></figure>"
            for caption, jpeg in worst
        ),
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _table(rows: Rows) -> str:
    columns = list(next(iter(rows.values()), {}))
    head = "".join(f"<th>{html.escape(c)}</th>" for c in ("", *columns))
    body = "".join(
        f"<tr><td>{html.escape(name)}</td>" + "".join(f"<td>{cell(row[c])}</td>" for c in columns) + "</tr>"
        for name, row in rows.items()
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _data(raw: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(raw).decode('ascii')}"
