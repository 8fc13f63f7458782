"""Legal time: the last day on which an act is still in time, and the ledger that explains it day by day.

The field's term is *computation of periods* (期间计算). A pure function over a calendar of working days; the calendars
are dated data by region. Callers: services/cases, openness/evaluation, openness/disclosure.
"""
