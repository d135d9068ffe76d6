"""The readers of lists, in the order they are asked whether a file is theirs."""

from __future__ import annotations

from counterflow.collect.reader import Reader
from counterflow.collect.readers.eu_journal_csv import EuJournalCsv
from counterflow.collect.readers.ftm_json import FtmJson
from counterflow.collect.readers.ofac_sdn_csv import OfacSdnCsv
from counterflow.collect.readers.un_sc_xml import UnScXml

LIST_READERS: tuple[type[Reader], ...] = (OfacSdnCsv, UnScXml, EuJournalCsv, FtmJson)
