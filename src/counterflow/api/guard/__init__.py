"""Guard rails around every route of the HTTP API: keys, limits, one log line a request, metrics, a quiet end.

Each rail is an ASGI application around another one, so answers stream and a client that goes away is noticed. `wall.py`
says in which order they stand.
"""
