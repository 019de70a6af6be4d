"""The chain of evidence around one object: what it rests on, and what rests on it, in columns."""

from sluitend.apps.reporting.chain.board import Board, Column, board_for, whole_board_for
from sluitend.apps.reporting.chain.items import Item
from sluitend.apps.reporting.chain.marks import Mark

__all__ = ["Board", "Column", "Item", "Mark", "board_for", "whole_board_for"]
