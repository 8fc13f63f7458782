"""What every page shares: UI tags, style sheet, content security policy, hardened parsing of what comes from outside.

Any block may call it. The look is one sheet (`styles/tongban.css`, built to `static/`); a page uses the tags of
`templatetags/ui.py`, which every template has without loading them.
"""
