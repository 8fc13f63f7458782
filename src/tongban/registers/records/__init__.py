"""The register kernel: current state plus append-only field-level change events, valid and recorded time."""
