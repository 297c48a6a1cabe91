"""The generator: a scenario becomes a formula-driven workbook. It never asks the engine for a value."""
