"""Retention of closed cases (档案保管与销毁): legal holds, destruction lists that a second person signs, their carrying
out. The field's term is *records disposal*. Callers: channels, cli; blocks above say what keeps a case, and forget.
"""
