"""Administrative divisions as a dated register."""
