"""Kaplan and Meier and the log-rank test by lifelines, in a process of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(file: str, answer: str) -> None:
    """The file has lists: time, reached, group."""
    import lifelines
    from lifelines.statistics import multivariate_logrank_test
    from lifelines.utils import median_survival_times

    given = json.loads(Path(file).read_text("utf-8"))
    fitter = lifelines.KaplanMeierFitter().fit(given["time"], given["reached"])
    band = fitter.confidence_interval_.iloc[1:]
    test = multivariate_logrank_test(given["time"], given["group"], given["reached"])
    told = {
        "waiting": fitter.survival_function_.iloc[1:, 0].tolist(),
        "low": band.iloc[:, 0].tolist(),
        "high": band.iloc[:, 1].tolist(),
        "median": float(fitter.median_survival_time_),
        "limits": median_survival_times(fitter.confidence_interval_).iloc[0].tolist(),
        "p90": float(fitter.percentile(0.1)),
        "statistic": float(test.test_statistic),
        "p": float(test.p_value),
    }
    Path(answer).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
