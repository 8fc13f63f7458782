"""Code lists and dated parameters, each value with its source."""
