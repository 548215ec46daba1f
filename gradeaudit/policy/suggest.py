"""What a teacher most likely meant: the policy's name closest to an unknown one, by meaning first, then by spelling.

A suggestion is made only when it is the one that fits; two that fit as well as each other are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from gradeaudit.policy.names import fold

if TYPE_CHECKING:
    from gradeaudit.policy.schema import Category, Code

_SAME_WORD = {
    "homework": "hw hmwk hmwrk hwk homewk homeworks",
    "classwork": "cw clwk clswk classwk clasework seatwork",
    "quiz": "qz qzs quizz quizze quizzes quizes qui",
    "test": "tst tsts",
    "exam": "ex exm examination",
    "assessment": "asmt assmt assmnt asmnt assess",
    "assignment": "asgn assn asgmt assgn assgnmt",
    "project": "proj prj pjct",
    "participation": "part partic particip ptcp",
    "laboratory": "lab labwork",
    "practice": "prac pract practise",
    "notebook": "ntbk nb",
    "presentation": "pres presen",
    "formative": "form formtv",
    "summative": "summ sum summtv",
    "midterm": "mid-term mt",
    "behavior": "behaviour",
    "bellringer": "bellwork warmup bellringers",
    "discussion": "disc discuss",
    "journal": "jrnl",
    "vocabulary": "vocab voc",
    "attendance": "attend att attn",
    "essay": "esay",
    "reading": "rdg",
    "writing": "wrtg",
}
"""Spellings and abbreviations that teachers use, by the word that they stand for."""
_PHRASES = {
    "home work": "homework", "class work": "classwork", "in class": "classwork", "seat work": "classwork",
    "bell ringer": "bellringer", "bell work": "bellringer", "warm up": "bellringer", "do now": "bellringer",
    "mid term": "midterm", "note book": "notebook", "lab work": "laboratory", "lab report": "laboratory",
    "extra credit": "extracredit", "daily work": "daily", "daily grade": "daily",
}  # fmt: skip
_KINDS = (
    ("homework",),
    ("classwork", "daily", "bellringer"),
    ("quiz",),
    ("test", "exam", "assessment"),
    ("project",),
    ("participation", "engagement"),
    ("behavior", "conduct", "effort", "citizenship", "attitude"),
    ("laboratory",),
    ("minor", "formative"),
    ("major", "summative"),
    ("practice", "preparation"),
    ("essay", "writing", "paper", "composition"),
    ("extracredit", "bonus"),
)
"""Words that name the same kind of work."""
_SAID = {
    "missing": "m, mi, mis, ms, msg, miss, missing, mia, nhi, nti, not turned in, not handed in, no work",
    "excused": "ex, exc, exmt, exmpt, exempt, excuse, excused, excusal, waived",
    "incomplete": "i, inc, inco, incomp, incomplete, incompl, partial, not finished",
    "late": "l, lt, late, turned in late",
    "absent": "ab, abs, absent, ua, ea, out, away, sick, ill",
    "turned_in": "ti, turned in, handed in, collected, received, submitted",
    "not_entered": "ne, ng, tbd, tba, pending, not entered, not graded, to grade, ungraded",
    "cheated": "cheat, cheated, cheating, copied, plag, plagiarism, plagiarized",
    "dropped": "drop, dropped",
    "transfer": "tr, trf, trans, transfer, transferred, tx",
}
"""What teachers write for a code's meaning."""
_FILLING = "grade grades category categories score scores the a an of and mark marks"
_REAL_WORDS = (
    "text rest best next tent quit lap lad class clash glass minor major practical practicum product form sum"
    " formative summative final finals homeroom worksheet network teamwork coursework fieldwork groupwork"
)
"""Words of their own, however close their spelling is to another: Text is not Test."""
_SPLIT = re.compile(r"[^\w]+|_")
_WEIGHT = re.compile(r"[(\[]?\d+(?:[.,]\d+)?\s*%\s*[)\]]?")


def closest_category(name: str, categories: Mapping[str, Category]) -> str:
    """The policy's category that a gradebook's category name most likely means, or the empty text."""
    known = [
        (category, _words(other))
        for category, settings in categories.items()
        for other in (category, *settings.accepts, *settings.aliases)
    ]
    words = _words(name)
    if not words:
        return ""
    for same in (_equal, _joined, _akin, _misspelt):
        fitting = {category for category, others in known if same(words, others)}
        if len(fitting) == 1:
            return fitting.pop()
        if fitting:
            return ""
    return ""


