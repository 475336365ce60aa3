"""What a reply consists of."""

import pytest

from kefu.contact.replies import rules
from kefu.kernel.errors import Invalid


def content(**said: str) -> rules.Content:
    return rules.content(**{"folder": "", "code": "", "title": "", "text": "请稍等", "tag": "", **said})  # type: ignore[arg-type]


def test_a_title_is_the_beginning_of_the_text_unless_given() -> None:
    assert content(text="您好，\n很高兴为您服务").title == "您好， 很高兴为您服务"
    assert content(title=" 欢迎 语 ").title == "欢迎 语"


def test_a_title_is_spelled_for_the_latin_keyboard() -> None:
    assert content(title="退款").spelling == "tuikuan tk"


def test_folders_are_tidied() -> None:
    assert content(folder=" 售后 / 退款/ ").folder == "售后/退款"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", " \n"),
        ("text", "长" * 5001),
        ("code", "t k"),
        ("code", "、tk"),
        ("code", "a" * 21),
        ("title", "题" * 81),
    ],
)
def test_what_is_wrong_is_named(field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        content(**{field: value})
    assert field in [error["field"] for error in refused.value.errors]


def test_variables_are_told_once_each() -> None:
    assert rules.variables("您好，{客户姓名}，我是{昵称}。{客户姓名}：{\n}") == ["客户姓名", "昵称"]
