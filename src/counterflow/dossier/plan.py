"""The network of flows of a build that is open for reading, as of its clock."""

from __future__ import annotations

from counterflow.dossier.archive import Archive
from counterflow.plan.case_network import read_case_network
from counterflow.plan.network_file import Problem
from counterflow.plan.section import read_section


def problem_of_case(archive: Archive, draws: int) -> Problem:
    """Make the problem of a build with `[plan]` as case.toml has it now.

    Raises:
        InputError: the build has no flows.
        CaseError: a mistake in `[plan]` of case.toml.
    """
    section = read_section(archive.case.plan, str(archive.case.toml_path))
    return read_case_network(archive.engine, section, draws, archive.place).problem
