"""Getting a picture from the person: a file, or one taken here and now."""

from __future__ import annotations

import hashlib

import streamlit as st

from locator.errors import PhotoError
from locator.photo import Photo, load_photo
from ui import settings
from ui.state import kept
from ui.wording import Wording

TYPES = ["jpg", "jpeg", "png", "webp", "heic", "heif", "avif", "tif", "tiff", "bmp", "gif"]
MEBIBYTE = 1 << 20


def chosen_photo(say: Wording) -> tuple[str, Photo] | None:
    """The picture with a name for it that changes when it does; None until there is one that can be read."""
    how = st.segmented_control(
        say("photo.source"),
        ["file", "camera"],
        default="file",
        required=True,
        format_func=lambda it: say(f"photo.source_{it}"),
        key="source",
    )
    if how == "camera":
        given = st.camera_input(say("photo.camera"), resolution="1080p", key="shot")
    else:
        given = st.file_uploader(say("photo.file"), type=TYPES, key="upload", help=say("photo.file_help"))
    mirrored = st.toggle(say("photo.mirrored"), help=say("photo.mirrored_help"), key="mirrored")
    if given is None:
        return None
    data = given.getvalue()
    if len(data) > settings.UPLOAD_MB * MEBIBYTE:
        st.error(say("photo.too_big", megabytes=settings.UPLOAD_MB))
        return None
    name = hashlib.sha1(data, usedforsecurity=False).hexdigest() + ("m" if mirrored else "")
    try:
        photo = kept("photo", name, lambda: load_photo(data, mirrored=mirrored, name=given.name))
    except PhotoError as fault:
        st.error(str(fault))
        return None
    return name, photo
