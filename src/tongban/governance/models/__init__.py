"""Process models (流程模型): how the owners of a process draw it anew: drafts, checks, differences, publication by two.

A process is a BPMN text of a package (`engines/processes`); a change of it is a draft that one official opens and
another publishes. What is published becomes the version in force through `kernel/declarations`; instances that run
keep the version that they began with. The desk shows the pages.
"""
