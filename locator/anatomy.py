"""Facts about bodies that several parts of the line need; each beside its source."""

from __future__ import annotations

from typing import Final

# One cun is stature / 75: the WHO definition of the body's own bone-proportional inch.
CUN_PER_STATURE: Final = 75.0  # WHO Standard Acupuncture Point Locations, 2008, general guidelines
CREASE_TO_LATERAL_MALLEOLUS_CUN: Final = 16.0  # WHO 2008, proportional bone measurements, lower limb
ELBOW_TO_WRIST_CUN: Final = 12.0  # WHO 2008, cubital crease to wrist crease

# Lower border of each spinous process on the way from C7 (0) to L4 (1), and its spread between people.
# T1-T11: mean of BodyParts3D, OpenSim and Ernst 2013; lumbar also a morphable lumbar model; sacral: posterior foramina,
# Kim 2023 CT and skeletons.  One standard deviation of the fraction includes the disagreement of the sources.
SPINE_FRACTION: Final = {
    "c7": (0.0, 0.0), "t1": (0.0529, 0.0234), "t2": (0.1097, 0.0245), "t3": (0.1695, 0.0214),
    "t4": (0.2320, 0.0215), "t5": (0.2965, 0.0124), "t6": (0.3625, 0.0128), "t7": (0.4294, 0.0150),
    "t8": (0.4968, 0.0187), "t9": (0.5642, 0.0264), "t10": (0.6312, 0.0125), "t11": (0.6972, 0.0121),
    "t12": (0.7619, 0.0117), "l1": (0.8249, 0.0113), "l2": (0.8858, 0.0178), "l3": (0.9443, 0.0089),
    "l4": (1.0, 0.0), "l5": (1.0526, 0.0165), "s1": (1.1300, 0.0300), "s2": (1.1650, 0.0300),
    "s3": (1.2000, 0.0300), "s4": (1.2400, 0.0350),
}  # fmt: skip

# C7 to L4 along the back, in cun: cervicale minus iliac crest (+10 mm, L4 below the crest line) of 3,034 adults
# (ANSUR II) over stature / 75 is 19.56, sd 0.98; rendered bodies have 19.26.  Between the two: it turns a length in the
# picture into cun only where nothing else gives the body's scale, and 1 % of it is far below any ring.
C7_TO_L4_CUN: Final = 19.4

# L4's lower border lies 10 mm (sd 12) below the line joining the tops of the iliac crests: Chakraverty 2007 (n = 75),
# McGaugh 2007 (n = 100), Shin 2024 (n = 834); 22.5 mm to the cun.
CREST_TO_L4_CUN: Final = (0.44, 0.53)
