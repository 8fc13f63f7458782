"""Changing the text of a form piece by piece; everything else stays to the letter.

Comments, order and spelling of what is not changed are kept. Each change is made twice, in the text and in what it
means; where both do not come out the same, the text is refused (`Unshapely`) and left to whoever edits it whole.
"""
