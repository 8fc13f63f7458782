"""The population base register (人口基础库): residents by number, and the numbers themselves (GB 11643).

Public security answers for its fields, civil affairs for the marital status. Other departments reach it through the
mediator and its resources `population.basic`, `population.address` and `population.contact`.
"""
