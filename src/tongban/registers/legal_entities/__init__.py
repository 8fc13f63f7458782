"""The legal entity base register (法人基础库): companies and sole traders by unified social credit code (GB 32100).

Market supervision answers for its fields and registers new entities. Others reach it through the mediator and its
resources `legal_entities.basic` and `legal_entities.representative`.
"""
