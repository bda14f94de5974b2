"""scikit-criteria's side: run by the Python of its own venv, it imports nothing of ours.

    python scikit_criteria.py FOLDER ROUNDS

FOLDER holds big.npy (n x m), weights.npy (m,), small.npy (k x 20 x m) and small_weights.npy
(k x m). Prints the seconds of each round on the big matrix as JSON; writes big_scores.npy and
small_scores.npy, each matrix's scores by the weights as it normalises nothing.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np


def main(folder: Path, rounds: int) -> None:
    """Score everything, the big matrix so many times."""
    mkdm = import_module("skcriteria").mkdm
    model = import_module("skcriteria.agg.simple").WeightedSumModel()

    def scored(matrix: Any, weights: Any) -> Any:
        decision = mkdm(matrix, [max] * matrix.shape[1], weights=weights)
        start = time.perf_counter()
        scores = model.evaluate(decision).e_.score
        seconds.append(time.perf_counter() - start)
        return scores

    seconds: list[float] = []
    small, weights = np.load(folder / "small.npy"), np.load(folder / "small_weights.npy")
    pairs = zip(small, weights, strict=True)
    np.save(folder / "small_scores.npy", np.array([scored(m, w) for m, w in pairs]))
    seconds.clear()
    big, weight = np.load(folder / "big.npy"), np.load(folder / "weights.npy")
    for _ in range(rounds):
        scores = scored(big, weight)
    np.save(folder / "big_scores.npy", scores)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
