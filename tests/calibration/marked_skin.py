"""Printed marks laid into pictures as a camera would see them worn."""

from __future__ import annotations

import cv2
import numpy as np

from calibration.markers import FIELDS, mark_picture

FINE = 4  # the mark is laid on at four times the picture's size, as a lens would blend it


def worn(
    rgb: np.ndarray, name: str, at: tuple[float, float], side_px: float = 30.0, tilt: float = 0.4, degrees: float = 0.0
) -> np.ndarray:
    """The picture with a mark on it: its middle here, turned in the picture and tilted away from the camera."""
    field = 16
    mark = np.pad(mark_picture(name, field), field, constant_values=255)
    half = 0.5 * side_px * (FIELDS + 2) / FIELDS
    corners = half * np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    away = 1.0 + corners[:, :1] * np.sin(tilt) / (10.0 * side_px)
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    quad = (corners * (np.cos(tilt), 1.0)) / away @ np.array([[c, s], [-s, c]]) + np.array(at)
    size = mark.shape[0]
    source = np.array([[0, 0], [size, 0], [size, size], [0, size]], np.float32)
    # half a pixel: places here are pixel centres, the corners of an array are not
    matrix = cv2.getPerspectiveTransform(source - 0.5, (FINE * (quad + 0.5) - 0.5).astype(np.float32))
    height, width = rgb.shape[:2]
    big = (width * FINE, height * FINE)
    laid = cv2.resize(cv2.warpPerspective(mark, matrix, big), (width, height), interpolation=cv2.INTER_AREA)
    solid = np.full_like(mark, 255)
    share = cv2.resize(cv2.warpPerspective(solid, matrix, big), (width, height), interpolation=cv2.INTER_AREA) / 255.0
    paper = 40.0 + 0.7 * laid.astype(float)
    return np.asarray(rgb * (1 - share[..., None]) + paper[..., None] * share[..., None], np.uint8)
