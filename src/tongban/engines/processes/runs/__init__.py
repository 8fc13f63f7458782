"""A model played outside any case, in memory and on a virtual clock: for authors, examples and comparisons.

The moves are those of the token game; what the database keeps for real processes stands here in plain lists.
"""
