"""The extractor's version changes with what decides a reading, and with nothing else."""

from __future__ import annotations

from pathlib import Path

from flows import versions
from warehouse.keys import content_digest


def test_the_version_names_package_and_content() -> None:
    package, _, digest = versions.extractor_version().partition("+")
    assert package == versions.package_version()
    assert len(digest) == 10
    assert int(digest, 16) >= 0


def test_everything_that_decides_exists() -> None:
    root = Path(versions.__file__).parent.parent
    assert all((root / name).exists() for name in versions.DECIDING)


def test_the_digest_follows_names_and_bytes_of_what_decides(tmp_path: Path) -> None:
    room = tmp_path / "extraction"
    (room / "deep").mkdir(parents=True)
    (room / "a.py").write_text("a = 1")
    (tmp_path / "values.py").write_text("v = 1")
    names = ("extraction", "values.py")
    seen = [content_digest(tmp_path, names)]

    def changes() -> bool:
        seen.append(content_digest(tmp_path, names))
        return seen[-1] not in seen[:-1]

    (room / "a.pyc").write_text("compiled")
    (room / "__pycache__").mkdir()
    (room / "__pycache__" / "a.cpython-311.pyc").write_text("compiled")
    (room / ".a.py.swp").write_text("an editor's")
    (tmp_path / "other.py").write_text("no part of it")
    assert not changes()
    (room / "deep" / "zones.csv").write_text("hangzhou")
    assert changes()
    (room / "a.py").write_text("a = 2")
    assert changes()
    (room / "a.py").rename(room / "b.py")
    assert changes()
    (tmp_path / "values.py").write_text("v = 2")
    assert changes()
