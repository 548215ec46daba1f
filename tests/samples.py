"""Writes the Canvas samples anew: ``python -m tests.samples``. Two invented schools, teachers' real kinds of mistakes.

Every class is drawn from a seed; the mistakes are edits at cells that are named here, so that the test which holds
the complete list of findings can be checked against this page by eye.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.canvas import Assignment, Class, Student, text

FOLDER = Path(__file__).parents[1] / "sample_exports"
WEIGHTS = {"Homework": 10.0, "Formative": 30.0, "Summative": 60.0}
SCALE = (("A", 90.0), ("B", 80.0), ("C", 70.0), ("D", 60.0), ("F", 0.0))
LAST = (
    "Abara Alvarez Baptiste Bergstrom Calloway Castellano Dambrosio Delacroix Eklund Fairweather Farrow Galindo Hagan"
    " Holloway Ibarra Jankowski Kaminski Kowalczyk Lindqvist Lockhart Maldonado Mbeki Nakagawa Novak Okafor Ostrowski"
    " Pemberton Quintero Ramaswamy Rourke Sandoval Sorensen Tamura Thibodeaux Ueda Vance Villanueva Whitfield Yamada"
    " Zielinski"
).split()
FIRST = (
    "Amara Anton Beatriz Caleb Clara Dante Elena Elias Farah Felix Gloria Hugo Imani Ivan Jada Jonas Kaia Leo Lucia"
    " Mateo Mina Nadia Noor Oscar Paola Quentin Rosa Ruben Sasha Silas Tessa Theo Uma Viktor Wanda Xavier Yara Zane"
).split()
HW, CW, FO, SU = "Homework", "Classwork", "Formative", "Summative"


@dataclass(frozen=True)
class Sample:
    """One export: where it goes, its class, and the edits that make its mistakes.

    ``marks`` maps (student, assignment), both from 0, to the text that stands in the cell. ``header`` replaces titles.
    ``students`` replaces students' fields. ``after`` edits the file's text once it is written, as a spreadsheet might.
    """

    file: str
    section: str
    titles: Sequence[tuple[str, str, str]]
    students: int
    seed: int
    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    people: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    hidden: Sequence[int] = ()
    scale: bool = False
    overrides: Mapping[int, str] = field(default_factory=dict)
    typed: Mapping[tuple[int, str], str] = field(default_factory=dict)
    delimiter: str = ","
    test_student: bool = False


def usual(homework: Sequence[str], formative: Sequence[str], summative: Sequence[str]) -> list[tuple[str, str, str]]:
    """Assignments in Canvas's own order, by group: title, points, group."""
    return (
        [(title, "10.00", HW) for title in homework]
        + [(title, "20.00", FO) for title in formative]
        + [(title, "100.00", SU) for title in summative]
    )


