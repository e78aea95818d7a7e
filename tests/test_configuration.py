"""Flags win, then variables, then kg.toml, then defaults; the names are those of the options."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.release.opened import Release
from tests.conftest import SEEDS, Run

ONE = SEEDS / "05STATE44120_a.md"
ASK = "ASK {}"


@pytest.mark.parametrize(
    "table", ['format = "csv"', 'release = "{release}"\nformat = "csv"', 'endpoint = ""\nformat = "csv"']
)
def test_keys_of_a_table_are_options_as_they_are_typed(run: Run, release: Release, tmp_path: Path, table: str) -> None:
    (tmp_path / "kg.toml").write_text("[query]\n" + table.format(release=release.path))
    done = run("query", ASK, **({} if "release" in table else {"KG_OUTPUT": str(release.path)}))
    assert (done.returncode, done.stdout) == (0, "true")


@pytest.mark.parametrize("key", ["fail-on", "fail_on"])
def test_words_of_a_key_are_joined_either_way(run: Run, release: Release, tmp_path: Path, key: str) -> None:
    (tmp_path / "kg.toml").write_text(f'[validate]\n{key} = "warning"\n')
    assert run("validate", release.path).returncode == 1
    assert run("validate", release.path, "--fail-on", "violation").returncode == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[build]\noutptu = "x"', "[build] has no option 'outptu'"),
        ('[bild]\noutput = "x"', "no command 'bild'"),
        ("[build", "kg.toml"),
        ("[build]\nkeywords = ['a', 'b']", "keywords takes one value"),
        ("[build]\njobs = 'many'", "many"),
    ],
)
def test_mistake_in_the_file_is_a_wrong_call(run: Run, tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "kg.toml").write_text(text)
    done = run("build", ONE)
    assert (done.returncode, words in done.stderr) == (2, True)


def test_variables_are_called_as_the_options_are(run: Run, release: Release) -> None:
    assert run("query", "-r", release.path, ASK, KG_QUERY_FORMAT="csv").stdout == "true"
    assert run("validate", release.path, KG_VALIDATE_FAIL_ON="warning").returncode == 1


def test_all_commands_share_the_folder_that_the_environment_names(run: Run, release: Release) -> None:
    here = {"KG_OUTPUT": str(release.path)}
    assert run("validate", **here).stdout == run("validate", release.path).stdout
    assert run("show", "05STATE44120", **here).returncode == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [({"SOURCE_DATE_EPOCH": "soon"}, "SOURCE_DATE_EPOCH 'soon'"), ({"KG_BUILD_ISSUED": "soon"}, "--issued 'soon'")],
)
def test_wrong_date_is_called_by_its_name(run: Run, given: dict[str, str], words: str) -> None:
    done = run("build", ONE, **given)
    assert (done.returncode, words in done.stderr) == (2, True)
