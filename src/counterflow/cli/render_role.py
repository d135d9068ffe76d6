"""What a party does and holds, in the terminal: roles, stated or concluded, and goods that could come to market."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from counterflow.cli.layout import print_line
from counterflow.cli.render_route import stockpile_text
from counterflow.dossier.party_shape import RoleItem, StockpileItem


def print_role(console: Console, role: RoleItem) -> None:
    """Print one role; what is only concluded is not bold."""
    style = "bold" if role.basis == "stated" else ""
    print_line(console, role.role.replace("_", " "), Text(role_text(role), style=style))


def role_text(role: RoleItem) -> str:
    """Write what makes a role so: "stated: seller (Sale), 2010/.., probability 0.86"."""
    how = "stated" if role.basis == "stated" else "concluded from structure"
    former = " (former)" if role.is_former else ""
    dates = "/".join(one or ".." for one in (role.start_date, role.end_date))
    parts = [f"{how}{former}: {role.reason}"]
    parts += [dates] if dates != "../.." else []
    parts += [f"probability {role.probability:.2f}"] if role.probability is not None else []
    return ", ".join(parts)


def print_stockpile(console: Console, stock: StockpileItem) -> None:
    """Print one stock: how much, who holds it, who controls those, and what speaks for a sale."""
    print_line(console, stock.commodity, Text(stockpile_text(stock), style="bold"))
