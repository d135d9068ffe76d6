"""Screening for the workbench: answers in our own words, and the decisions on them."""
