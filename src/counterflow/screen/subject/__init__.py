"""Subjects that are screened again when a list changes: customers, crews, suppliers, kept with whom they may be."""
