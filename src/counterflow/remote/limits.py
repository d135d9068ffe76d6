"""How long, how often and how much is fetched: the limits of one dataset's download."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit with its unit and reason; tests lower them."""

    connect_s: float = 15.0
    """Seconds for a connection: three lost SYN packets take 7 s."""
    read_s: float = 60.0
    """Seconds without a byte: publishers that make the file on demand take up to half a minute before the first."""
    total_s: float = 1_800.0
    """Seconds for the whole of a dataset's download, attempts and waits together."""
    slow_after_s: float = 60.0
    """Seconds of an attempt after which its rate is judged: the beginning of a connection is slow."""
    slow_bytes_s: int = 8_192
    """Bytes per second below which an attempt is ended, on average since its beginning: at this rate 15 MB would take
    all of `total_s`, and another attempt may find a better way."""
    max_bytes: int = 4 << 30
    """Size of the largest file taken, unpacked from its transfer coding; as `collect` takes them."""
    attempts: int = 5
    """Attempts, the first included."""
    backoff_s: float = 2.0
    """Longest wait before the second attempt, in seconds; doubled before each further one."""
    max_backoff_s: float = 60.0
    """Longest wait before any attempt, unless the server asks for a longer one."""
    max_retry_after_s: float = 300.0
    """Longest wait that a server may ask for; asked for a longer one, the fetch ends and says when to come again."""
    redirects: int = 5
    """Redirects followed; a publisher's file is rarely behind more than two."""
