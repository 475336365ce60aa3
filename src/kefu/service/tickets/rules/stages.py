"""Stage machines of ticket types as data: what one is, what is wrong with one, and where a ticket may go.

A definition is `{"fields": […], "start": code, "reopens": code, "stages": […]}`; a stage is `{"code", "name": {"zh-CN", "en"},
"category", "moves": [codes], "needs": [fields]}`. A ticket begins in `start`; after its end, `reopens` is where it goes on.
`needs` are the fields that must be filled before a ticket may enter the stage.

| category | meaning |
|---|---|
| open | somebody works on it; all promises run |
| waiting | the customer has to do something; the promises of progress and of a solution stand still |
| done | solved (办结); the customer may still say that it is not |
| closed | over |
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kefu.kernel import forms
from kefu.kernel.forms import Wrong
from kefu.kernel.i18n import Text

CATEGORIES = ("open", "waiting", "done", "closed")
OVER = ("done", "closed")
MOST_FIELDS = 60
MOST_STAGES = 30
MOST_BROUGHT = 30

Stage = Mapping[str, Any]
Definition = Mapping[str, Any]


def stage_of(definition: Definition, code: str) -> Stage | None:
    return next((stage for stage in definition["stages"] if stage["code"] == code), None)


def moves(definition: Definition, code: str) -> list[Stage]:
    """The stages that a ticket may go to from here, in the order in which they are offered."""
    here = stage_of(definition, code)
    found = (stage_of(definition, one) for one in (here or {}).get("moves", []))
    return [stage for stage in found if stage is not None]


def may_move(definition: Definition, code: str, to: str) -> bool:
    return any(stage["code"] == to for stage in moves(definition, code))


def lacks(definition: Definition, stage: Stage, values: Mapping[str, Any]) -> list[forms.Field]:
    """The fields that keep a ticket with these values out of the stage."""
    return forms.missing(definition["fields"], stage.get("needs", []), values)


def resumes(definition: Definition, code: str) -> str | None:
    """Where a ticket that waits goes on when the customer has done their part: its first open stage ahead."""
    return next((stage["code"] for stage in moves(definition, code) if stage["category"] == "open"), None)


def faults(definition: Any) -> list[Wrong]:
    """Everything that is wrong with a definition, so that its maker mends it at once; empty when it may be used."""
    if not isinstance(definition, Mapping):
        return [Wrong("", Text("流程定义格式不正确。", "A definition is an object."))]
    fields, stages = forms.listed(definition, "fields"), forms.listed(definition, "stages")
    wrong = [*_wrong_shape(definition), *forms.faults(fields), *_wrong_stages(stages, fields)]
    wrong += _wrong_checklist(forms.listed(definition, "checklist"), stages)
    return wrong or [*_wrong_ways(definition, stages)]


def _wrong_shape(definition: Definition) -> Iterator[Wrong]:
    for part, most in (("fields", MOST_FIELDS), ("stages", MOST_STAGES), ("checklist", MOST_BROUGHT)):
        yield from forms.wrong_shape(definition, part, most)
    if not definition.get("stages"):
        yield Wrong("", Text("至少需要两个阶段：开始和结束。", "There are at least two stages: a start and an end."))


def _wrong_stages(stages: Sequence[Stage], fields: Sequence[Mapping[str, Any]]) -> Iterator[Wrong]:
    yield from forms.wrong_names("stages", stages)
    known, codes = {stage.get("code") for stage in stages}, {field.get("code") for field in fields}
    for stage in stages:
        place = f"stages.{stage.get('code')}"
        if stage.get("category") not in CATEGORIES:
            yield Wrong(place, Text("请选择阶段类别。", "Choose what kind of stage it is."))
        for part in ("moves", "needs"):
            if not isinstance(stage.get(part, []), list):
                yield Wrong(place, Text(f"{part} 必须是列表。", f"{part} is a list."))
                continue
            for code in stage.get(part, []):
                if part == "moves" and code not in known:
                    yield Wrong(place, Text(f"没有“{code}”这个阶段。", f"There is no stage “{code}”."))
                if part == "needs" and code not in codes:
                    yield Wrong(place, Text(f"没有“{code}”这个字段。", f"There is no field “{code}”."))
        if stage.get("code") in stage.get("moves", []):
            yield Wrong(place, Text("阶段不能转到自己。", "A stage does not lead to itself."))


def _wrong_checklist(items: Sequence[Mapping[str, Any]], stages: Sequence[Stage]) -> Iterator[Wrong]:
    yield from forms.wrong_names("checklist", items)
    known = {stage.get("code") for stage in stages}
    for item in items:
        if item.get("stage") and item["stage"] not in known:
            code = item["stage"]
            text = Text(f"没有“{code}”这个阶段。", f"There is no stage “{code}”.")
            yield Wrong(f"checklist.{item.get('code')}", text)


def _wrong_ways(definition: Definition, stages: Sequence[Stage]) -> Iterator[Wrong]:
    """Of a definition whose parts are right: whether each stage is reached and leads to an end."""
    by_code = {stage["code"]: stage for stage in stages}
    start, reopens = (by_code.get(definition.get(name)) for name in ("start", "reopens"))
    if start is None or start["category"] != "open":
        yield Wrong("", Text("请选择一个“处理中”类的开始阶段。", "Choose an open stage to start in."))
    if reopens is None or reopens["category"] != "open":
        yield Wrong("", Text("请选择重开后进入的“处理中”类阶段。", "Choose an open stage to go on in when reopened."))
    if start is None or reopens is None:
        return
    if not any(stage["category"] == "done" for stage in stages):
        yield Wrong("", Text("至少需要一个“已办结”类的阶段。", "There is at least one stage of the kind done."))
    reached = _reached({start["code"], reopens["code"]}, by_code)
    for stage in stages:
        place = f"stages.{stage['code']}"
        if stage["code"] not in reached:
            yield Wrong(place, Text("无法到达这个阶段。", "This stage is never reached."))
        if stage["category"] not in OVER and not any(
            by_code[code]["category"] in OVER for code in _reached({stage["code"]}, by_code)
        ):
            yield Wrong(place, Text("从这个阶段无法走到结束。", "No way leads from this stage to an end."))
        if stage["category"] in OVER and any(by_code[code]["category"] not in OVER for code in stage.get("moves", [])):
            yield Wrong(
                place,
                Text(
                    "已办结或已关闭的工单只能通过“重开”回到处理中。",
                    "What is done or closed goes back to work by reopening only.",
                ),
            )
        if stage["category"] == "waiting" and resumes(definition, stage["code"]) is None:
            yield Wrong(
                place, Text("等待阶段需要一条回到处理中的路。", "A waiting stage needs a way back to an open one.")
            )


def _reached(codes: set[str], by_code: Mapping[str, Stage]) -> set[str]:
    found, ahead = set(codes), list(codes)
    while ahead:
        for code in by_code[ahead.pop()].get("moves", []):
            if code not in found:
                found.add(code)
                ahead.append(code)
    return found
