"""Electronic supervision (电子监察): what clock and rules see of the handling of cases.

Beyond time it looks for skipped steps, evidence asked beyond the list or held by a register, fees off the list,
refusals without an article, and patterns in the ratings of one official. A finding is explained by the unit and judged
by somebody else. Cases are known by `services/cases`, ratings by `openness/evaluation`; nobody's data is read.
"""
