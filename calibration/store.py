"""Where profiles live: one readable file each, in this system's folder for a person's own data, and nowhere else.

Files appear whole or not at all.  One that cannot be read is set aside as `.broken`, never written over.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from calibration.alone import alone
from calibration.own_folder import make_own
from calibration.profile import Profile, can_be_kept, check_name, from_text, stripped, to_text
from locator.errors import DataError, RequestError
from locator.whole_file import OWN_FILE, unclaimed, write_whole

HOME_VARIABLE = "ACUPOINT_HOME"  # another folder for all that is kept, for tests and for those who want it elsewhere
ENDING = ".profile.json"
BROKEN = ".broken"  # of a copy that was set aside; further ones are numbered
ASIDE = re.compile(rf"(?P<name>.+){re.escape(ENDING + BROKEN)}\d*", re.DOTALL)


def home() -> Path:
    """The folder of all that is kept: profiles, lenses, a history; it need not exist yet."""
    told = os.environ.get(HOME_VARIABLE)
    if told:
        # From a settings file or in quotes no shell has put the home folder in; and from the folder one stands in a
        # name goes on, as everywhere, but whoever misses a profile elsewhere has to read which folder was meant.
        return Path(os.path.abspath(os.path.expanduser(told)))
    import platformdirs  # only those who keep something wait for it

    return Path(platformdirs.user_data_dir("acupoint", appauthor=False))


def folder() -> Path:
    """The profiles' folder; it need not exist yet."""
    return home() / "profiles"


def names() -> tuple[str, ...]:
    """The names of all profiles kept, in order."""
    return names_in(folder(), ENDING)


def names_in(place: Path, ending: str) -> tuple[str, ...]:
    """What is kept in a folder under names with this ending; DataError where it cannot be read, which is not empty."""
    try:
        found = os.listdir(place)
    except FileNotFoundError:
        return ()
    except OSError as fault:
        raise unread(place, fault) from fault
    return tuple(sorted(name.removesuffix(ending) for name in found if name.endswith(ending)))


def kept_as(name: str) -> str | None:
    """The name under which this person's profile is kept; None when there is none."""
    return known_as(name, names())


def known_as(name: str, kept: Sequence[str]) -> str | None:
    """Which of these names is meant by this one; None when there is none.

    Names that differ in small and capital letters alone, in the way of writing accents, or in spaces around them are
    one name: on Windows and macOS they would be one file.
    """
    if name in kept:
        return name
    same = (each for each in kept if isinstance(name, str) and _alike(each) == _alike(name))
    return next(same, None)


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip()).casefold()


def path_of(name: str) -> Path:
    """Where the profile of this name lies or would lie."""
    name = check_name(stripped(name))
    return folder() / f"{kept_as(name) or name}{ENDING}"


def kept_or_new(name: str) -> Profile:
    """The profile kept under this name, or an empty one for it; the same faults as `load`."""
    return Profile(stripped(name)) if kept_as(name) is None else load(name)


