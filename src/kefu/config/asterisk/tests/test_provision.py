from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kefu.config.asterisk import packages, provision, tree
from kefu.config.asterisk.packages import PackagesUnavailable
from kefu.config.asterisk.provision import VoiceUnavailable
from kefu.config.asterisk.server import ServerUnavailable
from kefu.config.asterisk.tests.mirror import LIBRARIES, PROGRAM, Mirror, deb, mirror
from kefu.config.asterisk.tree import Tree, TreeInvalid


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mirror:
    return mirror(tmp_path / "world", monkeypatch)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "a data directory"


def works(tree: Tree) -> str:
    return tree.version()


def fails(tree: Tree) -> str:
    raise ServerUnavailable("modules do not load: res_pjsip")


def fetch(debian: Mirror, data: Path, *, smoke: Any = works, renew: bool = False) -> tuple[Tree, list[str]]:
    said: list[str] = []
    source = debian.apt(data / "asterisk" / "work")
    return provision.provision(data, said.append, renew=renew, source=source, smoke=smoke), said


def current(data: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((data / "asterisk" / "current.json").read_text())
    return told


def test_a_tree_is_unpacked_tried_and_remembered(debian: Mirror, data: Path) -> None:
    made, said = fetch(debian, data)
    assert made.version() == "22.10.1" and made.program == data / "asterisk/tree-1/usr/sbin/asterisk"
    assert not (data / "asterisk/tree-1/usr/share/doc").exists() and not (data / "asterisk/work").exists()
    told = current(data)
    assert told["tree"] == "tree-1" and told["version"] == "22.10.1"
    assert set(told["packages"]) == {
        "asterisk",
        "asterisk-data",
        "libc6",
    }  # libsnmp40 is for modules that are never loaded
    assert len(told["packages"]["asterisk"]["sha256"]) == 64
    assert said[0] == "Reading Debian's package lists" and said[-1] == "Asterisk 22.10.1 is ready"


def test_the_second_time_nothing_is_asked_of_the_mirror(debian: Mirror, data: Path) -> None:
    first, _ = fetch(debian, data)
    debian.break_down("away")
    asked = debian.asked()
    assert fetch(debian, data)[0] == first and debian.asked() == asked


def test_a_library_that_is_missing_after_all_is_fetched(debian: Mirror, data: Path) -> None:
    debian.offer_asterisk(needs_more=True)
    _, said = fetch(debian, data)
    assert "libneeded.so missing: fetching the other 1 packages" in said
    assert "libsnmp40" in current(data)["packages"]


def test_a_library_that_nobody_has_is_named(debian: Mirror, data: Path) -> None:
    debian.offer_asterisk(needs_more=True)
    debian.offer("libsnmp40", "5.9", {})
    with pytest.raises(VoiceUnavailable, match=r"libraries are missing: libneeded\.so"):
        fetch(debian, data)
    assert not list((data / "asterisk").glob("tree-*"))


def test_a_mirror_that_is_away_is_told_with_apts_words(debian: Mirror, data: Path) -> None:
    debian.break_down("away")
    with pytest.raises(
        VoiceUnavailable, match="`apt-get update` failed: E: Failed to fetch the lists: Connection refused"
    ):
        fetch(debian, data)


def test_half_a_download_goes_on_from_there(debian: Mirror, data: Path) -> None:
    debian.break_down("half")
    with pytest.raises(VoiceUnavailable, match="Connection timed out"):
        fetch(debian, data)
    debian.break_down()
    fetch(debian, data)
    first, second = [line for line in debian.asked() if line.startswith("download")]
    assert first == "download asterisk asterisk-data libc6"
    assert second == "download asterisk-data libc6"


def test_a_package_that_is_not_what_debian_signed_is_thrown_away(debian: Mirror, data: Path) -> None:
    debian.break_down("rubbish")
    with pytest.raises(VoiceUnavailable, match=r"asterisk_22\.10\.1_amd64\.deb is not what Debian signed"):
        fetch(debian, data)
    debian.break_down()
    assert fetch(debian, data)[0].version() == "22.10.1"


def test_the_last_good_tree_stays_when_a_new_one_fails(debian: Mirror, data: Path) -> None:
    good, _ = fetch(debian, data)
    debian.offer_asterisk("23.1.0")
    kept, said = fetch(debian, data, smoke=fails, renew=True)
    assert kept == good and current(data)["version"] == "22.10.1"
    assert "asterisk: 22.10.1 → 23.1.0" in said and "asterisk-data: 22.10.1 → 23.1.0" in said
    assert not [line for line in said if line.startswith("libc6")]
    assert said[-1].startswith("The new Asterisk is not used: modules do not load: res_pjsip")
    assert [path.name for path in (data / "asterisk").glob("tree-*")] == ["tree-1"]


def test_a_new_tree_follows_the_old_one_which_may_still_run(debian: Mirror, data: Path) -> None:
    for version in ("22.10.1", "22.11.0", "22.12.0"):
        debian.offer_asterisk(version)
        fetch(debian, data, renew=True)
    assert current(data)["tree"] == "tree-3"
    assert sorted(path.name for path in (data / "asterisk").glob("tree-*")) == ["tree-2", "tree-3"]


def test_a_tree_that_was_damaged_is_fetched_anew(debian: Mirror, data: Path) -> None:
    made, _ = fetch(debian, data)
    made.program.unlink()
    assert fetch(debian, data)[0].program.parents[2].name == "tree-2"


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ("keyring.gpg", "debian-archive-keyring"),
        ("apt/sources.list.d/debian.sources", "apt knows no Debian mirror here"),
    ],
)
def test_what_the_machine_lacks_is_named(debian: Mirror, data: Path, without: str, said: str) -> None:
    (debian.world / without).unlink()
    with pytest.raises(VoiceUnavailable, match=said):
        fetch(debian, data)


