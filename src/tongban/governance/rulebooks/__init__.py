"""Rulebooks (规则簿): how the owners of a rule change its decision tables: draft, tries, replay, publication by two.

A rule is a DMN model of a package (`engines/rules`); a change of it is a draft that one official opens and another
publishes. What is published becomes the version in force through `kernel/declarations`; cases keep what they pinned.
The desk shows the pages.
"""
