"""The register kernel (基础库内核): every base register is a declared type on these few tables.

A record is its current state (JSON plus declared index columns) and an append-only list of field-level events with old
and new value, valid and recorded time, unit and legal basis. Each field has one authority; what another unit would
change becomes a finding. The change feed is the list of events, placed by one relay. The blocks of the registers call
it, and through them the exchange.
"""
