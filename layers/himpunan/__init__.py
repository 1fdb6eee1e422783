"""Datasets that several layers share."""
