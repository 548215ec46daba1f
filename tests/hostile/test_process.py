"""The program among full disks, closed streams, odd names and old terminals: a known exit code, one line, nothing lost."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gradeaudit import privacy
from gradeaudit.errors import Problem
from gradeaudit.history import baseline
from gradeaudit.readers._mapping import sidecar
from tests.hostile.test_books import book

ROOT = Path(__file__).parents[2]
POLICY = "missing_work: {codes: {MI: missing}}\n"
GRADES = book("“Ana” \u202eB,1,100001,a,P1,abs,8", "Ben,2,100002,b,P1,7,9")
CHECK = ("check", "book.csv", "-p", "policy.yaml")
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks at what only Linux has")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.csv").write_text(GRADES, "utf-8")
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    return tmp_path


def start(
    folder: Path, *words: str | bytes, before: Callable[[], object] | None = None, **about: object
) -> subprocess.Popen[bytes]:
    environment: dict[str, str] = about.pop("environment", {})  # type: ignore[assignment]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **about}
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "gradeaudit", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        preexec_fn=before,
        **streams,
    )


def run(folder: Path, *words: str | bytes, **about: object) -> tuple[int, str, str]:
    """The exit code, and what was written to stdout and stderr."""
    process = start(folder, *words, **about)  # type: ignore[arg-type]
    out, error = process.communicate(timeout=60)
    return process.returncode, (out or b"").decode("utf-8", "replace"), (error or b"").decode("utf-8", "replace")


@FULL
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [(*CHECK, "-f", "json"), ("rules",)], ids=["report", "list"])
def test_a_report_that_does_not_fit_on_the_disk_is_told(folder: Path, words: tuple[str, ...], unbuffered: str) -> None:
    with open("/dev/full", "wb") as full:
        code, _, error = run(folder, *words, stdout=full, environment={"PYTHONUNBUFFERED": unbuffered})
    assert (code, error) == (
        2,
        "error: the output can't be written (No space left on device); give a file with --output\n",
    )


@FULL
def test_a_log_that_does_not_fit_on_the_disk_loses_no_report(folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        code, out, _ = run(folder, "check", "book.csv", "gone.csv", "-p", "policy.yaml", "-f", "json", stderr=full)
    assert (code, json.loads(out)["summary"]["broken"]) == (2, 1)


@FULL
def test_a_job_summary_that_can_not_be_written_is_told(folder: Path) -> None:
    code, out, error = run(folder, *CHECK, "-f", "github", environment={"GITHUB_STEP_SUMMARY": "/dev/full"})
    assert (code, error) == (
        2,
        "error: GITHUB_STEP_SUMMARY: the job's summary can't be written (No space left on device)\n",
    )
    assert out.startswith("::error file=book.csv")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_is_no_clean_run(folder: Path, unbuffered: str) -> None:
    titles = ",".join(f"HW {number} ({number})" for number in range(3_000))
    header = f"Student,ID,SIS User ID,SIS Login ID,Section,{titles}"
    rows = (f"Ana,1,1,a,P1{',abs' * 3_000}",)
    (folder / "book.csv").write_text(book(*rows, header=header, points="Points Possible,,,," + ",10" * 3_000))
    process = start(folder, *CHECK, "-f", "json", environment={"PYTHONUNBUFFERED": unbuffered})
    assert process.stdout and process.stderr
    assert process.stdout.read(10) == b'{"schema_v'
    process.stdout.close()
    assert (process.wait(60), process.stderr.read()) == (2, b"")


@LINUX
@pytest.mark.parametrize(("closed", "said"), [((1,), "Bad file descriptor"), ((0, 1, 2), ""), ((2,), "")])
def test_closed_streams_lose_no_exit_code(folder: Path, closed: tuple[int, ...], said: str) -> None:
    def close() -> None:
        for number in closed:
            os.close(number)

    code, out, error = run(folder, *CHECK, "-f", "json", before=close)
    assert (code, bool(out)) == ((1, True) if closed == (2,) else (2, False))
    assert said in error and error.count("\n") == bool(said)
    code, _, _ = run(folder, *CHECK, "-o", "report.json", before=close)
    assert (code, json.loads((folder / "report.json").read_bytes())["summary"]["findings"]) == (1, 1)


@LINUX
def test_a_disk_that_fills_while_writing_leaves_the_old_report(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # what is measured would not fit on the disk either
    (folder / "report.html").write_text("old")
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096))  # noqa: E731
    code, _, error = run(folder, *CHECK, "-o", "report.html", before=limit)
    assert (code, error) == (2, "error: report.html: the report can't be written (File too large); change --output\n")
    assert (folder / "report.html").read_text() == "old"
    assert sorted(path.name for path in folder.iterdir()) == ["book.csv", "policy.yaml", "report.html"]


@LINUX
@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("/proc/report.json", "the report can't be written (No such file or directory)"),
        ("book.csv/report.json", "the folder of the output file doesn't exist"),
        (".", "the output is a folder"),
        ("x" * 260 + ".json", "the report can't be written (File name too long)"),
    ],
)
def test_a_place_that_takes_no_file_is_told(folder: Path, target: str, words: str) -> None:
    code, out, error = run(folder, *CHECK, "-f", "json", "-o", target)
    assert (code, out) == (2, "")
    assert words in error and "--output" in error
    assert error.count("\n") == 1


@LINUX
@pytest.mark.parametrize(
    ("open_it", "name", "words"),
    [
        (privacy.keyed, "/dev/zero", "this is no key: it is longer than 64 KiB"),
        (privacy.keyed, "/dev/null", "the key is shorter than 16 bytes"),
        (privacy.keyed, "x" * 300, "the key can't be read (File name too long)"),
        (sidecar.mapping_text, "/dev/zero", "there is no such mapping"),
        (sidecar.mapping_text, "x" * 300, "there is no such mapping"),
        (baseline.load, "/dev/zero", "there is no such baseline"),
        (baseline.load, "x" * 300, "there is no such baseline"),
    ],
)
def test_an_option_that_names_no_file_of_its_kind_is_told(
    open_it: Callable[[Path], object], name: str, words: str
) -> None:
    with pytest.raises(Problem) as told:
        open_it(Path(name))
    assert told.value.what == words


@LINUX
@pytest.mark.parametrize("name", ["/dev/null", "x" * 300])
def test_a_history_that_is_none_is_told(folder: Path, name: str) -> None:
    code, _, error = run(folder, *CHECK, "--record", name, "-q")
    assert (code, error.count("\n")) == (2, 1)
    assert "the history can't be used" in error


def test_reports_on_people_are_their_owners_alone(folder: Path) -> None:
    umask = lambda: os.umask(0)  # noqa: E731
    run(folder, *CHECK, "-o", "places.json", "--students", "hidden", before=umask)
    run(folder, *CHECK, "-o", "people.json", "--students", "name", before=umask)
    modes = [stat.S_IMODE((folder / name).stat().st_mode) for name in ("places.json", "people.json")]
    assert modes == [0o666, 0o600]


def test_two_runs_that_write_one_report_leave_a_whole_one(folder: Path) -> None:
    running = [start(folder, *CHECK, "-q", "-o", "report.html", "-o", "report.json") for _ in range(4)]
    assert [process.wait(60) for process in running] == [1, 1, 1, 1]
    assert json.loads((folder / "report.json").read_bytes())["summary"]["findings"] == 1
    assert (folder / "report.html").read_text("utf-8").rstrip().endswith("</html>")
    assert not list(folder.glob(".gradeaudit-*"))


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_a_terminal_of_any_encoding_is_written_to(folder: Path, encoding: str) -> None:
    environment = {"PYTHONIOENCODING": encoding, "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}
    code, out, error = run(folder, *CHECK, "--students", "name", environment=environment)
    assert (code, error) == (1, "")
    assert r"F3 (\u201cAna\u201d \u202eB)" in out or '("Ana" \\u202eB)' in out or "(“Ana” \\u202eB)" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    "environment",
    [{"COLUMNS": "0"}, {"COLUMNS": "abc"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}],
    ids=str,
)
def test_an_odd_terminal_gets_plain_text(folder: Path, environment: dict[str, str]) -> None:
    code, out, _ = run(folder, *CHECK, environment=environment)
    assert code == 1 and "\x1b" not in out and "no code of the policy" in out


@LINUX
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"-x.csv", "-x.csv"),
        (b"a\nb\x1b[31m.csv", r"a\nb\x1b[31m.csv"),
        (b"caf\xe9.csv", r"caf\udce9.csv"),
        (b"::error::x.csv", "::error::x.csv"),
        (b"[red]=1+1.csv", "[red]=1+1.csv"),
        (b"x" * 251 + b".csv", "x" * 251 + ".csv"),
    ],
)
def test_a_file_may_have_any_name(folder: Path, name: bytes, shown: str) -> None:
    os.rename(folder / "book.csv", os.path.join(os.fsencode(folder), name))
    words = ("check", "-p", "policy.yaml", "-f", "json", "--", name)
    code, out, error = run(folder, *words)
    assert (code, error) == (1, "")
    assert json.loads(out)["inputs"][0]["file"] == shown
    code, out, error = run(folder, "check", "-p", "policy.yaml", ".")
    assert code == 1 and not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", out + error)
    assert not re.search("^(::|.*##\\[)", out, re.MULTILINE)


def test_no_report_tells_where_files_lie_on_this_machine(folder: Path) -> None:
    formats = ("json", "jsonl", "csv", "html", "md", "sarif", "xml")
    outputs = [word for format in formats for word in ("-o", f"report.{format}")]
    run(
        folder, "check", str(folder / "book.csv"), str(folder / "gone.csv"), "-p", str(folder / "policy.yaml"), *outputs
    )
    for format in formats:
        content = (folder / f"report.{format}").read_text("utf-8")
        assert "book.csv" in content and str(folder) not in content and str(folder.parent) not in content


@LINUX
def test_nothing_of_a_run_needs_a_network(folder: Path) -> None:
    if (
        not shutil.which("unshare")
        or subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode
    ):
        pytest.skip("this system lets nobody make a namespace without a network")
    command = [
        sys.executable,
        "-m",
        "gradeaudit",
        *CHECK,
        "-f",
        "json",
        "-o",
        "a.html",
        "-o",
        "b.xlsx",
        "-f",
        "html",
        "-f",
        "xlsx",
    ]
    done = subprocess.run(
        ["unshare", "-rn", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1, done.stderr
