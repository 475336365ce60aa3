"""Finding the entry that answers a question, and how sure that is. No Django, no database; numpy only when used.

`embeddings` turns text into vectors, `ranking` orders the entries, `calibrator` says how probably the first is right,
`evaluate` measures all of it; `fit` makes the coefficients that ship. The README has the figures.
"""
