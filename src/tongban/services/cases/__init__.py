"""Cases (办件): application, acceptance, examination, decision; their facts, clocks, notices and joint handling.

One case may have several matters, one for each offer of a life event, each decided by its own competent unit. What
happens next is a process (`engines/processes`); how long it may take is a clock (`engines/deadlines`); who may act is
`trust/authority`. Each act is a noun of its own (supplement, examination, inspection, opinion, decision).
Channels call `api`; blocks above subscribe to `events`.
"""
