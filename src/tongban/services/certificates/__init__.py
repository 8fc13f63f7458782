"""Electronic certificates (电子证照): issue, wallet, revocation, verification by anybody.

The legal evidence is the signed record and its entry in the ledger; the PDF is its sealed rendering, made from
`documents/*.typ` of a system package. Cases issue; portal, desk and rest show and verify.
"""
