"""Files that are read together: a set that can't be read is told once, whatever its number of files."""

from gradeaudit import discovery
from gradeaudit.findings import Broken
from gradeaudit.reading import read


def test_a_roster_of_two_files_is_one_fault_and_two_inputs(tmp_path):
    folder = tmp_path / "roster"
    folder.mkdir()
    (folder / "orgs.csv").write_text("sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n")
    (folder / "categories.csv").write_text("sourcedId,status,dateLastModified,title\n")
    (batch,) = read([folder], discovery.readers())
    error = (
        "this OneRoster set is a roster without results: no gradebook is in it; export it with grades, so that"
        " lineItems.csv, categories.csv and results.csv are included"
    )
    assert batch.broken == (Broken("roster", None, error),)
    assert [(entry.file, entry.format, entry.error) for entry in batch.inputs] == [
        ("roster/categories.csv", "oneroster", error),
        ("roster/orgs.csv", "oneroster", error),
    ]
