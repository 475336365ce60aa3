"""docs/events.md says what the code says."""

from kefu.config.events_doc import document

from .tree import ROOT


def test_the_page_of_events_is_up_to_date() -> None:
    assert (ROOT / "docs" / "events.md").read_text(encoding="utf-8") == document(), "run `make docs`"
