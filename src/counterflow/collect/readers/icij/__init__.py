"""ICIJ's Offshore Leaks database."""
