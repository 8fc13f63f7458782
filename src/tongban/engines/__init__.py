"""Forms, rules, processes, deadlines: text in, behaviour out; know nothing of government."""
