"""From pictures of the printed board to a lens, or what to do that it can be measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from calibration.board import CORNERS, FEWEST_CORNERS, SHARP_SHARE, BoardView, same_sight, see_board
from calibration.lens import Lens
from calibration.notice import Notice
from locator.errors import RequestError
from locator.geometry import Array

FEWEST_VIEWS = 5
LARGEST_PX = 1600  # larger pictures are made so small first: a telephone's pixels are softer than its lens is sharp
MISSED_PX = 3.0  # per 1000 px of the picture's longer side: a picture whose corners are missed by more was shaken
WORST_PX = 1.5  # per 1000 px, over all: more, and this model of a lens does not fit it (a fisheye, a bent sheet)
# The board's normals have to lie about so far apart, each way (sines, one sd).  Boards that all face the camera fit
# wonderfully to a focal length that is a fifth too short, and the solver calls itself sure of it.
TILTED = 0.1
COVERED = 0.6  # of the picture's width and height that the board's corners have to reach over, all pictures together


@dataclass(frozen=True, eq=False)
class BoardPhoto:
    """One picture of the board as it was given."""

    name: str
    rgb: npt.NDArray[np.uint8]  # (H, W, 3)


@dataclass(frozen=True)
class Measured:
    """The lens, and what became of each picture that could not be used."""

    lens: Lens
    left_out: tuple[Notice, ...] = ()


class TooFewViewsError(RequestError):
    """Too few pictures of the board can be used; `left_out` tells of each that cannot."""

    def __init__(self, came: int, left_out: Sequence[Notice]) -> None:
        faults = "".join(f"\n  {line}" for line in left_out)
        super().__init__(
            f"expected {FEWEST_VIEWS} usable pictures of the board or more, got {came}; take 8 to 12, with the board "
            f"in the middle, in each corner, and tilted each way.{faults}",
            reason="lens_few",
            fewest=FEWEST_VIEWS,
            came=came,
        )
        self.left_out = tuple(left_out)


def measure_lens(name: str, photos: Sequence[BoardPhoto], when: str = "") -> Measured:
    """The lens that took these pictures; RequestError says what came and what to try."""
    photos = _named_apart([_shrunk(photo) for photo in photos])
    sizes = {(p.rgb.shape[1], p.rgb.shape[0]) for p in photos}
    if len(sizes) > 1:
        told = ", ".join(f"{w} x {h}" for w, h in sorted(sizes))
        raise RequestError(
            f"expected pictures of one size, got {told} px; take all with one camera held one way.",
            reason="lens_sizes",
            sizes=told,
        )
    views, left_out = _views(photos)
    _enough(views, left_out)
    size_px = sizes.pop()
    longer = max(size_px) / 1000.0
    lens, missed, tilted = _solve(name, size_px, list(views.values()), when)
    shaken = [n for n, px in zip(views, missed, strict=True) if px > MISSED_PX * longer]
    if shaken:
        left_out += [
            Notice(
                f"{n}: its corners do not lie on one flat board; hold the sheet flat and still.",
                reason="board_shaken",
                told={"name": n},
            )
            for n in shaken
        ]
        views = {n: v for n, v in views.items() if n not in shaken}
        _enough(views, left_out)
        lens, missed, tilted = _solve(name, size_px, list(views.values()), when)
    if lens.error_px > WORST_PX * longer:
        raise RequestError(
            f"expected the board's corners within {WORST_PX * longer:.1f} px, got {lens.error_px:.1f}: a fisheye lens, "
            "a sheet that is not flat, or a camera that zooms by itself. Glue the sheet to cardboard and try again.",
            reason="lens_not_flat",
        )
    if tilted < TILTED:
        raise RequestError(
            "expected the board from different sides, got pictures in which it faces the camera alike; tilt it by 30 "
            "degrees to the left, to the right, up and down, and add those pictures.",
            reason="lens_alike",
        )
    return Measured(lens, tuple(left_out))


def _shrunk(photo: BoardPhoto) -> BoardPhoto:
    height, width = photo.rgb.shape[:2]
    if max(width, height) <= LARGEST_PX:
        return photo
    share = LARGEST_PX / max(width, height)
    size_px = (round(width * share), round(height * share))
    return BoardPhoto(photo.name, np.asarray(cv2.resize(photo.rgb, size_px, interpolation=cv2.INTER_AREA), np.uint8))


def _named_apart(photos: Sequence[BoardPhoto]) -> list[BoardPhoto]:
    """The pictures, a number after each name that came before: a phone calls every picture it takes image.jpg."""
    taken: Counter[str] = Counter()
    apart = []
    for photo in photos:
        taken[photo.name] += 1
        again = taken[photo.name]
        apart.append(photo if again == 1 else replace(photo, name=f"{photo.name} ({again})"))
    return apart


def _views(photos: Sequence[BoardPhoto]) -> tuple[dict[str, BoardView], list[Notice]]:
    views: dict[str, BoardView] = {}
    left_out = []

    def leave(photo: BoardPhoto, say: str, *, reason: str, **told: object) -> None:
        left_out.append(Notice(f"{photo.name}: {say}", reason=reason, told={"name": photo.name, **told}))

    for photo in photos:
        view = see_board(np.asarray(cv2.cvtColor(photo.rgb, cv2.COLOR_RGB2GRAY), np.uint8))
        if view is None:
            leave(
                photo,
                "no board is seen; show the printed sheet, evenly lit, without reflections.",
                reason="board_unseen",
            )
        elif view.sharpness < SHARP_SHARE:
            leave(photo, "blurred; hold camera and board still, and let the camera focus.", reason="board_blurred")
        elif len(view.xy_px) < FEWEST_CORNERS:
            count = f"{len(view.xy_px)} of {CORNERS}"
            leave(
                photo,
                f"expected {FEWEST_CORNERS} corners of the board or more, got {count}; "
                "come closer, and show the whole sheet.",
                reason="board_cut_off",
                seen=len(view.xy_px),
                all=CORNERS,
            )
        elif twins := [name for name, other in views.items() if same_sight(view, other)]:
            leave(
                photo,
                f"the board lies as in {twins[0]}; move or tilt it between two pictures.",
                reason="board_twice",
                other=twins[0],
            )
        else:
            views[photo.name] = view
    return views, left_out


def _enough(views: dict[str, BoardView], left_out: list[Notice]) -> None:
    if len(views) < FEWEST_VIEWS:
        raise TooFewViewsError(len(views), left_out)


def _solve(name: str, size_px: tuple[int, int], views: list[BoardView], when: str) -> tuple[Lens, list[float], float]:
    """The lens, by how much each view is missed (rms px), and how far apart the board's normals lie."""
    reached = np.vstack([v.xy_px for v in views])
    span = np.ptp(reached, axis=0) / size_px
    if float(span.min()) < COVERED:
        raise RequestError(
            f"expected the board to reach over {100 * COVERED:.0f} % of the picture's width and height, got "
            f"{100 * span[0]:.0f} and {100 * span[1]:.0f} %; show it in the corners of the picture too, "
            "where a lens bends most.",
            reason="lens_reach",
        )
    places = [v.board_mm.astype(np.float32) for v in views]
    seen = [v.xy_px.astype(np.float32) for v in views]
    start = np.array([[1.0, 0.0, 0.5 * size_px[0]], [0.0, 1.0, 0.5 * size_px[1]], [0.0, 0.0, 1.0]])
    # square pixels, as every camera of today has; a third radial term only follows noise at these angles
    flags = cv2.CALIB_FIX_ASPECT_RATIO | cv2.CALIB_FIX_K3
    rms, matrix, bend, turns, _, _, _, by_view = cv2.calibrateCameraExtended(
        places, seen, size_px, start, np.zeros(5), flags=flags
    )
    k: Array = np.asarray(bend, float).ravel()
    lens = Lens(
        name=name,
        size_px=size_px,
        focal_px=float(matrix[0, 0]),
        centre_px=(float(matrix[0, 2]), float(matrix[1, 2])),
        bend=(float(k[0]), float(k[1]), float(k[2]), float(k[3])),
        error_px=float(rms),
        views=len(views),
        when=when,
    )
    normals = np.array([cv2.Rodrigues(np.asarray(turn, float))[0][:2, 2] for turn in turns])
    tilted = float(np.sqrt(max(0.0, float(np.linalg.eigvalsh(np.cov(normals.T))[0]))))
    return lens, [float(e) for e in np.asarray(by_view).ravel()], tilted
