"""Letters between nodes (节点间信件): messages of processes to partner nodes and back, each in effect exactly once.

A letter is written in the transaction of the act that sends it, posted until the partner's signed receipt is there, and
taken once by its id. What begins or goes on with it is handed in from above; this block knows no process.
"""
