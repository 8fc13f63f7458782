"""Access contexts for personal data, and who looked at whose data."""
