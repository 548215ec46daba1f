"""Fills in what an export hides but its totals show: the categories' weights, and which assignment is in which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading import weights
from gradeaudit.grading.grid import Grid, laid_out, lay_out
from gradeaudit.grading.place_assignments import with_membership

_SCORES = ("final", "current", "unposted_final", "unposted_current")
_STEPS = (1.0, 0.5, 0.1, 100.0 / 3.0, 100.0 / 6.0)
"""Weights that people write: whole percents, halves, tenths, thirds, sixths."""
_CANNOT = "weights can't be recovered: "
_WHY = {
    weights.ALIKE: _CANNOT + "the students' scores are too alike to tell",
    weights.NO_FIT: _CANNOT + "no one set of weights leads from the categories' scores to the course's",
    weights.NOTHING: _CANNOT + "the export has no scores of categories beside the course's",
}
_POINTS = "this gradebook adds up points, its categories have no weights"


def recover(gradebooks: Gradebooks) -> Gradebooks:
    """The same gradebooks with weights and memberships recovered where the totals determine them.

    A gradebook's ``offers`` gain ``categories.weight`` and ``categories.weight_share``, or its ``lacks`` say why not.
    """
    hidden = {column: _hidden(gradebooks, column) for column in ("categories.weight", "assignments.category")}
    if not any(books.any() for books in hidden.values()):
        return gradebooks
    grid = lay_out(gradebooks)
    if hidden["assignments.category"].any():
        gradebooks = with_membership(gradebooks, grid, hidden["assignments.category"])
    if hidden["categories.weight"].any():
        gradebooks = _with_weights(gradebooks, grid, hidden["categories.weight"])
    return laid_out(gradebooks, grid)


def _hidden(gradebooks: Gradebooks, column: str) -> Array:
    """Gradebooks of Canvas, whose arithmetic is known, that have categories and totals but don't state a column."""
    canvas = (gradebooks.books["format"] == "canvas").to_numpy()
    able = [column not in offers and {"categories.name", "totals.value"} <= offers for offers in gradebooks.offers]
    hidden: Array = canvas & np.array(able, bool)
    return hidden


def _with_weights(gradebooks: Gradebooks, grid: Grid, wanted: Array) -> Gradebooks:
    weighted = wanted & (gradebooks.books["method"] == "weighted").to_numpy()
    layers = [grid.kind(name) for name in _SCORES if grid.shows(name)] or [grid.kind(_SCORES[0])]
    group = np.stack([group for _, group in layers])
    course = np.stack([course for course, _ in layers])
    course = np.where(weighted[grid.book], course, np.nan)
    solved = weights.solve(weights.Evidence(group, course, grid.book, len(gradebooks)))
    share = _snapped(solved)
    given = (solved.outcome == weights.OK) & weighted
    seen = ~np.isnan(share)
    unseen = np.arange(share.shape[1]) < grid.slots[:, None]
    unseen &= ~seen
    whole = given & ~unseen.any(axis=1)

    categories = gradebooks.categories
    book = categories["book"].to_numpy()
    slot = np.minimum(np.arange(len(book)) - grid.first[book], max(share.shape[1] - 1, 0))
    of_each = share[book, slot] if share.size else np.full(len(book), np.nan)
    error = solved.error[book, slot] if share.size else of_each
    told = given[book] & ~np.isnan(of_each)
    full = told & whole[book]
    divide = np.where(solved.over, np.nansum(share, axis=1), 100.0)[book]
    columns = {
        "weight": np.where(full, of_each, categories["weight"].to_numpy()),
        "weight_source": np.where(full, "recovered", categories["weight_source"].to_numpy()).astype(object),
        "weight_share": np.where(told, of_each * 100.0 / divide, categories["weight_share"].to_numpy()),
        "weight_error": np.where(told, error, categories["weight_error"].to_numpy()),
    }
    offers, lacks = list(gradebooks.offers), list(gradebooks.lacks)
    students = np.bincount(grid.book[~np.isnan(course).all(axis=0)], minlength=len(gradebooks))
    names = categories["name"].to_numpy()
    for number in np.flatnonzero(wanted).tolist():
        if given[number]:
            offers[number] |= {"categories.weight_share"}
        if whole[number]:
            offers[number] |= {"categories.weight"}
            continue
        if given[number]:
            missing = names[grid.first[number] + np.flatnonzero(unseen[number])]
            why = f"weights can't all be recovered: no scores in {_listed(missing.tolist())}"
        elif not weighted[number]:
            why = _POINTS if gradebooks.books["method"].iat[number] == "total_points" else _WHY[weights.NOTHING]
        elif solved.outcome[number] == weights.FEW:
            why = f"{_CANNOT}{students[number]} student{'' if students[number] == 1 else 's'}"
        else:
            why = _WHY[int(solved.outcome[number])]
        lacks[number] = _said(lacks[number], "categories.weight", why)
    return replace(gradebooks, categories=categories.assign(**columns), offers=tuple(offers), lacks=tuple(lacks))


def _snapped(solved: weights.Weights) -> Array:
    """Weights rounded to what a person would have typed, where the recovered ones are that near and sure enough."""
    share = solved.share
    error = np.nanmax(np.nan_to_num(solved.error), axis=1, initial=0.0)
    added = np.nansum(share, axis=1)
    done = np.zeros(len(share), bool)
    snapped = share.copy()
    for step in _STEPS:
        rounded = np.round(share / step) * step
        off = np.nanmax(np.nan_to_num(np.abs(rounded - share)), axis=1, initial=0.0)
        fits = (off <= np.maximum(error, 1e-9)) & (error <= step / 4.0)
        fits &= solved.over | (np.abs(np.nansum(rounded, axis=1) - added) < 1e-6)
        chosen = fits & ~done
        snapped[chosen] = rounded[chosen]
        done |= chosen
    return snapped


def _listed(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]


def _said(lacks: Mapping[str, str], column: str, why: str) -> Mapping[str, str]:
    return {**lacks, column: why}
