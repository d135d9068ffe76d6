"""A user handles errors by what can be done about them."""

from pathlib import Path

import counterflow
from counterflow.case import Case, load_case
from counterflow.exc import CaseError, CaseLockedError, CounterflowError


def question(folder: Path) -> str | None:
    try:
        case: Case = load_case(folder)
    except CaseLockedError:
        return None
    except CaseError as error:
        where: str | None = error.where
        return where
    return case.question


def exit_code(error: CounterflowError) -> int:
    version: str = counterflow.__version__
    return error.exit_code + len(version) * 0
