"""share: what leaves a case, in the forms that other programs read."""

from counterflow.share.export import FORMATS, ExportReport, export_build
from counterflow.share.policy import may_leave
from counterflow.share.selection import DEFAULT_MAX_TLP, Reason

__all__ = ["DEFAULT_MAX_TLP", "FORMATS", "ExportReport", "Reason", "export_build", "may_leave"]
