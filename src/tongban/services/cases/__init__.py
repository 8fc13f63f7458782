"""Cases (办件): application, acceptance, examination, decision; clock, notices, joint handling."""
