"""Forms change while people fill them in: what differs between two versions, and whether answers may move to the newer.

Fields are the same field when they have the same name. A move keeps every answer as it is; it is made only where it can
be proved that nothing that was answered would be lost, refused, hidden or understood otherwise. Everything else stays
on its version, with the reason.
"""
