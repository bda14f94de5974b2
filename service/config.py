"""The service's configuration: one frozen object, read once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import limits

from scoring.errors import KompasError
from service.access.oidc import Oidc

EXTENSION_ORIGINS = (r"^chrome-extension://[a-p]{32}$", r"^moz-extension://[0-9a-f-]{36}$")
SIGN_IN_RATE = "30/minute"
LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Config:
    """What an installation may set.

    Attributes:
        folder: holds workspace.db and the snapshots (KOMPAS_WORKSPACE).
        origins: regular expressions of web origins that may call the API, by default the
            browsers' extensions only (KOMPAS_ORIGINS, separated by spaces).
        token: what callers must send as a bearer token, "" for none (KOMPAS_TOKEN).
        admin_token: what whoever previews rules must send; "" lets nobody (KOMPAS_ADMIN_TOKEN).
        max_body: bytes, larger requests are refused; an upload may have `max_upload`.
        secret: signs cookies and forms; "" makes one and keeps it in the folder (KOMPAS_SECRET).
        insecure: sends cookies over plain HTTP too, for a demo on one's own machine
            (KOMPAS_INSECURE=1).
        proxies: how many proxies before us tell host, scheme and address (KOMPAS_PROXIES).
        rate: how many requests to the API a token, or an address without one, may send to each
            worker, such as "600/minute"; "" for any number (KOMPAS_RATE).
        sign_in_rate: how many failed tries to sign in an address has with each worker: a
            town hall's administrators may share one (KOMPAS_SIGN_IN_RATE).
        metrics_token: what whoever reads /metrics must send; "" lets in this machine alone
            (KOMPAS_METRICS_TOKEN).
        log: the least that is logged: debug, info, warning or error (KOMPAS_LOG).
        oidc: the provider of identity for /admin, None for local accounts alone (KOMPAS_OIDC_…).
    """

    folder: Path
    origins: tuple[str, ...] = EXTENSION_ORIGINS
    token: str = ""
    admin_token: str = ""
    max_body: int = 256 * 1024
    max_upload: int = 100 * 1024 * 1024
    secret: str = ""
    insecure: bool = False
    proxies: int = 0
    rate: str = ""
    sign_in_rate: str = SIGN_IN_RATE
    metrics_token: str = ""
    log: str = "info"
    oidc: Oidc | None = None

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> Config:
        """Return the configuration that the environment gives.

        Raises:
            KompasError: where KOMPAS_WORKSPACE is not set, or a value does not do.
        """
        folder = environment.get("KOMPAS_WORKSPACE", "")
        if not folder:
            raise KompasError(
                "KOMPAS_WORKSPACE", "is not set.", "Set it to the folder of the workspace."
            )
        return Config(
            folder=Path(folder),
            origins=tuple(environment.get("KOMPAS_ORIGINS", "").split()) or EXTENSION_ORIGINS,
            token=environment.get("KOMPAS_TOKEN", ""),
            admin_token=environment.get("KOMPAS_ADMIN_TOKEN", ""),
            secret=environment.get("KOMPAS_SECRET", ""),
            insecure=environment.get("KOMPAS_INSECURE", "") == "1",
            proxies=_number(environment, "KOMPAS_PROXIES"),
            rate=_rate(environment, "KOMPAS_RATE", ""),
            sign_in_rate=_rate(environment, "KOMPAS_SIGN_IN_RATE", SIGN_IN_RATE),
            metrics_token=environment.get("KOMPAS_METRICS_TOKEN", ""),
            log=log_level(environment),
            oidc=Oidc.from_environment(environment),
        )


def _number(environment: Mapping[str, str], name: str) -> int:
    text = environment.get(name, "") or "0"
    if not text.isdecimal():
        raise KompasError(name, f"{text[:40]!r} is no number.", "Set it to a whole number.")
    return int(text)


def log_level(environment: Mapping[str, str] = os.environ) -> str:
    """Return the level of logs that the environment asks for.

    Raises:
        KompasError: where there is no such level.
    """
    level = environment.get("KOMPAS_LOG", "") or "info"
    if level not in LEVELS:
        raise KompasError(
            "KOMPAS_LOG", f"{level[:40]!r} is no level.", f"Set it to one of {', '.join(LEVELS)}."
        )
    return level


def _rate(environment: Mapping[str, str], name: str, otherwise: str) -> str:
    text = environment.get(name, "") or otherwise
    try:
        limits.parse_many(text) if text else []
    except ValueError:
        raise KompasError(name, f"{text[:40]!r} is no rate.", "Write it as 600/minute.") from None
    return text
