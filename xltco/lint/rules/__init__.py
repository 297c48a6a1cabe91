"""The rules, a module to each subject; importing them registers them, in this order."""

from xltco.lint.rules import (  # isort: skip
    parts,
    names,
    formulas,
    validations,
    charts,
    circularity,
    practice,
    evenness,
    inputs,
    sheets,
)

MODULES = (parts, names, formulas, validations, charts, circularity, practice, evenness, inputs, sheets)
