"""The check view: is the finger on the point?  Camera, hands, verdict and clock, frame by frame."""
