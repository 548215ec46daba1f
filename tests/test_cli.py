"""The command line as people and jobs use it: real processes, exit codes, streams, one clear line for each mistake."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CANVAS = (
    'Student,ID,SIS User ID,SIS Login ID,Section,HW 1: A (11)\nPoints Possible,,,,,10\n"Byron, Ada",1,100001,a,P1,{}\n'
)
POLICY = "missing_work: {codes: {MI: missing}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clean.csv").write_text(CANVAS.format("9"), "utf-8")
    (tmp_path / "odd.csv").write_text(CANVAS.format("abs"), "utf-8")
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    return tmp_path


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs gradeaudit in a folder, the way an installed one runs."""
    return subprocess.run(
        [sys.executable, "-m", "gradeaudit", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_an_interrupt_while_the_command_line_is_loaded_is_one_word(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n", "utf-8")
    result = run(tmp_path, "rules", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "interrupted\n")


def test_exit_codes_tell_clean_found_and_broken_apart(folder: Path) -> None:
    assert run(folder, "check", "clean.csv", "-p", "policy.yaml").returncode == 0
    assert run(folder, "check", "odd.csv", "-p", "policy.yaml").returncode == 1
    assert run(folder, "check", "odd.csv", "-p", "policy.yaml", "--fail-on", "never").returncode == 0
    both = run(folder, "check", "odd.csv", "gone.csv", "-p", "policy.yaml", "-f", "json")
    assert both.returncode == 2
    report = json.loads(both.stdout)
    assert [found["rule"] for found in report["findings"]] == ["code-unknown"]
    assert report["broken"] == [
        {"file": "gone.csv", "rule": None, "error": "there is no such file or folder; check the path"}
    ]
    assert both.stderr == "error: gone.csv: there is no such file or folder; check the path\n"


def test_the_json_report_has_the_published_shape(folder: Path) -> None:
    words = ("check", "odd.csv", "-p", "policy.yaml", "-f", "json", "--as-of", "2026-11-24")
    report = json.loads(run(folder, *words).stdout)
    assert list(report) == [
        *("schema_version", "tool", "run", "summary", "inputs", "gradebooks", "findings", "not_checked", "broken")
    ]
    assert report["run"]["as_of"] == "2026-11-24"
    assert report["summary"]["by_rule"] == {"code-unknown": 1}
    found = report["findings"][0]
    assert list(found) == [
        *("rule", "family", "severity", "confidence", "message", "why", "fix", "gradebook", "file", "category"),
        *("assignment", "observed", "expected", "places", "policy_ref", "fingerprint", "status"),
    ]
    assert found["places"] == [{"sheet": None, "row": 3, "column": 6, "cell": "F3", "student": None}]
    assert found["policy_ref"] == {"file": "policy.yaml", "line": 1, "text": POLICY.strip()}
    assert "Byron" not in json.dumps(report)


def test_students_are_named_only_when_asked(folder: Path) -> None:
    words = ("check", "odd.csv", "-p", "policy.yaml", "-f", "json", "--students")
    shown = {
        how: json.loads(run(folder, *words, how).stdout)["findings"][0]["places"][0]["student"]
        for how in ("hidden", "id", "name")
    }
    assert shown == {"hidden": None, "id": "100001", "name": "Byron, Ada"}


def test_two_runs_give_the_same_bytes_and_a_file_is_written_whole(folder: Path) -> None:
    words = ("check", "odd.csv", "clean.csv", "-p", "policy.yaml", "--as-of", "2026-11-24")
    first = run(folder, *words, "-o", "a.json", "-o", "a.csv")
    second = run(folder, *words, "-o", "b.json", "-f", "json", "-f", "csv", "-o", "b.csv")
    assert (first.returncode, second.returncode) == (1, 1)
    assert first.stdout == ""
    assert first.stderr == "wrote a.json\nwrote a.csv\n"
    assert (folder / "a.json").read_bytes() == (folder / "b.json").read_bytes()
    assert (folder / "a.csv").read_bytes() == (folder / "b.csv").read_bytes()
    assert not list(folder.glob(".gradeaudit-*"))


@pytest.mark.parametrize("target", ["odd.csv", "./odd.csv", "policy.yaml", "link.csv", "hard.csv"])
def test_no_output_replaces_an_input(folder: Path, target: str) -> None:
    (folder / "link.csv").symlink_to(folder / "odd.csv")
    (folder / "hard.csv").hardlink_to(folder / "odd.csv")
    ran = run(folder, "check", "odd.csv", "-p", "policy.yaml", "-f", "csv", "-o", target)
    assert ran.returncode == 2
    assert "the output would replace an input; change --output" in ran.stderr
    assert (folder / "odd.csv").read_text("utf-8") == CANVAS.format("abs")
    assert (folder / "policy.yaml").read_text("utf-8") == POLICY


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["chek"], "error: there is no command 'chek'; did you mean 'check'?; see gradeaudit --help"),
        (
            ["check", "odd.csv", "--polcy", "x"],
            "error: there is no option --polcy; did you mean --policy?; see gradeaudit check --help",
        ),
        (
            ["check", "odd.csv", "-p", "policy.yaml", "-f", "jsn"],
            "error: --format: there is no 'jsn'; did you mean 'json'?",
        ),
        (
            ["check", "odd.csv", "-p", "policy.yaml", "--select", "code-unknwn"],
            "error: --select: no rule or family is called 'code-unknwn'; did you mean 'code-unknown'?",
        ),
        (
            ["check", "odd.csv", "-p", "policy.yaml", "-o", "out.txz"],
            "error: --output: 'out.txz' doesn't say which format; add --format, or end it in ",
        ),
        (
            ["check", "odd.csv", "-p", "policy.yaml", "-o", "no/out.json"],
            "error: no/out.json: the folder of the output file doesn't exist; make the folder, or change --output",
        ),
        (
            ["check", "odd.csv", "-p", "gone.yaml"],
            "error: gone.yaml: there is no such policy file; check the path after --policy",
        ),
        (
            ["check", "odd.csv", "-p", "policy.yaml", "--as-of", "tomorrow"],
            "error: --as-of: 'tomorrow' is no date; write it as 2026-11-24",
        ),
        (
            ["check", "odd.csv"],
            "error: no policy was given; name one with --policy FILE (policies/minimal.yaml is a start)",
        ),
        (
            ["check", "empty", "-p", "policy.yaml"],
            "error: empty: the folder holds no files; name an export, or a folder with exports",
        ),
        (
            ["explain", "total-differs", "--row", "3"],
            "error: explain: --for and --row go together; name the export and the student's row in it",
        ),
        (
            ["explain", "code-unknown", "--for", "odd.csv", "--row", "3"],
            "error: explain: --for and --row are for total-differs and total-method-varies; leave them out",
        ),
        (
            ["explain", "total-differs", "--for", "odd.csv", "--row", "9"],
            "error: no student stands in row 9; give the row as a spreadsheet counts it, the header being row 1",
        ),
        (["explain", "code-unknwn"], "error: explain: there is no 'code-unknwn'; did you mean 'code-unknown'?"),
        (
            ["check", "odd.csv", "-p", "policy.yaml", "--as", "canvass"],
            "error: --as: there is no 'canvass'; did you mean 'canvas'?",
        ),
    ],
)
def test_each_mistake_is_one_line_and_exit_2(folder: Path, words: list[str], line: str) -> None:
    (folder / "empty").mkdir()
    ran = run(folder, *words)
    assert ran.returncode == 2
    assert [text for text in ran.stderr.splitlines() if text.startswith("error")] == [ran.stderr.strip()]
    assert ran.stderr.startswith(line)
    assert "Traceback" not in ran.stderr


