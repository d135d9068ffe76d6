"""The readers of lists, in the order they are asked whether a file is theirs."""

from __future__ import annotations

from counterflow.collect.reader import ListReader
from counterflow.collect.readers.bods.bods_json import BodsJson
from counterflow.collect.readers.ca.sema_xml import CaSemaXml
from counterflow.collect.readers.ch.seco_xml import ChSecoXml
from counterflow.collect.readers.eu.fsf_csv import EuFsfCsv
from counterflow.collect.readers.eu.fsf_xml import EuFsfXml
from counterflow.collect.readers.eu.journal_csv import EuJournalCsv
from counterflow.collect.readers.ftm.entity_json import FtmJson
from counterflow.collect.readers.ftm.mapping import FtmMapping
from counterflow.collect.readers.ftm.nested_json import FtmNestedJson
from counterflow.collect.readers.ftm.simple_csv import FtmSimpleCsv
from counterflow.collect.readers.ftm.statements_csv import FtmStatementsCsv
from counterflow.collect.readers.ftm.statements_json import FtmStatementsJson
from counterflow.collect.readers.gleif.lei_csv import GleifLeiCsv
from counterflow.collect.readers.gleif.rr_csv import GleifRrCsv
from counterflow.collect.readers.icij.offshoreleaks import IcijOffshoreLeaks
from counterflow.collect.readers.ofac.advanced_xml import OfacAdvancedXml
from counterflow.collect.readers.ofac.enhanced_xml import OfacEnhancedXml
from counterflow.collect.readers.ofac.legacy_xml import OfacLegacyXml
from counterflow.collect.readers.ofac.sdn_csv import OfacSdnCsv
from counterflow.collect.readers.ofac.wallets_json import OfacWalletsJson
from counterflow.collect.readers.uk.conlist_csv import UkConListCsv
from counterflow.collect.readers.uk.sanctions_list_csv import UkSanctionsListCsv
from counterflow.collect.readers.uk.sanctions_list_xml import UkSanctionsListXml
from counterflow.collect.readers.un.sc_xml import UnScXml
from counterflow.collect.readers.us_csl.csl_csv import UsCslCsv

LIST_READERS: tuple[type[ListReader], ...] = (
    OfacSdnCsv,
    OfacLegacyXml,
    OfacEnhancedXml,
    OfacAdvancedXml,
    OfacWalletsJson,
    UnScXml,
    EuFsfXml,
    EuFsfCsv,
    EuJournalCsv,
    UkSanctionsListXml,
    UkSanctionsListCsv,
    UkConListCsv,
    UsCslCsv,
    CaSemaXml,
    ChSecoXml,
    GleifLeiCsv,
    GleifRrCsv,
    IcijOffshoreLeaks,
    BodsJson,
    FtmMapping,
    FtmNestedJson,  # before FtmJson, which takes nested entities for plain ones
    FtmJson,
    FtmStatementsCsv,
    FtmStatementsJson,
    FtmSimpleCsv,
)
