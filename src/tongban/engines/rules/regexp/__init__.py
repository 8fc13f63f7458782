"""Regular expressions of XPath (F&O 3.1, section 5.6) as FEEL's `matches`, `replace` and `split` take them.

An expression is parsed here, whatever runs it: RE2 in linear time, or, for back references, which RE2 lacks, an own
machine that pays for every step from the budget of the run. None can run away.
"""

from tongban.engines.rules.regexp.pattern import Pattern, pattern
from tongban.engines.rules.regexp.syntax import PatternError

__all__ = ["Pattern", "PatternError", "pattern"]
