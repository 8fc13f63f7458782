"""Declarative packages: TOML and other texts to frozen dataclasses, checked, published, immutable."""
