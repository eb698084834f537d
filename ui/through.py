"""A photograph answered with all that is known of how it was taken: its lens, and marks that the body wears."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from locator.photo import Photo
from locator.placement import Located
from locator.tables import raise_if_any

if TYPE_CHECKING:
    from calibration.lens import Lens
    from calibration.notice import Notice
    from locator.landmarks import View
    from locator.landmarks_file import GivenLandmarks
    from locator.placement import Region


def locate_through(
    photo: Photo,
    given: GivenLandmarks | None,
    region: Region | None,
    view: View | None,
    lens: Lens | None = None,
    worn: bool = False,
    **more: Any,
) -> tuple[Located, tuple[Notice, ...]]:
    """The answer on the photograph as it was taken, and what there is to say about marks that were not used.

    DataError when landmarks were given that cannot lie on this picture.
    """
    taken = photo
    if given is not None:  # before the lens moves them, and before the body is looked for
        raise_if_any(given.misfits(photo.size_px))
    if lens is not None:
        from calibration.lens import straightened_marks

        lens = of_photo(lens, photo)
        photo = straight(lens, photo)
        if given is not None:
            given = replace(given, marks=straightened_marks(lens, given.marks))
    found, notices = locate_with(photo, given, region, view, **more)
    if worn:
        from calibration.worn import with_worn

        own, codes = more.get("proportions"), more.get("codes")
        found, doubted = with_worn(photo, found, own, codes, region, view, asked=True)
        notices = (*notices, *doubted)
    if lens is not None:
        from calibration.lens import bent_back

        found = bent_back(lens, found)
    return replace(found, photo=taken), notices


def locate_with(
    photo: Photo, given: GivenLandmarks | None, region: Region | None, view: View | None, **more: Any
) -> tuple[Located, tuple[Notice, ...]]:
    """The answer for one picture, landmarks given by hand joined with those detected; and what is odd."""
    from calibration.against_sight import against_sight, doubted, without_parts
    from calibration.notice import Notice
    from calibration.strayed import strayed
    from locator import locate, locate_landmarks
    from locator.anew import told_anew
    from locator.landmarks import LandmarkSet
    from locator.outward import mirrored_back

    seen = locate(photo, region=region, view=view or (given.view if given else None), **more)
    if given is None:
        return seen, ()
    # What follows from other landmarks is left out: it has to follow from the better ones now.
    detected = [mark for mark in seen.landmarks or () if mark.source != "derived"]
    facing = view or given.view or seen.view
    against = against_sight(seen, given.marks)
    told = [mark for mark in given.marks if mark.name not in doubted(against)]
    landmarks = LandmarkSet(photo.size_px, facing).having(detected).put_right(told)
    if photo.mirrored:  # the body is measured as the world is, and the answer laid on the mirror image
        landmarks = landmarks.mirrored()
    found = locate_landmarks(landmarks, more.get("proportions"), more.get("codes"), region or seen.only)
    if photo.mirrored:
        found = mirrored_back(found)
    far = strayed(seen, given.marks)
    odd = [f"{name} was given far from where it is seen: a slip, or another body's?" for name in far]
    return without_parts(told_anew(found, seen), against), tuple(map(Notice, odd))


def of_photo(lens: Lens, photo: Photo) -> Lens:
    """The lens at the photograph's size, and in the mirror where the photograph is."""
    fitting = lens.at(photo.size_px)
    return fitting.mirrored() if photo.mirrored else fitting


def straight(lens: Lens, photo: Photo) -> Photo:
    """The photograph without the bend of its lens (see `of_photo`)."""
    from calibration.lens import straight_picture

    return Photo(straight_picture(lens, photo.rgb), mirrored=photo.mirrored, name=photo.name)
