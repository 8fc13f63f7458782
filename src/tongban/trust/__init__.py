"""Identity, authority, audit, signatures, privacy."""
