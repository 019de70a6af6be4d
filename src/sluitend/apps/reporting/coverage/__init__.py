"""How far the evaluation covers what it planned: questions × perspectives × levels."""

from sluitend.apps.reporting.coverage.cell import CellDetail, cell_for
from sluitend.apps.reporting.coverage.table import Cell, Count, CoverageMap, State, map_for

__all__ = ["Cell", "CellDetail", "Count", "CoverageMap", "State", "cell_for", "map_for"]