def closest_code(text: str, codes: Mapping[str, Code]) -> str:
    """The policy's code that a text in a score cell most likely means, or the empty text."""
    folded = " ".join(part for part in _SPLIT.split(text.casefold()) if part)
    known = [(name, other.casefold()) for name, code in codes.items() for other in (name, *code.aliases)]
    meaning = _meanings().get(folded)
    for fitting in (
        {name for name, other in known if _SPLIT.sub("", other) == folded.replace(" ", "") != ""},
        {name for name, code in codes.items() if code.means == meaning},
        {name for name, other in known if meaning is None and _one_slip(folded, other)},
    ):
        if len(fitting) == 1:
            return fitting.pop()
        if fitting:
            return ""
    return ""


def spelt_out(name: str) -> str:
    """A category's name in the one spelling of all that say the same: HW, Home-Work and homework (10%) are one.

    Names whose words only are of the same kind, such as tests and exams, stay apart.
    """
    joined = "".join(_words(name))
    return fold(joined) if joined else fold(name)


def meaning_of(text: str) -> str:
    """What teachers mean by a text in a score cell, as the policy calls it; empty where it says nothing to us."""
    return _meanings().get(" ".join(part for part in _SPLIT.split(text.casefold()) if part), "")


def to_accept(category: str, name: str) -> str:
    """The line of YAML that makes a policy accept ``name`` as another right name of ``category``."""
    if not category:
        return f"categories: {{{yaml_text(name)}: {{}}}}"
    return f"categories: {{{yaml_text(category)}: {{accepts: [{yaml_text(name)}]}}}}"


def to_accept_code(code: str, text: str) -> str:
    """The line of YAML that makes a policy understand ``text`` as another spelling of ``code``."""
    return f"missing_work: {{codes: {{{yaml_text(code)}: {{aliases: [{yaml_text(text)}]}}}}}}"


def yaml_text(text: str) -> str:
    """A text as YAML has it within brackets: plain where that is safe, else in quotes."""
    if re.fullmatch(r"[A-Za-z](?:[\w /&.-]*[\w.])?", text, re.ASCII):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    import json  # a YAML text in double quotes is written as JSON's

    return json.dumps(text)


def _words(name: str) -> tuple[str, ...]:
    """The words of a name in one spelling each, without filling words and a weight in brackets."""
    folded = " ".join(part for part in _SPLIT.split(_WEIGHT.sub(" ", name.casefold())) if part)
    for phrase, word in _PHRASES.items():
        folded = re.sub(rf"\b{phrase}s?\b", word, folded)
    spelt = _spellings()
    words = [spelt.get(word, spelt.get(fold(word), fold(word))) for word in folded.split()]
    return tuple(word for word in words if word not in _FILLING.split()) or tuple(words)


def _equal(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return sorted(words) == sorted(others)


def _joined(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return "".join(words) == "".join(others)


def _akin(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether names are of the same kind of work, or one is the other with more words: Unit Tests, X Homework."""
    mine, theirs = _kinds(words), _kinds(others)
    return bool(mine and mine == theirs) or set(others) < set(words) or set(words) < set(others)


def _misspelt(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return len(words) == len(others) and all(map(_near, words, others))


def _near(word: str, other: str) -> bool:
    """Whether a word is another one misspelt: a slip or two, in a word long enough, that made no other real word."""
    if word == other:
        return True
    if word in _REAL_WORDS.split() or word in _spellings().values():
        return False
    from rapidfuzz.distance import DamerauLevenshtein, Levenshtein  # only when a name is unknown

    if len(other) < 5:  # only two letters that changed places, perhaps before a plural s
        changed = [form for form in (word, word + "s") if DamerauLevenshtein.distance(form, other) == 1]
        return any(Levenshtein.distance(form, other) == 2 for form in changed)
    return bool(DamerauLevenshtein.distance(word, other) <= (1 if len(other) < 8 else 2))


def _one_slip(text: str, code: str) -> bool:
    from rapidfuzz.distance import DamerauLevenshtein  # only when a code is unknown

    return min(len(text), len(code)) > 2 and DamerauLevenshtein.distance(text, code) == 1


def _kinds(words: Iterable[str]) -> frozenset[int]:
    kinds = {word: number for number, kind in enumerate(_KINDS) for word in kind}
    found = [kinds.get(word, -1) for word in words]
    return frozenset() if -1 in found else frozenset(found)


@cache
def _spellings() -> dict[str, str]:
    table = {spelling: word for word, spellings in _SAME_WORD.items() for spelling in spellings.casefold().split()}
    words = [*_SAME_WORD, *_PHRASES.values(), *(word for kind in _KINDS for word in kind)]
    return {**table, **{fold(word): word for word in words}}


@cache
def _meanings() -> dict[str, str]:
    """What teachers write for a code's meaning, by the words or letters that they use."""
    return {text: meaning for meaning, texts in _SAID.items() for text in texts.split(", ")}
