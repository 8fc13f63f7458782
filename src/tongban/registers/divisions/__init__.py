"""The register of administrative divisions (行政区划, GB/T 2260): the first of the registers, dated from the start.

Every other record points to a code as of a date. It holds all provinces, prefectures and counties since 1981 and the
townships of the demonstration city; anybody above may ask it.
"""
