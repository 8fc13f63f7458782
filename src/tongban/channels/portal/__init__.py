"""The public portal for residents and companies."""
