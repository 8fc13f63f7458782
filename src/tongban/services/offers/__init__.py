"""Public services (政务服务事项; CPSV-AP *Public Service*): offers, service guides, life events, search.

An offer says who is competent, for whom, on what conditions and evidence, by which law, how long it may take, what it
costs and what comes out. A life event ("一件事") is an offer composed of others. Everybody may read; only packages
write, by being published.
"""
