from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from schemas.values import Source
from sources.connectors.folder import NoArticles, Unreadable, discover


def write(folder: Path, name: str, data: bytes | str = "高新区产值增长。", **told: object) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    if told:
        path.with_suffix(".meta.json").write_text(json.dumps(told), encoding="utf-8")
    return path


def reasons(paths: list[Path], **options: int) -> dict[str, str | None]:
    """Each entry's name and why it was refused (None where it was taken)."""
    return {
        entry.name: entry.rejection.reason if isinstance(entry, Unreadable) else None
        for entry in discover(paths, **options)
    }


def test_a_folder_is_walked_in_order_and_other_formats_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a.HTML", "sub/c.pdf", "sub/.hidden.txt", ".git/d.txt", "e.png", "f.gold.json", "g.doc"):
        write(tmp_path, name)
    sources = [entry for entry in discover([tmp_path]) if isinstance(entry, Source)]
    assert [source.uri for source in sources] == ["a.HTML", "b.txt", "sub/c.pdf"]
    assert [source.identity for source in sources] == [str(tmp_path / source.uri) for source in sources if source.uri]


def test_a_clean_copy_is_passed_over_beside_its_article_only(tmp_path: Path) -> None:
    for name in ("a.html", "a.clean.txt", "b.clean.txt"):
        write(tmp_path, name)
    assert list(reasons([tmp_path])) == ["a.html", "b.clean.txt"]


def test_metadata_is_told_and_an_address_becomes_the_uri(tmp_path: Path) -> None:
    write(
        tmp_path, "a.txt", title="标题　甲", newspaper=" ", published_on="2024-05-20", url="https://x.example/1", note=1
    )
    (source,) = discover([tmp_path / "a.txt"])
    assert isinstance(source, Source)
    assert source.told.title == "标题　甲"
    assert source.told.newspaper is None
    assert source.told.published_on == date(2024, 5, 20)
    assert source.uri == source.told.url == "https://x.example/1"


@pytest.mark.parametrize(
    "said",
    [
        b"{",
        b"[]",
        b"\xff\xfe{",
        b'{"title": 5}',
        b'{"title": "\\ud800"}',
        b'{"published_on": "20th May"}',
        b'{"url": "javascript:alert(1)"}',
        b'{"url": "file:///etc/passwd"}',
        b"[" * 100_000,
        b" " * 200_000,
    ],
)
def test_a_broken_metadata_file_rejects_its_article_and_no_other(tmp_path: Path, said: bytes) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "b.txt")
    (tmp_path / "a.meta.json").write_bytes(said)
    assert reasons([tmp_path]) == {"a.txt": "bad_metadata", "b.txt": None}


def test_files_that_cannot_be_taken_are_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path, "empty.txt", b"")
    write(tmp_path, "large.txt", b"x" * 101)
    write(tmp_path, "named.doc")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    found = reasons([tmp_path, tmp_path / "named.doc"], max_bytes=100)
    assert found == {
        "empty.txt": "empty_source",
        "gone.txt": "unreadable",
        "large.txt": "too_large",
        "pipe.txt": "unreadable",
        "named.doc": "unsupported_format",
    }


def test_a_file_without_permission_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt")
    opened = Path.open

    def denied(self: Path, *args: object, **options: object) -> object:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", denied)
    assert reasons([tmp_path]) == {"a.txt": "unreadable"}


def test_links_that_lead_back_end(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt")
    (tmp_path / "in" / "again").symlink_to(tmp_path)
    (tmp_path / "in" / "self.txt").symlink_to(tmp_path / "in" / "self.txt")
    assert reasons([tmp_path]) == {"a.txt": None}


def test_a_file_met_twice_is_given_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    assert len(list(discover([tmp_path, path, path]))) == 1


def test_one_file_is_read_at_a_time(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    second = write(tmp_path, "b.txt")
    walk = discover([tmp_path])
    next(walk)
    second.write_text("改过。", encoding="utf-8")
    after = next(walk)
    assert isinstance(after, Source)
    assert after.data.decode() == "改过。"


@pytest.mark.parametrize("name", ["missing", "folder"])
def test_a_path_that_leads_to_no_article_is_an_error_that_names_it(tmp_path: Path, name: str) -> None:
    write(tmp_path, "folder/picture.png")
    with pytest.raises(NoArticles, match=name):
        list(discover([tmp_path / name]))


def test_a_name_that_is_no_utf8_can_be_stored(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xb8\xdf.txt"
    Path(os.fsdecode(path)).write_text("高新区。", encoding="utf-8")
    (entry,) = discover([tmp_path])
    assert entry.name == "\\xb8\\xdf.txt"
    entry.identity.encode("utf-8")