ALGEBRA = usual(
    ["HW 1: Order of operations", "HW 2: Like terms", "HW 3: One-step equations", "HW 4: Two-step equations"],
    ["Quiz 1: Expressions", "CW 1: Error hunt", "Quiz 2: Equations", "CW 2: Word problems"],
    ["Test 1: Expressions and equations", "Project 1: Phone plans", "Test 2: Linear equations"],
)
SPANISH = usual(
    ["HW 1: Saludos", "HW 2: Los números", "HW 3: La familia"],
    ["Quiz 1: Verbos en -ar", "CW 1: Diálogo", "Quiz 2: El artículo", "CW 2: Mapa"],
    ["Test 1: Unidad 1", "Project 1: Árbol genealógico", "Test 2: Unidad 2"],
)
BIOLOGY = [
    *usual(
        ["HW 1: Lab safety", "HW 2: Microscopes", "HW 3: Organelles"],
        ["Quiz 1: Safety", "CW 1: Cell models", "Quiz 2: Organelles", "CW 2: Osmosis sketch"],
        ["Test 1: The cell", "Test 2: Transport"],
    ),
    ("Lab 1: Onion cells", "25.00", "Labs"),
    ("Lab 2: Diffusion", "25.00", "Labs"),
]
ENGLISH = usual(
    ["hw3", "HW 2: Vocabulary A", "HW 4: Vocabulary B", "HW 5: Reading log"],
    ["Quiz 1: Literary terms", "CW 1: Thesis workshop", "New Assignment", "Quiz 2: Short stories"],
    ["Test 1: Short stories", "Project 1: Personal narrative"],
)
HISTORY = usual(
    ["HW 1: Map of the Nile", "HW 2: Hammurabi", "HW 3: Greek city-states"],
    ["Quiz 1: River valleys", "CW 1: Primary sources", "Quiz 2: Greece", "CW 2: Debate notes"],
    ["Test 1: Ancient worlds", "Project 1: Museum exhibit", "Test 2: Classical Greece"],
)
GEOMETRY = usual(
    ["HW 1: Points and lines", "HW 2: Angles", "HW 3: Parallel lines"],
    ["Quiz 1: Angles", "CW 1: Constructions", "Quiz 2: Proof steps", "CW 2: Triangle sort"],
    ["Test 1: Angles and lines", "Test 2: Congruence", "Project 1: Tessellation"],
)
CHEMISTRY = [
    *[(f"HW {n}: {name}", "10.00", "HW") for n, name in enumerate(("Units", "Density", "Atoms", "Ions"), 1)],
    *[(f"{name}", "20.00", FO) for name in ("Quiz 1: Units", "Lab 1: Density", "Quiz 2: Atoms", "Lab 2: Flame test")],
    ("Test 1: Measurement", "100.00", "Tests"),
    ("Test 2: Atomic structure", "100.00", "Tests"),
]
SCIENCE = usual(
    ["HW 1: Variables", "HW 2: Graphs", "HW 3: Density"],
    ["Quiz 1: Method", "Lab 1: Pendulum", "Quiz 2: Density", "CW 1: Graph repair"],
    ["Test 1: Scientific method", "Project 1: Bridge", "Test 2: Matter"],
)
ELA = usual(
    ["HW 1: Reading log", "HW 2: Suffixes", "HW 3: Reading log two"],
    ["Quiz 1: Main idea", "CW 1: Summary", "Quiz 2: Theme", "CW 2: Peer edit"],
    ["Test 1: Fiction", "Project 1: Book talk", "Test 2: Theme"],
)
SOCIAL = usual(
    ["HW 1: Latitude", "HW 2: Map keys", "HW 2: Map keys"],
    ["Quiz 1: Continents", "CW 1:  Atlas hunt", "Quiz 2: Biomes", "CW 2: Participation week 3"],
    [
        "Test 1: The five themes of geography and everything that we have read about them since August",
        "Project 1: Island",
        "Test 2: Biomes",
    ],
)
PE = [
    ("HW 1: Fitness log", "10.00", HW),
    ("HW 2: Nutrition log", "10.00", HW),
    ("HW 3: Sleep log", "10.00", HW),
    ("Quiz 1: Rules of the game", "20.00", FO),
    ("Project 1: Training plan", "100.00", SU),
    ("CW 1: Dressing out", "50.00", "Participation"),
]
ART = [
    *usual(
        ["HW 1: Sketchbook A", "HW 2: Sketchbook B", "HW 3: Sketchbook C"],
        ["CW 1: Contour lines", "CW 2: Value scale", "Quiz 1: Elements of art", "CW 3: Color wheel"],
        ["Project 1: Still life", "Project 2: Self-portrait"],
    )
]
ART[4] = ("CW 2: Value scale", "", FO)