def test_a_policy_is_found_upwards_and_in_the_environment(folder: Path) -> None:
    deep = folder / "a" / "b"
    deep.mkdir(parents=True)
    (folder / "gradeaudit.yaml").write_text(POLICY, "utf-8")
    assert run(deep, "check", "../../odd.csv").returncode == 1
    (folder / "gradeaudit.yaml").unlink()
    assert run(deep, "check", "../../odd.csv", GRADEAUDIT_POLICY=str(folder / "policy.yaml")).returncode == 1


def test_selecting_and_ignoring(folder: Path) -> None:
    words = ("check", "odd.csv", "-p", "policy.yaml", "-f", "json")
    for option in (("--ignore", "code-*"), ("--ignore", "marks"), ("--select", "naming")):
        assert json.loads(run(folder, *words, *option).stdout)["findings"] == []
    only = json.loads(run(folder, *words, "--select", "code-unknown").stdout)
    assert only["summary"]["by_rule"] == {"code-unknown": 1}


def test_help_and_the_catalogue_start_without_pandas(folder: Path) -> None:
    for words in (["--help"], ["--version"], ["rules"], ["explain", "code-unknown"], ["formats"]):
        script = (
            f"import sys; sys.argv = ['gradeaudit', *{words!r}]\n"
            "from gradeaudit.cli.app import run\n"
            "try: run()\n"
            "except SystemExit as end: sys.stderr.write(f'{end.code} ' + str('pandas' in sys.modules))"
        )
        ran = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
        assert ran.stderr == "0 False", words
        assert ran.stdout


