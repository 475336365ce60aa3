"""What a number says while no calls can be led: chosen by a manager, laid out for the engine."""

import io
import wave
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from kefu.contact.telephony.driver import AwayPrompts
from kefu.contact.telephony.models import Prompt

from .conftest import Shop
from .hotline import hotline

NUMBER, OTHER = "4000007291", "4000007292"


def prompt(shop: Shop, name: str, *, rate: int = 8000) -> Any:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(b"\0\0" * rate)
    file_sent = SimpleUploadedFile("a.wav", made.getvalue(), "audio/wav")
    form: dict[str, Any] = {"brand_id": str(shop.queue.brand_id), "name": name, "file": file_sent}
    answer = shop.owner.client.post("/api/v1/prompts", form, headers={"Authorization": f"Bearer {shop.owner.token}"})
    assert answer.status_code == 201, answer.content
    return answer.json()


def own(folder: Path) -> set[str]:
    """What lies there of the numbers of this test."""
    return {file.name for file in folder.iterdir() if file.stem in (NUMBER, OTHER)}


def number(shop: Shop, digits: str) -> Any:
    (found,) = [each for each in shop.owner("GET", "/phone-numbers")["items"] if each["digits"] == digits]
    return found


def test_a_number_s_own_words_lie_where_the_engine_finds_them_and_go_with_the_choice(
    shop: Shop, tmp_path: Path
) -> None:
    for digits in (NUMBER, OTHER):
        hotline(shop, digits)
    first, second = prompt(shop, "升级中"), prompt(shop, "维护中", rate=16000)
    prompts, folder = AwayPrompts(tmp_path / "own"), tmp_path / "own"
    (tmp_path / "own").mkdir()
    (folder / f"{OTHER}.wav").write_bytes(b"of an earlier choice")

    def choose(digits: str, chosen: Any) -> Any:
        path = f"/phone-numbers/{number(shop, digits)['id']}"
        return shop.owner("PATCH", path, {"away_prompt_id": chosen and chosen["id"]})

    assert choose(NUMBER, first)["away_prompt_id"] == first["id"]
    prompts.lay_out()
    assert own(folder) == {f"{NUMBER}.wav"}
    choose(NUMBER, second)
    choose(OTHER, first)
    prompts.lay_out()
    assert own(folder) == {f"{NUMBER}.wav16", f"{OTHER}.wav"}, "the engine knows a rate by the ending"
    refused = shop.owner("DELETE", f"/prompts/{first['id']}", expect=409)
    assert refused["code"] == "prompt_in_use" and OTHER in refused["title"] + refused["detail"]
    choose(NUMBER, None)
    shop.owner("PATCH", f"/phone-numbers/{number(shop, OTHER)['id']}", {"is_active": False})
    prompts.lay_out()
    assert own(folder) == set()


def test_what_is_not_spoken_yet_cannot_be_chosen(shop: Shop) -> None:
    hotline(shop, NUMBER)
    made = prompt(shop, "还没有声音")
    Prompt.objects.for_actor(shop.system).filter(id=UUID(made["id"])).update(file=None)
    path = f"/phone-numbers/{number(shop, NUMBER)['id']}"
    refused = shop.owner("PATCH", path, {"away_prompt_id": made["id"]}, expect=422)
    assert (refused["code"], refused["errors"][0]["field"]) == ("prompt_not_spoken", "away_prompt_id")
