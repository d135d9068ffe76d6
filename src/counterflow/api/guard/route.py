"""Which scope each route needs, and the name under which a route stands in the log and the metrics."""

from __future__ import annotations

from typing import Any, NamedTuple

from counterflow.api.guard.asgi import Scope
from counterflow.api.guard.key import KeyScope

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
READING = frozenset({"GET", "HEAD"})

HEALTH_PATHS = frozenset({"/healthz", "/readyz"})
"""What a load balancer asks: no key, no limit of the rate."""

TAXII_PATH = "/taxii2"
"""Under which TAXII's addresses are; the standard names it (TAXII 2.1, section 1.6.2)."""

NO_ROUTE = "(none)"
"""Name of what no route took: its path could hold a name."""


class Rule(NamedTuple):
    """What a request under a path needs; the longest path counts, and of two equal ones the first."""

    path: str
    """The path itself and everything under it; one that ends in `$` is itself alone."""
    methods: frozenset[str]
    scopes: frozenset[KeyScope]
    """One of these is enough; empty: no key is needed."""

    def covers(self, path: str, method: str) -> bool:
        """Whether it says what a request needs."""
        if method not in self.methods:
            return False
        if self.path.endswith("$"):
            return path == self.path[:-1]
        return path == self.path or path.startswith(f"{self.path}/")


_OPEN: frozenset[KeyScope] = frozenset()
_SCREEN = frozenset({KeyScope.SCREEN})
_DESCRIBE = frozenset({KeyScope.SCREEN, KeyScope.READ})
_READ = frozenset({KeyScope.READ})
_DECIDE = frozenset({KeyScope.DECIDE})
_ANY = METHODS - {"OPTIONS"}
_WRITING = _ANY - READING

RULES: tuple[Rule, ...] = (
    *(Rule(f"{path}$", READING, _OPEN) for path in sorted(HEALTH_PATHS)),
    # The workbench's own files hold nothing of a case; what they show they ask for, with the user's key.
    *(
        Rule(path, READING, _OPEN)
        for path in ("/$", "/assets", "/entity", "/document", "/screen", "/queue", "/network", "/money", "/plan")
    ),
    # What is served at all: the page asks it before it knows whether it needs a key.
    Rule("/api/served$", READING, _OPEN),
    *(Rule(path, READING, _OPEN) for path in ("/favicon.ico$", "/openapi.json$", "/api/openapi.json$")),
    # A browser asks first, and without a key, whether a page may send one (Fetch standard, CORS-preflight fetch).
    Rule("", frozenset({"OPTIONS"}), _OPEN),
    *(Rule(path, _ANY, _SCREEN) for path in ("/match", "/reconcile")),
    *(Rule(path, READING, _DESCRIBE) for path in ("/search", "/entities", "/catalog", "/manifest", "/algorithms")),
    Rule(TAXII_PATH, _ANY, frozenset({KeyScope.SHARE})),
    Rule("/updatez", _ANY, frozenset({KeyScope.UPDATE})),
    Rule("/metrics", READING, frozenset({KeyScope.METRICS})),
    Rule("/api/screening$", READING, _SCREEN | _DECIDE),
    Rule("/api/screening/answers", _ANY, _SCREEN),
    Rule("/api/screening/decisions", READING, _READ | _DECIDE),
    Rule("/api/screening/decisions", _WRITING, _DECIDE),
    Rule("/api/screening/allowed", READING, _READ | _DECIDE),
    Rule("/api/screening/allowed", _WRITING, _DECIDE),
    # A POST because it names all that is in the picture; it changes nothing.
    Rule("/api/network/neighbours$", frozenset({"POST"}), _READ),
    # What is not named above needs a key too, so that a new route is never open by mistake.
    Rule("", READING, _READ),
    Rule("", _WRITING, _DECIDE),
)


def needed_scopes(path: str, method: str) -> frozenset[KeyScope]:
    """Say which scopes are each enough for a request; empty: it needs no key."""
    found = [rule for rule in RULES if rule.covers(path, method)]
    # A method that nobody knows may change something.
    return max(found, key=lambda rule: len(rule.path.rstrip("$"))).scopes if len(found) > 0 else _DECIDE


def is_taxii_path(path: str) -> bool:
    """Whether a path is TAXII's, whose clients read errors in another form."""
    return path == TAXII_PATH or path.startswith(f"{TAXII_PATH}/")


def method_name(scope: Scope) -> str:
    """Give the method of a request, `OTHER` for one that no route knows."""
    method = scope.get("method")
    return method if method in METHODS else "OTHER"


def route_name(scope: Scope) -> str:
    """Give the template of the route that took a request, never the path that was asked.

    A route of a router that was included under a prefix states its own part alone; FastAPI keeps the whole beside it.
    """
    included = scope.get("fastapi", {}).get("effective_route_context")
    for route in (included, scope.get("route")):
        template = _template(route)
        if template is not None:
            return template
    path = scope.get("path", "")
    is_health = path in HEALTH_PATHS  # answered before a route is looked for, while the server ends
    return str(path) if is_health else NO_ROUTE


def _template(route: Any) -> str | None:
    for name in ("path_format", "path"):
        template = getattr(route, name, None)
        if isinstance(template, str) and template != "":
            return template
    return None
