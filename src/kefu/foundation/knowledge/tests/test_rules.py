import pytest

from kefu.foundation.knowledge import rules
from kefu.kernel.errors import Invalid


def refused(**fields: object) -> list[str]:
    with pytest.raises(Invalid) as error:
        rules.content(**{"question": "怎么退款?", "answer": "三天内到账。", "similar": [], **fields})  # type: ignore[arg-type]
    return [each["field"] for each in error.value.errors]


def test_content_is_trimmed_and_similar_questions_are_kept_once() -> None:
    content = rules.content(
        question="  怎么\n退款? ",
        answer=" 第一步\r\n第二步\0 ",
        similar=["退款", "退  款", "退\u200b款", "退欵|要退錢", "要退钱", "怎么 退款?", "", "\0", "REFUND", "refund"],
    )
    assert content.question == "怎么 退款?"
    assert content.answer == "第一步\n第二步"
    assert content.similar == ("退款", "退 款", "退欵", "要退錢", "REFUND")


@pytest.mark.parametrize("nothing", ["", "  ", "\0", "\u200b\u202e"])
def test_question_and_answer_say_something(nothing: str) -> None:
    assert refused(question=nothing) == ["question"]
    assert refused(answer=nothing) == ["answer"]
    assert refused(question=nothing, answer=nothing) == ["question", "answer"]


def test_limits() -> None:
    most = rules.content(
        question="问" * 500, answer="答" * 20_000, similar=[f"{number}{'似' * 490}" for number in range(50)]
    )
    assert len(most.similar) == 50
    assert refused(question="问" * 501) == ["question"]
    assert refused(answer="答" * 20_001) == ["answer"]
    assert refused(similar=[f"问法{number}" for number in range(51)]) == ["similar"]
    assert refused(similar=["似" * 501]) == ["similar"]
    assert refused(question="x" * 1_000_000, answer="y" * 1_000_000) == ["question", "answer"]


@pytest.mark.parametrize("text", ["😀", "كيف أسترد المال؟", "\u202eabc", "<script>alert(1)</script>", "=1+1"])
def test_any_script_may_be_asked(text: str) -> None:
    assert rules.content(question=text, answer=text, similar=[]).question == text


def test_similar_questions_are_split_at_bars_and_line_breaks() -> None:
    assert rules.split_similar("退款|怎么退 \r\n要退钱｜ ||\n退") == ["退款", "怎么退", "要退钱", "退"]
    assert rules.split_similar("") == []


def test_category_paths() -> None:
    assert rules.category_path("") == rules.category_path(" \u200b") == ()
    assert rules.category_path(" 售后 / 退款 ") == ("售后", "退款")
    for wrong in ("a//b", "/a", "a/b/c/d/e/f", "x" * 101):
        with pytest.raises(Invalid):
            rules.category_path(wrong)


@pytest.mark.parametrize(
    ("answer", "query", "shown"),
    [
        ("三天内到账。", "退款", "三天内到账。"),
        ("前" * 200 + "退款三天内到账" + "后" * 200, "退款", "退款三天内到账"),
        ("前" * 200 + "退欵三天內到賬" + "後" * 200, "到账", "三天內到賬"),
        ("word " * 100 + "REFUND within three days", "refund", "REFUND within"),
        ("第一行\n\n第二行", "行", "第一行 第二行"),
        ("", "x", ""),
    ],
)
def test_a_snippet_shows_the_word_and_its_surroundings(answer: str, query: str, shown: str) -> None:
    snippet = rules.snippet(answer, query)
    assert shown in snippet
    assert len(snippet) <= rules.SNIPPET_CHARACTERS + 2
