"""The results as pages show them (METHOD 15)."""

from xltco.model.views import summaries  # isort: split

from xltco.model.views import comparison_views  # isort: split

from xltco.model.views import curve  # isort: split

from xltco.model.views import actuals_view  # isort: split

from xltco.model.views import wording  # isort: split

from xltco.model.views import sentences  # isort: split

from xltco.model.views import break_even_sentences  # isort: split

from xltco.model.views import margin_sentence  # isort: split

from xltco.model.views import alternatives  # isort: split

from xltco.model.views import rule_views  # isort: split

from xltco.model.views import simulation_wording  # isort: split

__all__ = [
    "actuals_view",
    "alternatives",
    "break_even_sentences",
    "comparison_views",
    "curve",
    "margin_sentence",
    "rule_views",
    "sentences",
    "simulation_wording",
    "summaries",
    "wording",
]