def load(name: str) -> Profile:
    """The profile of this name, called as its file is.

    RequestError when there is none; DataError, with every fault, when it is broken: it then lies beside its place with
    the ending `.broken`, to be mended by hand.
    """
    path = path_of(name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        kept = ", ".join(names()) or "none yet"
        raise RequestError(
            f"expected the name of a profile ({kept}), got {name!r}; make it with calibrate.",
            reason="profile_gone",
            name=name,
        ) from None
    except UnicodeDecodeError as fault:
        raise _set_aside(path, [f"{path.name}: expected text, got bytes that are none ({fault.reason})"]) from None
    except OSError as fault:
        raise unread(path, fault) from fault
    try:
        profile = from_text(text, path.name)
    except DataError as fault:
        if fault.reason == "profile_newer":
            raise  # it is whole, only newer than this program: it stays where it is
        raise _set_aside(path, list(fault.faults)) from None
    # of a file that was copied, what is learned of the one would else be kept in place of the other
    return _called(profile, path.name.removesuffix(ENDING))


def _called(profile: Profile, name: str) -> Profile:
    """The profile under this name, or under its own where they are one."""
    return profile if _alike(profile.name) == _alike(name) else replace(profile, name=name)


def change(name: str, how: Callable[[Profile], Profile]) -> tuple[Profile, Profile]:
    """Keep what `how` makes of the profile of this name, or of an empty one for it; gives it as it was and as it is.

    Of two runs that change one profile at once the second begins with what the first has kept.
    """
    with alone(folder()):
        old = kept_or_new(name)
        new = how(old)
        save(new)
    return old, new


def save(profile: Profile) -> Path:
    """Keep a profile, in place of an earlier one of its name; gives its file."""
    path = path_of(profile.name)
    keep(path, to_text(profile))
    return path


def delete(name: str) -> tuple[Path, ...]:
    """Remove a profile for good, with every copy of it that was set aside; gives the files that are gone.

    A copy that cannot be read by this program can be read by a person.  RequestError when there is neither.
    """
    path = path_of(name)
    files = [*_set_aside_of(path), *([path] if path.exists() else [])]  # itself last: until then it can be said again
    if not files:
        kept = ", ".join(names()) or "none"
        raise RequestError(
            f"expected the name of a profile ({kept}), got {name!r}; none is deleted, see `acupoint calibrate list`.",
            reason="profile_gone",
            name=name,
        )
    for file in files:
        remove(file)
    return tuple(files)


def export(name: str, target: Path | str) -> Path:
    """Copy a profile to a file of the person's choice, which must not exist yet; gives the file."""
    profile, target = load(name), Path(target)
    if os.path.isdir(target):
        target = target / f"{name}{ENDING}"
    unclaimed(target)
    keep(target, to_text(profile))
    return target


def import_from(source: Path | str) -> Profile:
    """Read a profile from a file and keep it, as `import_bytes` does."""
    source = Path(source)
    try:
        content = source.read_bytes()
    except OSError as fault:
        raise RequestError(f"{source}: cannot be read ({fault.strerror}); check the name.") from fault
    return import_bytes(content, source.name)


def import_bytes(content: bytes, shown: str) -> Profile:
    """Keep the profile that a file called `shown` holds; RequestError when one of its name is kept already.

    A file called as kept ones are gives the profile its name: so two people of one name both find room.
    """
    try:
        profile = from_text(content.decode("utf-8-sig"), shown)
    except UnicodeDecodeError:
        raise _none_in([f"{shown}: expected a profile in JSON, got bytes that are no text"], shown) from None
    except DataError as fault:
        raise (_none_in(fault.faults, shown) if fault.reason == "profile_none" else fault) from None
    called = shown.removesuffix(ENDING)
    if called != shown and can_be_kept(called):
        profile = _called(profile, called)
    kept = kept_as(profile.name)
    if kept is not None:
        raise RequestError(
            f"{shown}: a profile called {kept} is kept already; delete it first, or call the file as another, such as "
            f"{kept}-2{ENDING}.",
            reason="profile_kept",
            name=kept,
        )
    save(profile)
    return profile


def _none_in(faults: Sequence[str], shown: str) -> DataError:
    """That a file holds no profile, and which ones do."""
    told = [f"{fault}; choose a file written by `acupoint calibrate export`" for fault in faults]
    return DataError(told, reason="profile_none", name=shown)


def keep(path: Path, text: str) -> None:
    """Write a file, whole and for this user alone, and its folder too; RequestError says why it cannot be."""
    try:
        make_own(path.parent)
        write_whole(path, text.encode("utf-8"), OWN_FILE)
    except OSError as fault:
        raise RequestError(
            f"{path}: cannot be written ({fault.strerror}); make room there or check the folder's permissions.",
            reason="file_unwritten",
            name=path,
        ) from fault


def remove(file: Path) -> None:
    """Remove a file that may be gone already; RequestError says why it cannot be."""
    try:
        file.unlink(missing_ok=True)
    except OSError as fault:
        raise RequestError(
            f"{file}: cannot be removed ({fault.strerror}); check its permissions.", reason="file_stays", name=file
        ) from fault


def unread(path: Path, fault: OSError) -> DataError:
    """That a file or folder of what is kept cannot be read, and why."""
    told = f"{path}: cannot be read ({fault.strerror}); check its permissions"
    return DataError([told], reason="file_unread", name=path)


def _set_aside_of(path: Path) -> list[Path]:
    """The copies of this profile that were set aside, under names that mean the same too."""
    found = path.parent.iterdir() if path.parent.is_dir() else ()
    name, matches = path.name.removesuffix(ENDING), map(ASIDE.fullmatch, (file.name for file in found))
    return sorted(path.with_name(match[0]) for match in matches if match and _alike(match["name"]) == _alike(name))


def _set_aside(path: Path, faults: list[str]) -> DataError:
    aside = path.with_name(f"{path.name}{BROKEN}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}{BROKEN}{number}")
    try:
        path.rename(aside)
    except OSError as fault:
        told = f"{path}: could not be set aside ({fault.strerror})"
        return DataError([*faults, told], reason="file_unread", name=path)
    told = f"{path.name}: set aside as {aside.name}; mend it by hand or calibrate anew"
    return DataError([*faults, told], reason="profile_broken", name=path.name, aside=aside.name)
