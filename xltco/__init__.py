"""xltco: the total cost of buying, fine-tuning, self-hosting or building a language model, as a traceable workbook."""

__version__ = "0.1.0"
