"""Trips recorded at the desk: kept beside the draft of a form, played with it, taken into the package as files."""
