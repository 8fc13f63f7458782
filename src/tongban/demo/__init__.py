"""The demonstration city: an invented population, invented companies and a government for Changde (430700).

The districts, counties, towns and streets are real; every person, company, address, number and telephone is made up by
a seeded generator and marked as generated. Resident numbers take high order codes, credit codes a range of bodies and
telephones a prefix that, to our knowledge, nobody has been given. For the demonstration, tests and benchmarks only.
"""
