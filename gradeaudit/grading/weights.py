"""Recovers the weights of grading categories from what a class's totals show.

Canvas makes the course score the mean of the category scores that a student has, weighted, where the weights present
are rescaled to 100 if they add to less (grade_calculator.rb, ``calculate_total_from_group_scores``). So for every
student the sum of weight × (category score − course score) over the categories present is 0, up to the rounding of
both to two decimals: the weights are the null vector of that matrix. Weights that add to more than 100 (extra credit)
are not rescaled; there the course score is the plain weighted sum.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array

ROUNDING = 0.005
"""The most that rounding to two decimals moves a score."""
FITS = 3 * ROUNDING
"""A row fits when it is off by no more than the rounding of both scores, with a little room for the fit itself."""
NOISE = ROUNDING / np.sqrt(3)
"""The standard deviation of that rounding."""
MOST_ERROR = 0.1
"""Weights that might be off by more than this many percentage points are not given."""
DEVIATIONS = 4.0
"""How many standard deviations of the estimate count as its error."""
SPARE = 2
"""Rows beyond the unknowns that must agree before a set of weights is believed."""
SPARE_TRIMMED = 4
"""The same when students were left out to make the rest agree."""
ROUNDS = 12

OK, FEW, ALIKE, NO_FIT, NOTHING = range(5)
"""What came of a class: weights; too few students; scores too alike to tell; no one set of weights fits; no totals."""


class Evidence(NamedTuple):
    """Rows that a class's weights must explain, several layers (kinds of total) for each student.

    ``group`` (layers, students, slots) and ``course`` (layers, students) are printed scores, NaN where blank;
    ``book`` (students,) is sorted; ``books`` is their number.
    """

    group: Array
    course: Array
    book: Array
    books: int


class Weights(NamedTuple):
    """``share`` (books, slots): percent of the weight of the categories seen, NaN for the others; ``error`` likewise.

    ``over`` (books,): the weights add to more than 100, and ``share`` holds them as they are. ``outcome`` (books,) is
    OK or why not. ``odd`` (students,): left out because their totals don't fit the class's weights.
    """

    share: Array
    error: Array
    over: Array
    outcome: Array
    odd: Array


def solve(evidence: Evidence) -> Weights:
    """The weights of every class at once, or why they can't be told."""
    present = ~np.isnan(evidence.group)
    rows = ~np.isnan(evidence.course) & present.any(axis=2)
    rows &= _new(evidence, rows)
    present &= rows[:, :, None]
    course = np.where(rows, evidence.course, 0.0)
    group = np.where(present, evidence.group, 0.0)
    seen = _any(np.asarray(present.any(axis=0)), evidence)
    away = np.where(present, group - course[:, :, None], 0.0)
    books = np.arange(evidence.books)
    scaled = _Class(away, np.zeros_like(course), present, rows, seen, evidence.book, books)
    answer = _settle(scaled, _null_vector)
    left = np.flatnonzero(answer.outcome == NO_FIT)
    if len(left):
        # Over 100 the sum is plain, so only students with every category can show it.
        full = rows & (present.sum(axis=2) == seen.sum(axis=1)[evidence.book])
        summed = _Class(group * full[:, :, None], course * full, present & full[:, :, None], full, seen,
                        evidence.book, left)  # fmt: skip
        over = _settle(summed, _least_squares)
        added = np.nansum(over.share, axis=1)
        room = DEVIATIONS * np.nansum(over.error, axis=1)
        good = (over.outcome == OK) & (added > 100.0 + room + 0.02)
        good &= ~_contradicted(over.share, evidence, rows & ~full, present, group, course)
        answer.share[good], answer.error[good] = over.share[good], over.error[good]
        answer.over[good], answer.outcome[good] = True, OK
        answer.odd[:] = np.where(good[evidence.book], over.odd, answer.odd)
    answer.odd[answer.outcome[evidence.book] != OK] = False
    return answer


class _Class(NamedTuple):
    """Many classes' equations: for each row (layers, students), ``left`` · weights = ``right``, weights being shares.

    ``right`` is all 0 where the weights present are rescaled, the course score where they are plainly summed.
    """

    left: Array
    right: Array
    present: Array
    rows: Array
    seen: Array
    book: Array
    chosen: Array


class _Fit(NamedTuple):
    """Weights as shares of 1 (books, slots) and the standard deviation of each."""

    weights: Array
    deviation: Array


