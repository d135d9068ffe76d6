"""Run Splink by its published example of a data set, in its environment: `python splink_alone.py DATA NAME OUTPUT`.

DATA is the folder of the sets, NAME one of historical_50k, febrl3, febrl4, fake_1000. Settings are those of Splink's
own examples (docs/demos/examples/duckdb of its repository, version 5). OUTPUT becomes a Parquet file of scored pairs
(left_id, right_id, probability), the file beside it with the suffix .clusters.parquet one of (id, cluster_id). Prints
CPU and wall seconds as JSON: from reading to clusters.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_library as cl  # type: ignore[import-not-found]
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

Run = Callable[[Path, Any], tuple[Any, Any, str]]


def historical_50k(data: Path, con: Any) -> tuple[Any, Any, str]:
    """Deduplicate as `deduplicate_50k_synthetic` does: names, date, postcode, place and occupation."""
    path = data / "historical_figures_with_errors_50k.parquet"
    frame = con.sql(f"SELECT *, first_name || ' ' || surname AS first_name_surname_concat FROM read_parquet('{path}')")
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"),
            block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison(
                "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
            ),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    )
    linker = _linker(frame, settings, con)
    linker.training.estimate_probability_two_random_records_match(
        [
            block_on("first_name", "surname", "dob"),
            block_on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
            block_on("dob", "postcode_fake"),
        ],
        recall=0.6,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7)
    for rule in (block_on("first_name", "surname"), block_on("dob")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    pairs = linker.inference.predict()
    return pairs, linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.95), "unique_id"


_FEBRL = """
    SELECT * REPLACE (trim(date_of_birth) AS date_of_birth, trim(soc_sec_id) AS soc_sec_id, trim(postcode) AS postcode)
    FROM read_csv('{path}', delim=', ', header=true, all_varchar=true, nullstr='')
"""


def febrl3(data: Path, con: Any) -> tuple[Any, Any, str]:
    """Deduplicate as `febrl3` does."""
    frame = con.sql(_FEBRL.format(path=data / "febrl" / "dataset3.csv"))
    settings = SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("soc_sec_id"),
            block_on("given_name"),
            block_on("surname"),
            block_on("date_of_birth"),
            block_on("postcode"),
        ],
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
    )
    linker = _linker(frame, settings, con)
    linker.training.estimate_probability_two_random_records_match(
        [
            block_on("soc_sec_id"),
            block_on("given_name", "surname", "date_of_birth"),
            "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth",
        ],
        recall=0.9,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=2)
    for rule in (block_on("date_of_birth"), block_on("postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=0.2)
    return pairs, linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.95), "rec_id"


def febrl4(data: Path, con: Any) -> tuple[Any, Any, str]:
    """Link two files as `febrl4` does, with its detailed model."""
    frames = [con.sql(_FEBRL.format(path=data / "febrl" / f"dataset4{part}.csv")) for part in "ab"]
    settings = SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="link_only",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"),
            "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ],
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ],
    )
    api = DuckDBAPI(connection=con)
    linker = Linker([api.register(frame) for frame in frames], settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.8
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block_on("date_of_birth"), block_on("postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    pairs = linker.inference.predict(threshold_match_probability=0.2)
    return pairs, linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.99), "rec_id"


def fake_1000(data: Path, con: Any) -> tuple[Any, Any, str]:
    """Deduplicate as `accuracy_analysis_from_labels_column` does."""
    frame = con.sql(f"SELECT * FROM read_csv('{data / 'fake_1000.csv'}', nullstr='')")
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("first_name"),
            block_on("surname"),
            block_on("dob"),
            block_on("email"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname"),
            cl.DateOfBirthComparison("dob", input_is_string=False),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
    )
    linker = _linker(frame, settings, con)
    linker.training.estimate_probability_two_random_records_match(
        [
            "l.first_name = r.first_name and levenshtein(r.dob::VARCHAR, l.dob::VARCHAR) <= 1",
            "l.surname = r.surname and levenshtein(r.dob::VARCHAR, l.dob::VARCHAR) <= 1",
            "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
            "l.email = r.email",
        ],
        recall=0.7,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=5)
    for rule in (block_on("dob"), block_on("email"), block_on("first_name", "surname")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    pairs = linker.inference.predict()
    return pairs, linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.95), "unique_id"


SETS: dict[str, Run] = {"historical_50k": historical_50k, "febrl3": febrl3, "febrl4": febrl4, "fake_1000": fake_1000}


def _linker(frame: Any, settings: Any, con: Any) -> Any:
    return Linker(DuckDBAPI(connection=con).register(frame), settings)


def main() -> None:
    """Run one set."""
    data, name, output = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    wall, cpu = time.perf_counter(), time.process_time()
    con = duckdb.connect()
    con.sql("SET threads = 2")
    pairs, clusters, key = SETS[name](data, con)
    seconds = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
    found, grouped = pairs.as_duckdbpyrelation(), clusters.as_duckdbpyrelation()
    found.project(
        f"CAST({key}_l AS VARCHAR) AS left_id, CAST({key}_r AS VARCHAR) AS right_id, match_probability AS probability"
    ).write_parquet(str(output))
    grouped.project(f"CAST({key} AS VARCHAR) AS id, cluster_id").write_parquet(
        str(output.with_suffix(".clusters.parquet"))
    )
    print(json.dumps({**seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
