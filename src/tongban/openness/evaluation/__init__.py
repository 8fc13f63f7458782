"""Evaluation (好差评): each decided case and each visit is rated once by whom it served; a bad rating is followed up.

What is known comes from the events of services/cases and services/appointments. Who holds the code of a case or visit
rates without signing in. Whoever worked on a case sees its rating only when the case and its follow-up are closed;
whoever served a visitor, when the visit can be rated no more. Summaries hide small cells.
"""
