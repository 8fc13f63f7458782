"""Drafts (修订稿): a declared text on its way to another version on this node, and its publication by two people.

A block whose texts are changed here (processes, rules, forms) declares what differs once, as a Draftable; revisions,
undo, clashes, verdicts and rights are the same for all. What is published goes in force through `kernel/declarations`.
"""