_Fitting = Callable[[_Class, Array], _Fit]


def _settle(classes: _Class, fitting: _Fitting) -> Weights:
    """Fits all students; where that fails, leaves out the few that a robust fit finds odd, and fits the rest."""
    books, slots = classes.seen.shape
    answer = Weights(
        np.full((books, slots), np.nan),
        np.full((books, slots), np.nan),
        np.zeros(books, bool),
        np.full(books, NOTHING, np.int8),
        np.zeros(len(classes.book), bool),
    )
    chosen = np.zeros(books, bool)
    chosen[classes.chosen] = True
    unit = np.where(chosen[classes.book], 1.0, 0.0)
    fit = fitting(classes, unit)
    outcome = _judge(classes, fit, unit, SPARE)
    odd = np.zeros(len(classes.book), bool)
    retry = (outcome == NO_FIT) & chosen
    if retry.any():
        odd = _odd(classes, fitting, retry)
        rest = np.where(retry[classes.book] & ~odd, 1.0, 0.0)
        trimmed = fitting(classes, rest)
        again = _judge(classes, trimmed, rest, SPARE_TRIMMED)
        count = np.bincount(classes.book[classes.rows.any(axis=0)], minlength=books)
        left_out = np.bincount(classes.book[odd], minlength=books)
        better = retry & (left_out > 0) & (left_out <= np.maximum(1, count // 10)) & (again == OK)
        outcome = np.where(better, OK, outcome)
        fit = _Fit(*(np.where(better[:, None], new, old) for new, old in zip(trimmed, fit)))
        odd &= better[classes.book]
    outcome = np.where(chosen, outcome, NOTHING)
    good = (outcome == OK)[:, None] & classes.seen
    answer.share[good] = 100.0 * fit.weights[good]
    answer.error[good] = 100.0 * DEVIATIONS * fit.deviation[good]
    answer.outcome[:] = outcome
    answer.odd[:] = odd
    return answer


def _null_vector(classes: _Class, unit: Array) -> _Fit:
    """The weights that add to 1 and leave the least squares; how sure they are, from the other eigenvectors."""
    gram = _gram(classes, unit)
    values, vectors = np.linalg.eigh(gram)
    floor = 1e-12 * (1.0 + values[:, -1:])
    along = np.einsum("bgk,bg->bk", vectors, classes.seen.astype(float)) / np.maximum(values, floor)
    towards = np.where(classes.seen, np.einsum("bgk,bk->bg", vectors, along), 0.0)
    added = towards.sum(axis=1)
    # What adds to nothing comes of scores too alike to tell; its deviation will say so.
    weights = towards / np.where(np.abs(added) < 1e-9, 1e-9, added)[:, None]
    others, values = vectors[:, :, 1:], np.sqrt(np.maximum(values[:, 1:], 1e-12))
    added = np.where(classes.seen[:, :, None], others, 0.0).sum(axis=1)  # else slots of other classes would add error
    moved = others - weights[:, :, None] * added[:, None, :]
    noise = NOISE * np.sqrt(1.0 + np.square(weights).sum(axis=1))
    return _Fit(weights, noise[:, None] * np.sqrt(np.square(moved / values[:, None, :]).sum(axis=2)))


def _least_squares(classes: _Class, unit: Array) -> _Fit:
    """The weights whose plain sum comes nearest to the course score."""
    gram = _gram(classes, unit)
    towards = np.einsum("ksg,ks->sg", classes.left, classes.right * unit)
    sums = _sum(towards, classes.book, len(classes.seen))
    inverse = np.linalg.inv(gram + np.eye(gram.shape[1]) * 1e-9)
    weights = np.einsum("bgh,bh->bg", inverse, sums)
    noise = NOISE * np.sqrt(1.0 + np.square(weights).sum(axis=1))
    spread = np.sqrt(np.maximum(np.diagonal(inverse, axis1=1, axis2=2), 0.0))
    return _Fit(weights, noise[:, None] * spread)


def _gram(classes: _Class, unit: Array) -> Array:
    """Each class's sums of products; slots never seen are held far from zero, so they take no part."""
    products = np.einsum("ksg,ksh->sgh", classes.left * unit[None, :, None], classes.left)
    gram = _sum(products, classes.book, len(classes.seen))
    scale = np.trace(gram, axis1=1, axis2=2) + 1.0
    slots = np.arange(gram.shape[1])
    gram[:, slots, slots] += np.where(classes.seen, 0.0, scale[:, None])
    return gram


def _off(classes: _Class, fit: _Fit) -> Array:
    """How far each row (layers, students) is off under its class's weights, as a multiple of what rounding explains."""
    weights = fit.weights[classes.book]
    off = np.abs(np.einsum("ksg,sg->ks", classes.left, weights) - classes.right)
    there = np.einsum("ksg,sg->ks", classes.present, np.abs(weights))
    allowed = (there + np.where(classes.right != 0, 1.0, there)) / 2.0
    return np.where(classes.rows, off / (FITS * np.maximum(allowed, 0.05)), 0.0)


def _judge(classes: _Class, fit: _Fit, unit: Array, spare: int) -> Array:
    """What came of each class, by its rows, how far they are off, and how sure the weights are."""
    books = len(classes.seen)
    used = (unit > 0) & classes.rows
    off = np.where(used, _off(classes, fit), 0.0).max(axis=0, initial=0.0)
    unfit = _sum((off > 1.0).astype(float), classes.book, books) > 0
    count = np.bincount(classes.book, used.sum(axis=0), minlength=books)
    unknown = classes.seen.sum(axis=1) - 1
    error = DEVIATIONS * 100.0 * np.where(classes.seen, fit.deviation, 0.0).max(axis=1, initial=0.0)
    sure = error <= MOST_ERROR
    unfit |= sure & (np.where(classes.seen, fit.weights, 0.0) * 100.0 < -MOST_ERROR).any(axis=1)
    outcome = np.where(unfit, NO_FIT, np.where(sure, OK, ALIKE))
    outcome = np.where(~unfit & (count < unknown + spare), FEW, outcome)
    outcome = np.where(unfit & (count < unknown + SPARE), FEW, outcome)
    result: Array = np.where(count == 0, NOTHING, outcome).astype(np.int8)
    return result


def _odd(classes: _Class, fitting: _Fitting, retry: Array) -> Array:
    """Students that don't fit what most of their class fits: found by a fit that large misses pull less and less.

    At first a miss pulls no more the larger it is; once the fit is near, large ones hardly pull at all.
    """
    unit = np.where(retry[classes.book], 1.0, 0.0)
    off = np.zeros_like(unit)
    for turn in range(ROUNDS):
        off = _off(classes, fitting(classes, unit)).max(axis=0, initial=0.0)
        power = 1.0 if turn < ROUNDS // 2 else 3.0
        unit = np.where(retry[classes.book], np.maximum(off, 1.0) ** -power, 0.0)
    found: Array = (off > 1.0) & retry[classes.book]
    return found


def _contradicted(
    weights: Array, evidence: Evidence, rows: Array, present: Array, group: Array, course: Array
) -> Array:
    """Whether a student with categories missing shows that weights over 100 aren't the class's."""
    own = np.nan_to_num(weights)[evidence.book] / 100.0
    sums = np.einsum("ksg,sg->ks", group, own)
    there = np.einsum("ksg,sg->ks", present, own)
    expected = np.where(there < 1.0, sums / np.maximum(there, 1e-9), sums)
    off = np.where(rows & (there > 0), np.abs(expected - course) > 2 * FITS, False).any(axis=0)
    return np.asarray(np.bincount(evidence.book, off, minlength=evidence.books) > 1)


def _new(evidence: Evidence, rows: Array) -> Array:
    """Which rows say something that no earlier layer of the same student says."""
    whole = np.nan_to_num(np.concatenate([evidence.group, evidence.course[:, :, None]], axis=2), nan=-1e9)
    new = np.ones_like(rows)
    for layer in range(1, len(rows)):
        for earlier in range(layer):
            new[layer] &= ~((whole[layer] == whole[earlier]).all(axis=1) & rows[earlier])
    return new


def _sum(rows: Array, book: Array, books: int) -> Array:
    """Sums of rows by book, over sorted books."""
    starts = np.searchsorted(book, np.arange(books))
    total = np.zeros((books, *rows.shape[1:]))
    some = np.flatnonzero(np.diff(np.append(starts, len(book))))
    if len(some):
        total[some] = np.add.reduceat(rows, starts[some], axis=0)
    return total


def _any(flags: Array, evidence: Evidence) -> Array:
    found: Array = _sum(flags.astype(float), evidence.book, evidence.books) > 0
    return found
