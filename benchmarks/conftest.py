"""The people and the evaluation of the tests."""

from tests.conftest import client_of, evaluation, leader, make_user

__all__ = ["client_of", "evaluation", "leader", "make_user"]
