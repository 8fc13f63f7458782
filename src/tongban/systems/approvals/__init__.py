"""Approvals: the city's ordinary permits for opening and running a restaurant, and the life event that joins them.

Authorities: market supervision, health commission, fire rescue, urban management, public security, taxation, human
resources and social security, public security; the administrative approval service leads the life event.

Laws, read in the public collection LawRefBook/Laws: Administrative Licensing Law, Food Safety Law and its implementing
regulations, Regulations on the Registration of Market Entities, Regulations on Hygiene of Public Places, Fire
Protection Law, Regulations on City Appearance, Regulations on Urban Roads, Tax Collection Law, Social Insurance Law.

Not covered: renewal and change of the licences, food production, chains with a head office elsewhere, special
equipment, outdoor advertising beyond the shop's own sign. Local rates are demonstration values and say so.
"""
