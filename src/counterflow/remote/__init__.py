"""Remote collection: public lists come from their publishers into a case, and every vintage is kept.

`counterflow fetch` uses it, and whoever asks how old the lists are; the stages of a build know only the files that it
leaves in `inputs/fetched/`.
"""

from counterflow.remote.age import Age, list_ages
from counterflow.remote.fetch import Fetched, fetch_dataset
from counterflow.remote.order import Order, list_orders
from counterflow.remote.receipt import Outcome, Receipt

__all__ = ["Age", "Fetched", "Order", "Outcome", "Receipt", "fetch_dataset", "list_ages", "list_orders"]
