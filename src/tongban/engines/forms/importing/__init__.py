"""Forms of other programs as forms of ours, and ours as a spreadsheet and back.

What our forms cannot say is listed with its place and the reason; nothing is dropped without a line. Files come from
strangers: they are bounded before they are read, and whatever they hold ends in a form or in a fault with its place.
"""
