"""Which scores count after dropping: what the vectorised search finds against all ways to drop, one by one."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest

from gradeaudit.grading.piles import kept

Pair = tuple[float, float]


def share(pairs: list[Pair]) -> float:
    return sum(points for points, _ in pairs) / sum(possible for _, possible in pairs)


def best(pairs: list[Pair], always: list[Pair], lowest: int, highest: int) -> float:
    """The share after dropping, from every way to drop: Canvas keeps one score and then drops no highest."""
    lowest = min(lowest, max(len(pairs) - 1, 0))
    highest = 0 if lowest + highest >= len(pairs) else highest
    left = max(map(list, combinations(pairs, len(pairs) - lowest)), key=lambda some: share(some + always))
    return min(share(list(some) + always) for some in combinations(left, len(left) - highest))


@pytest.mark.parametrize(("lowest", "highest"), [(1, 0), (2, 0), (0, 1), (0, 2), (1, 1), (3, 0)])
def test_the_share_after_dropping_is_the_best_and_then_the_worst_of_all(lowest: int, highest: int) -> None:
    chance = random.Random(lowest * 10 + highest)
    width, rows = 7, 300
    points, possible = np.zeros((rows, width)), np.zeros((rows, width))
    may, must = np.zeros((rows, width), bool), np.zeros((rows, width), bool)
    expected = []
    for row in range(rows):
        worth = [chance.choice([5, 10, 20, 50, 100]) for _ in range(width)]
        scores = [round(chance.random() * one * 2) / 2 for one in worth]
        points[row], possible[row] = scores, worth
        dropped_never = chance.choice([0, 0, 1])
        number = chance.randint(1, width)
        may[row, dropped_never:number] = True
        must[row, :dropped_never] = True
        pairs = list(zip(scores, worth))
        if number <= dropped_never:
            number = dropped_never
        expected.append(best(pairs[dropped_never:number], pairs[:dropped_never], lowest, highest))
    counts, _ = kept(points, possible, may, must, np.full(rows, lowest), np.full(rows, highest))
    assert (counts & ~(may | must)).sum() == 0
    found = np.where(counts, points, 0).sum(axis=1) / np.where(counts, possible, 0).sum(axis=1)
    assert found == pytest.approx(expected, abs=1e-9)


def test_scores_that_could_as_well_be_dropped_are_said_to_be_tied() -> None:
    # 10 of 10 and 20 of 20 are both 100%: dropping either leaves 100%, but other points; 5 of 10 is lower than both.
    points, possible = np.array([[10.0, 20.0], [5.0, 20.0]]), np.array([[10.0, 20.0], [10.0, 20.0]])
    there = np.ones((2, 2), bool)
    counts, tied = kept(points, possible, there, ~there, np.array([1, 1]), np.array([0, 0]))
    assert tied.tolist() == [True, False]
    assert counts[1].tolist() == [False, True]