def test_a_mistake_after_a_command_is_told_as_that_commands(folder: Path) -> None:
    for words, told in (
        (
            ("check", "--polisy", "x"),
            "there is no option --polisy; did you mean --policy?; see gradeaudit check --help",
        ),
        (("chek",), "there is no command 'chek'; did you mean 'check'?; see gradeaudit --help"),
        (("policy", "shwo"), "there is no command 'shwo'; did you mean 'show'?; see gradeaudit policy --help"),
    ):
        ran = run(folder, *words)
        assert (ran.returncode, ran.stderr) == (2, f"error: {told}\n")


def test_a_closed_pipe_is_no_crash(folder: Path) -> None:
    command = f'"{sys.executable}" -m gradeaudit check odd.csv -p policy.yaml -f json | head -c 1 >/dev/null'
    ran = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stderr == ""


def test_what_waits_for_the_end_is_done_at_the_end(folder: Path) -> None:
    script = (
        "import atexit, sys, threading, time\n"
        "def late(): time.sleep(0.3); print('thread')\n"
        "atexit.register(print, 'registered')\n"
        "if sys.argv[1] == 'thread': threading.Thread(target=late).start()\n"
        "sys.argv[1:] = ['--version']\n"
        "from gradeaudit.__main__ import main\n"
        "main()"
    )
    for word, last in (("alone", ["registered"]), ("thread", ["thread", "registered"])):
        ran = subprocess.run(
            [sys.executable, "-c", script, word], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.splitlines()[1:] == last


def test_gradeaudit_alone_shows_three_things_to_try(folder: Path) -> None:
    ran = run(folder)
    assert ran.returncode == 0
    assert ran.stdout.count("\n  gradeaudit ") == 3


def counts(ran: subprocess.CompletedProcess[str]) -> dict[str, int]:
    """How many findings are known, and how many new."""
    statuses = [found["status"] for found in json.loads(ran.stdout)["findings"]]
    return {status: statuses.count(status) for status in ("known", "new")}


def test_a_baseline_lives_as_a_nightly_job_needs_it(folder: Path) -> None:
    words = ("check", "odd.csv", "-p", "policy.yaml", "--baseline", "known.json", "-f", "json")
    missing = run(folder, *words)
    assert missing.returncode == 2
    assert missing.stderr == (
        "error: known.json: there is no such baseline; make one with --update-baseline --accept-new\n"
    )
    made = run(folder, *words, "--update-baseline", "--accept-new")
    assert (made.returncode, made.stderr) == (0, "baseline: +1 / -0\n")
    rerun = run(folder, *words)
    assert (rerun.returncode, rerun.stderr, counts(rerun)) == (0, "", {"known": 1, "new": 0})
    two = CANVAS.format("abs") + '"Lovelace, Bea",2,100002,b,P1,zzz\n'
    (folder / "odd.csv").write_text(two, "utf-8")
    planted = run(folder, *words)
    assert (planted.returncode, planted.stderr, counts(planted)) == (1, "", {"known": 1, "new": 1})
    (folder / "odd.csv").write_text(two.replace("abs", "9"), "utf-8")
    stale = "baseline: 1 no longer occur; take them out with --update-baseline\n"
    fixed = run(folder, *words)
    assert (fixed.returncode, fixed.stderr, counts(fixed)) == (1, stale, {"known": 0, "new": 1})
    pruned = run(folder, *words, "--update-baseline")
    assert (pruned.returncode, pruned.stderr, counts(pruned)) == (1, "baseline: +0 / -1\n", {"known": 0, "new": 1})
    assert json.loads((folder / "known.json").read_text("utf-8"))["findings"] == {}
    (folder / "known.json").write_text("{", "utf-8")
    assert run(folder, *words).returncode == 2
