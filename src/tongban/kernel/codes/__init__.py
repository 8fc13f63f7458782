"""Code lists (代码表) and dated parameters, each value with its source.

What a law counts by (rates, limits, areas) is a parameter, never a number in code: a new rule is one more dated line.
Every block above may ask.
"""
