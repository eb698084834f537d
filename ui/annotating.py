"""One picture of `acupoint annotate`, from its file to its results."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from locator.errors import AcupointError, DataError
from ui import cli_files
from ui.cli_escaped import escaped
from ui.cli_files import Job, NoRoomError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from calibration.lens import Lens
    from locator.landmarks import LandmarkSet
    from locator.landmarks_file import GivenLandmarks, LandmarksFile
    from locator.photo import Photo
    from locator.placement import Located
    from locator.proportions import Proportions

ANSWERED, OUR_FAULT, UNUSABLE, REFUSED = 0, 1, 2, 3  # exit codes; of several the worst counts


@dataclass(frozen=True)
class Order:
    """What is asked of every picture: the command's options, and what those that name something stand for."""

    given: argparse.Namespace
    codes: tuple[str, ...] | None
    taps: LandmarksFile | None
    profile: Proportions | None
    lens: Lens | None

    def fingerprint(self, job: Job, picture: bytes, own: GivenLandmarks | None) -> str:
        """What stands for these bytes and everything that is asked about them, `own` landmarks among it."""
        from ui.cli_before import OPTIONS, fingerprint

        options = {name: getattr(self.given, name) for name in OPTIONS}
        more = {"codes": self.codes, "taps": own, "profile": self.profile, "lens": self.lens}
        return fingerprint(picture, job.photo.name, {**options, **more})


@dataclass(frozen=True)
class Done:
    """What became of one picture, and what there is to say about it."""

    code: int
    said: str = ""
    faults: tuple[str, ...] = ()
    report: dict[str, Any] | None = None  # as its JSON says; None: no picture that can be used
    reason: str = ""  # of a picture that cannot be used: one word, where there is one,
    why: str = ""  # and a sentence, without the picture's name before it
    before: bool = False  # True: an earlier run had answered it


def annotate(job: Job, order: Order) -> Done:
    """One picture from its file to its results.  One that cannot be used is told, and never stops the others."""
    done = _done(job, order)
    said, *faults = (escaped(text) for text in (done.said, *done.faults))
    return replace(done, said=said, faults=tuple(faults))


def _done(job: Job, order: Order) -> Done:
    faults: list[str] = []
    try:
        return replace(_work(job, order, faults), faults=tuple(faults))
    except NoRoomError:
        raise
    except AcupointError as fault:
        lines = fault.faults if isinstance(fault, DataError) else (str(fault),)
        return _unusable(job, UNUSABLE, lines, faults, fault.reason)
    except MemoryError:
        lines = ("too large for this machine's memory; make it smaller.",)
        return _unusable(job, UNUSABLE, lines, faults, "picture_too_large")
    except Exception as fault:
        told = f"{type(fault).__name__}: {fault}"
        lines = (f"our own mistake ({told}); please report it and tell the picture's size.",)
        return _unusable(job, OUR_FAULT, lines, faults, "our_mistake")


def _unusable(job: Job, code: int, lines: tuple[str, ...], faults: list[str], reason: str) -> Done:
    """A picture without an answer: `lines` say why, `faults` what was odd about it before."""
    bare = [_bare(job.photo, line) for line in lines]
    return Done(code, faults=(*faults, *(f"{job.photo}: {line}" for line in bare)), reason=reason, why=" ".join(bare))


def _bare(photo: Path, text: str) -> str:
    """The fault without its picture's name before it: a reader that was given bytes knows the bare name only."""
    for name in (photo, repr(str(photo)), photo.name):
        text = text.removeprefix(f"{name}: ")
    return text


def _strange(located: Located, marks: LandmarkSet, profile: Proportions | None) -> list[str]:
    """What does not fit about landmarks that were given; `marks` are all there are, measured as the world is."""
    from calibration.fit import TAPS_REFUSED, despite_joints, fits

    told = list(dict.fromkeys(each.advice for each in located.refusals if each.reason in TAPS_REFUSED))
    if despite_joints(marks):
        told.append(
            "the landmarks do not fit the shoulders and hips that are seen, and the back is placed by the landmarks "
            "alone: another picture's, or another body's?"
        )
    if profile is not None and not fits(marks, profile):
        told.append(f"the landmarks do not fit the profile {profile.name}: another person's, or a slip?")
    return told


def _work(job: Job, order: Order, faults: list[str]) -> Done:
    """One picture answered, its files written; or found to have been answered so by an earlier run."""
    from locator.landmark_names import no_use
    from locator.photo import load_photo, read_file
    from locator.report import as_text, to_json
    from ui.cli_before import answered_before
    from ui.cli_given import told_of_region

    given, drawn = order.given, not order.given.no_image
    own = order.taps.of(job.photo) if order.taps is not None else None
    data = read_file(job.photo)
    mark = order.fingerprint(job, data, own)
    if given.resume and (before := answered_before(job, mark, drawn)) is not None:
        return Done(ANSWERED if before["status"] == "located" else REFUSED, report=before, before=True)
    photo = load_photo(data, mirrored=given.mirrored, name=job.photo.name)
    faults += [f"{job.photo}: {no_use(name)}" for name in (own.unknown if own is not None else ())]
    located = _located(job, order, photo, own, faults)
    drawing = _drawing(located, given.style) if drawn else None
    report = to_json(located, job.photo.name, mark)
    cli_files.write_results(job, as_text(report), drawing)
    shown = sum(p.visible for p in located.placements)
    advice = told_of_region(given.region, order.codes or ()) or report["advice"]
    found = f"{shown} point{'s' * (shown != 1)}" if located.placements else f"refused: {advice}"
    said = f"{job.photo}: {found} -> {job.picture if drawn else job.report}{job.why_renamed}"
    return Done(ANSWERED if located.status == "located" else REFUSED, said, report=report)


def _located(job: Job, order: Order, photo: Photo, own: GivenLandmarks | None, faults: list[str]) -> Located:
    """The answer, and among the faults what does not fit about landmarks that were given."""
    from ui.through import locate_through

    given, profile = order.given, order.profile
    person = None if given.person is None else given.person - 1  # people count from one, lists from nought
    how = {"person": person, "codes": order.codes, "proportions": profile, "lens": order.lens, "worn": given.markers}
    located, notices = locate_through(photo, own, given.region, given.view, **how)
    faults += [f"{job.photo}: {notice}" for notice in notices]
    if own is not None and located.landmarks is not None:
        marks = located.landmarks.mirrored() if photo.mirrored else located.landmarks
        faults += [f"{job.photo}: {each}" for each in _strange(located, marks, profile)]
    return located


def _drawing(located: Located, style: str) -> bytes:
    from locator.overlay.draw import annotate_picture
    from locator.photo import encode_picture

    return encode_picture(annotate_picture(located, style))
