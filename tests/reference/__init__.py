"""A plain-loop reference of the TCO model, version 2, written from the model definition alone.

It is slow and literal on purpose: every function cites the paragraph of the model definition it follows, break-even
volumes are found by walking the step function, and nothing is shared with the product's code. Amounts are added to a
month's total as they stand, so what is sold or taken back is a negative line.
"""
