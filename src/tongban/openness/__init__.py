"""What the public may see and say."""