def test_without_apt_the_other_ways_are_named(debian: Mirror, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(data))
    with pytest.raises(VoiceUnavailable, match=r"There is no apt-get here: .*KEFU_ARI_URL"):
        fetch(debian, data)


def test_the_mirror_is_the_machines_own(tmp_path: Path) -> None:
    (tmp_path / "sources.list").write_text(
        "# deb http://old.example/debian x\ndeb [arch=amd64] https://deb.example/debian trixie main\n"
    )
    assert packages.debian_mirror(tmp_path) == "https://deb.example/debian"


def test_ready_trees_go_before_fetching(debian: Mirror, data: Path) -> None:
    made, _ = fetch(debian, data)
    given = data / "given"
    shutil.copytree(made.program.parents[2], given)
    found = provision.find(data / "other", given, print)
    assert (found.origin, found.program) == ("given", given / "usr/sbin/asterisk")
    with pytest.raises(VoiceUnavailable, match="KEFU_ASTERISK names no usable tree: There is no usr/sbin/asterisk"):
        provision.find(data / "other", data, print)


@pytest.mark.parametrize(("version", "origin"), [("22.4.0", "path"), ("16.28.0", "provisioned")])
def test_the_machines_own_is_taken_when_it_is_new_enough(
    debian: Mirror, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, origin: str
) -> None:
    fetch(debian, data)
    prefix = tmp_path / "opt"
    for folder in ("sbin", "lib/asterisk/modules", "share/asterisk/documentation"):
        (prefix / folder).mkdir(parents=True)
    (prefix / "share/asterisk/documentation/core-en_US.xml").touch()
    program = prefix / "sbin/asterisk"
    program.write_text(PROGRAM.format(version=version))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{prefix / 'sbin'}:/usr/bin:/bin")
    found = provision.find(data, None, print)
    assert found.origin == origin and (found.loader == ()) == (origin == "path")


def test_an_old_asterisk_is_not_taken(debian: Mirror, data: Path) -> None:
    debian.offer_asterisk("16.28.0")
    with pytest.raises(VoiceUnavailable, match=r"is Asterisk 16\.28\.0: version 20 or newer is needed"):
        fetch(debian, data)


def test_links_of_a_package_lead_into_its_tree(tmp_path: Path) -> None:
    package, root = tmp_path / "a_1_all.deb", tmp_path / "root"
    package.write_bytes(
        deb(
            {f"{LIBRARIES}/real.so": "x"},
            {"usr/lib/whole": f"/{LIBRARIES}/real.so", "usr/lib/near": "x86_64-linux-gnu/real.so"},
        )
    )
    packages.unpack(package, root)
    assert (root / "usr/lib/whole").readlink() == Path("x86_64-linux-gnu/real.so")
    assert [(root / "usr/lib" / name).read_text() for name in ("whole", "near")] == ["x", "x"]


@pytest.mark.parametrize("name", ["../../outside", "usr/../../outside"])
def test_a_package_cannot_write_beside_its_tree(tmp_path: Path, name: str) -> None:
    package = tmp_path / "evil_1_all.deb"
    package.write_bytes(deb({name: "x"}))
    with pytest.raises(PackagesUnavailable, match="leads out of the package"):
        packages.unpack(package, tmp_path / "root")
    assert not (tmp_path.parent / "outside").exists() and not (tmp_path / "outside").exists()


def test_half_a_package_is_none(tmp_path: Path) -> None:
    package = tmp_path / "half_1_all.deb"
    content = deb({"usr/share/x": "x" * 5000})
    package.write_bytes(content[: len(content) // 2])
    with pytest.raises(PackagesUnavailable, match=r"half_1_all\.deb cannot be unpacked"):
        packages.unpack(package, tmp_path / "root")


def test_a_tree_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(TreeInvalid, match="There is no usr/sbin/asterisk"):
        tree.unpacked(tmp_path, "given")
    (tmp_path / "usr/sbin").mkdir(parents=True)
    (tmp_path / "usr/sbin/asterisk").touch()
    with pytest.raises(TreeInvalid, match="There is no loader"):
        tree.unpacked(tmp_path, "given")
