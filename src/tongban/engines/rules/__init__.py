"""FEEL expressions and DMN decisions."""
