from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from kefu.config.demo import script
from kefu.config.demo.script import Scene

MIDNIGHT = datetime(2026, 1, 2, 16, tzinfo=UTC)  # of Beijing
MOMENTS = [timedelta(0), timedelta(minutes=5), timedelta(hours=3), timedelta(hours=9), timedelta(hours=23, minutes=59)]


def end(scene: Scene) -> datetime:
    return scene.at + sum((timedelta(seconds=said["after_seconds"]) for said in scene.messages), timedelta())


@pytest.mark.parametrize("since_midnight", MOMENTS)
def test_whenever_the_demo_is_planted_its_history_lies_in_the_last_two_weeks(since_midnight: timedelta) -> None:
    now = MIDNIGHT + since_midnight
    scenes = script.scenes(now, MIDNIGHT)
    assert [scene.at for scene in scenes] == sorted(scene.at for scene in scenes)
    assert scenes[0].at >= now - timedelta(days=script.DAYS)
    assert end(max(scenes, key=end)) < now - timedelta(minutes=3)
    assert scenes[-1].topic == script.DISCONTENT


@pytest.mark.parametrize("since_midnight", MOMENTS)
def test_nobody_writes_in_two_conversations_at_once(since_midnight: timedelta) -> None:
    scenes = script.scenes(MIDNIGHT + since_midnight, MIDNIGHT)
    for person in {scene.person for scene in scenes}:
        own = [scene for scene in scenes if scene.person == person]
        assert all(end(earlier) < later.at for earlier, later in pairwise(own))


def test_no_customer_has_the_same_conversation_twice() -> None:
    had = [(scene.person, scene.topic) for scene in script.scenes(MIDNIGHT, MIDNIGHT)]
    assert len(set(had)) == len(had)


def test_agents_address_the_customer_they_talk_to() -> None:
    titles = {scene.person.title for scene in script.scenes(MIDNIGHT, MIDNIGHT)}
    for scene in script.scenes(MIDNIGHT, MIDNIGHT):
        said = " ".join(message["text"] for message in scene.messages)
        assert not [title for title in titles - {scene.person.title} if title in said]
