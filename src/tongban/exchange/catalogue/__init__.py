"""The catalogue of government information resources (政务信息资源目录, GB/T 21063).

Who has which information, under which rule it is shared, and which service was promised which fields for which purpose.
The mediator asks it before each exchange; base registers declare their resources here; packages bring others and needs.
"""