SAMPLES = (
    Sample("north-hs/2026-11-13T1540_Grades-ALG1-P3.csv", "ALG1 Period 3", ALGEBRA, 18, 1),
    Sample(
        "north-hs/2026-11-13T1612_Grades-BIO-P1.csv",
        "BIO Period 1",
        BIOLOGY,
        20,
        2,
        weights={"Homework": 10.0, "Formative": 30.0, "Summative": 50.0, "Labs": 10.0},
    ),
    Sample(
        "north-hs/2026-11-12T0915_Grades-ENG9-P5.csv",
        "ENG9 Period 5",
        ENGLISH,
        22,
        3,
        weights={"Homework": 20.0, "Formative": 30.0, "Summative": 50.0},
    ),
    Sample(
        "north-hs/2026-11-13T0803_Grades-WHIST-P2.csv",
        "WHIST Period 2",
        HISTORY,
        21,
        4,
        marks={
            (2, 0): "abs", (7, 0): "abs", (11, 0): "ABS", (4, 1): "M", (9, 1): "missing",
            (3, 4): "", (12, 4): "", (15, 4): "", (6, 7): "0.00", (13, 7): "0.00", (8, 2): "MI", (10, 5): "EX",
        },
    ),
    Sample(
        "north-hs/2026-11-13T1701_Grades-GEOM-P6.csv",
        "GEOM Period 6",
        GEOMETRY,
        19,
        5,
        marks={
            (1, 3): "85%", (5, 3): "17/20", (2, 4): "full", (9, 4): "full", (4, 0): "8-Oct", (7, 1): "8,5",
            (10, 8): "105.00", (3, 9): "-5.00", (11, 7): "42.00", (14, 6): "17.25",
        },
        typed={(6, "Final Score"): "95.00"},
    ),
    Sample("north-hs/2026-11-10T1405_Grades-CHEM-P4.csv", "CHEM Period 4", CHEMISTRY, 17, 6, weights={}),
    Sample(
        "lakeside-ms/2026-11-13T1530_Grades-SPAN7-P2.csv", "SPAN7 Period 2", SPANISH, 16, 7, delimiter=";",
        test_student=True,
    ),
    Sample(
        "lakeside-ms/2026-11-13T1544_Grades-SCI7-P4.csv",
        "SCI7 Period 4",
        SCIENCE,
        18,
        8,
        people={5: {"sis_id": ""}, 9: {"sis_id": "40418"}, 12: {"copy": "3"}},
        test_student=True,
    ),
    Sample(
        "lakeside-ms/2026-11-11T1120_Grades-ELA6-P1.csv",
        "ELA6 Period 1",
        ELA,
        20,
        9,
        hidden=[8],
        scale=True,
        overrides={4: "91.0"},
        typed={(2, "Final Grade"): "A"},
    ),
    Sample("lakeside-ms/2026-11-13T1010_Grades-SOC6-P3.csv", "SOC6 Period 3", SOCIAL, 19, 10),
    Sample(
        "lakeside-ms/2026-11-09T1333_Grades-PE8-P7.csv",
        "PE8 Period 7",
        PE,
        15,
        11,
        weights={"Homework": 10.0, "Formative": 20.0, "Summative": 30.0, "Participation": 40.0},
    ),
    Sample(
        "lakeside-ms/2026-11-13T1450_Grades-ART7-P5.csv",
        "ART7 Period 5",
        ART,
        16,
        12,
        marks={(student, 3): "20.00" for student in range(16)},
    ),
)  # fmt: skip


def class_of(sample: Sample) -> Class:
    """The class of a sample, drawn from its seed, with its mistakes."""
    dice = random.Random(sample.seed)
    number = 20_000 + sample.seed * 500
    assignments = [
        Assignment(title, points, group, number + place, place in sample.hidden)
        for place, (title, points, group) in enumerate(sample.titles)
    ]
    lasts, firsts = dice.sample(LAST, sample.students), dice.sample(FIRST, sample.students)
    students = []
    for place, (last, first) in enumerate(sorted(zip(lasts, firsts))):
        ability = dice.uniform(0.7, 0.95)
        marks = tuple(
            sample.marks.get((place, column), f"{_score(dice, ability, float(assignment.points or 20)):.2f}")
            for column, assignment in enumerate(assignments)
        )
        sis = str(400_000 + sample.seed * 1_000 + place * 7)
        student = Student(
            f"{last}, {first}", number * 10 + place, sis, f"{first[0]}{last}".lower(), sample.section, marks
        )
        edits = dict(sample.people.get(place, {}))
        if "copy" in edits:
            original = students[int(edits["copy"])]
            student = replace(student, name=original.name, sis_id=original.sis_id, login=original.login)
        students.append(replace(student, **{name: value for name, value in edits.items() if name != "copy"}))
    if sample.test_student:
        login = f"{sample.seed:040x}"
        students.append(Student("Student, Test", number * 10 + 99, "", login, sample.section, ("",) * len(assignments)))
    return Class(
        assignments,
        students,
        sample.weights,
        SCALE if sample.scale else (),
        overrides={students[place].name: value for place, value in sample.overrides.items()},
        typed={(students[place].name, column): value for (place, column), value in sample.typed.items()},
    )


def _score(dice: random.Random, ability: float, points: float) -> float:
    """A score in halves (whole points on large work), at least six tenths of the points possible."""
    share = min(1.0, max(0.6, dice.gauss(ability, 0.07)))
    step = 1.0 if points >= 50 else 0.5
    return round(share * points / step) * step


def written(sample: Sample) -> str:
    """The export's text; with semicolons, numbers have decimal commas, as Canvas writes them in such a locale."""
    plain = text(class_of(sample), delimiter=sample.delimiter)
    if sample.delimiter != ";":
        return plain
    lines = []
    for line in plain.splitlines():
        cells = [cell.replace(".", ",") if cell.replace(".", "").isdigit() else cell for cell in line.split(";")]
        lines.append(";".join(cells))
    return "\n".join(lines) + "\n"


def main() -> None:
    """Writes every sample into its school's folder."""
    for sample in SAMPLES:
        path = FOLDER / sample.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(sample), "utf-8", newline="")


if __name__ == "__main__":
    main()
