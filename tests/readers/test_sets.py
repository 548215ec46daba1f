"""Files that are read together: a set that can't be read is told once, whatever its number of files."""

import zipfile

from gradeaudit import discovery
from gradeaudit.findings import Broken
from gradeaudit.reading import read
from tests.readers.opened import SAMPLES


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


def test_a_zip_of_a_set_in_a_folder_of_its_own_is_read_as_the_folder_is(tmp_path):
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        for file in sorted((SAMPLES / "oneroster").iterdir()):
            archive.write(file, f"export/{file.name}")
        archive.writestr("__MACOSX/export/._classes.csv", "x")
    (batch,) = read([tmp_path / "set.zip"], discovery.readers())
    assert batch.broken == ()
    assert batch.gradebooks.books["file"].tolist() == ["set.zip/export/classes.csv"] * 3
    assert len(batch.gradebooks.scores) == 67


def test_an_export_without_a_gradebook_in_it_is_told(tmp_path):
    header = "sourcedId,status,dateLastModified,title,classSourcedId,dueDate\n"
    (tmp_path / "lineItems.csv").write_text(header)
    (batch,) = read([tmp_path / "lineItems.csv"], discovery.readers())
    assert [entry.error for entry in batch.inputs] == [
        "there is no gradebook in it; export it again with students and assignments"
    ]
    assert len(batch.broken) == 1
