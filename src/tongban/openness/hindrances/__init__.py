"""Hindrances (“办不成事”反映): what a resident could not get done, taken past the department to those who supervise it.

The department that is named can answer, but neither closes a hindrance nor sees who reported it. Callers: portal, desk.
"""
