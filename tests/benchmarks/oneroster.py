"""Writes OneRoster bulk sets of any size, seeded: classes of 28 students and 100 assignments."""

from __future__ import annotations

import random
from pathlib import Path

STUDENTS, ITEMS = 28, 100
POLICY = """district: Benchmark Unified
categories: {Homework: {weight: 100}}
missing_work: {codes: {M: missing}, zero: needs_code}
marks: {maximum: 100%, decimals: 0}
counts: {total: {min: 20}}
"""
_BEFORE = "sourcedId,status,dateLastModified,"
_HEADERS = {
    "classes": "title,courseSourcedId,classCode,classType,schoolSourcedId,termSourcedIds",
    "categories": "title,weight",
    "users": "enabledUser,username,givenName,familyName,identifier",
    "enrollments": "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
    "lineItems": "title,description,assignDate,dueDate,classSourcedId,categorySourcedId,gradingPeriodSourcedId,"
    "resultValueMin,resultValueMax",
    "results": "lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment",
}


def write(folder: Path, results: int, seed: int = 20) -> Path:
    """Writes a set of about so many results into ``folder/oneroster``, and beside it ``policy.yaml``.

    One result in twenty thousand is a zero without a code; nothing else is to be found in it.
    """
    draw = random.Random(seed)
    target = folder / "oneroster"
    target.mkdir(parents=True)
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    files = {name: (target / f"{name}.csv").open("w", encoding="utf-8") for name in _HEADERS}
    for name, header in _HEADERS.items():
        files[name].write(f"{_BEFORE}{header}\n")
    for c in range(results // (STUDENTS * ITEMS)):
        files["classes"].write(f"k{c},,,Class {c},c-math7,C{c},scheduled,s1,q1\n")
        files["categories"].write(f"g{c},,,Homework,100\n")
        for s in range(STUDENTS):
            files["users"].write(f"u{c}-{s},,,true,u{c}-{s},A,B{s},{c:05}{s:03}\n")
            files["enrollments"].write(f"e{c}-{s},,,k{c},s1,u{c}-{s},student,,2026-08-20,\n")
        for i in range(ITEMS):
            files["lineItems"].write(f"i{c}-{i},,,Homework {i},,2026-09-24,2026-10-01,k{c},g{c},q1,0,100\n")
            for s in range(STUDENTS):
                score = 0 if draw.random() < 1 / 20_000 else draw.randint(55, 100)
                row = f"i{c}-{i},u{c}-{s},fully graded,{score},2026-10-02,"
                files["results"].write(f"x{c}-{i}-{s},,,{row}\n")
    for file in files.values():
        file.close()
    return target
