"""Dated prices: rows that are never overwritten, each with its source and the day it was read, and their look-up."""

from xltco.catalog.prices import Price, instance_prices, model_prices, price_on

__all__ = ["Price", "instance_prices", "model_prices", "price_on"]
