"""What the public is served."""
