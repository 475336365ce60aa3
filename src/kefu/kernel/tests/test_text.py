import pytest

from kefu.kernel.text import MAX_CHARACTERS, fold, pinyin_key, tokens


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("", ""),
        ("   \t\n ", ""),
        ("轉人工客服", "转人工客服"),
        ("ＡＢＣ１２３！", "abc123!"),
        ("Straße", "strasse"),
        ("退\u200b货\ufeff", "退货"),
        ("\u202eabc\u202c", "abc"),
        ("مرحبا  بك", "مرحبا بك"),
        ("a\ud800b", "ab"),
        ("a\x00b", "ab"),
        ("退\u3000款\r\n了", "退 款 了"),
        ("👍🏽❤️", "👍🏽❤"),
        ("①號", "1号"),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(folded) == folded
    fold(written).encode()


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("", []),
        ("👍 ❤️ !!!", []),
        ("退", ["退"]),
        ("退款", ["退", "款", "退款"]),
        ("開發票", ["开", "发", "票", "开发", "发票"]),
        ("iPhone15手机", ["iphone15", "手", "机", "手机"]),
        ("Refund my ORDER_42, a@b.com", ["refund", "my", "order", "42", "a", "b", "com"]),
        ("退款，谢谢", ["退", "款", "退款", "谢", "谢", "谢谢"]),
        ("カード", ["カ", "ー", "ド", "カー", "ード"]),
        ("𠮷野", ["𠮷", "野", "𠮷野"]),
        ("مرحبا بك", ["مرحبا", "بك"]),
    ],
)
def test_tokens(written: str, found: list[str]) -> None:
    assert tokens(written) == found


def test_both_scripts_have_the_same_tokens() -> None:
    assert tokens("訂單號碼") == tokens("订单号码")


def test_a_huge_text_is_cut() -> None:
    found = tokens("轉人工，客服ＡＢＣ\u200b " * 100_000)
    assert 0 < len(found) < 2 * MAX_CHARACTERS
    # One character may normalise to many: the cut holds after that as well.
    assert len(fold("\ufdfa" * MAX_CHARACTERS)) <= MAX_CHARACTERS


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("", ""),
        ("👍", ""),
        ("张三", "zhangsan zs"),
        ("張三", "zhangsan zs"),
        ("Alice 王", "alicewang aw"),
        ("长沙银行", "changshayinhang csyh"),
        ("曾小明", "cengxiaoming cxm"),
        ("VIP 客户", "vipkehu vkh"),
    ],
)
def test_pinyin_key(written: str, key: str) -> None:
    assert pinyin_key(written) == key


def test_pinyin_key_of_a_person_reads_the_surname() -> None:
    assert pinyin_key("曾小明", person=True) == "zengxiaoming zxm"
    assert pinyin_key("单小华", person=True) == "shanxiaohua sxh"
    assert pinyin_key("张三", person=True) == "zhangsan zs"
