import pytest

from kefu.foundation.customers import rules
from kefu.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("13812345678", "+8613812345678"),
        ("013812345678", "+8613812345678"),
        ("8613812345678", "+8613812345678"),
        ("+8613812345678", "+8613812345678"),
        ("008613812345678", "+8613812345678"),
        ("0086-138-1234-5678", "+8613812345678"),
        (" 138 1234-5678 ", "+8613812345678"),
        ("138\u3000１２３４\u00a0５６７８", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("\u202a+8613812345678\u202c", "+8613812345678"),
        ("13812345678\0", "+8613812345678"),
        ("tel:+8613812345678", "+8613812345678"),
        ("010-12345678", "+861012345678"),
        ("(0571) 8888 9999", "+8657188889999"),
        ("86 010 12345678", "+861012345678"),
        ("+86 (0)10 1234 5678", "+861012345678"),
        ("0755-2345-6789", "+8675523456789"),
        ("400-820-8820", "+864008208820"),
        ("+1 415 555 2671", "+14155552671"),
        ("0014155552671", "+14155552671"),
        ("(021) 6234 5678 转 101", "+862162345678;ext=101"),
        ("０２１－６２３４５６７８转１０１", "+862162345678;ext=101"),
        ("021-62345678-101", "+862162345678;ext=101"),
        ("0571 8888 9999 ext 12", "+8657188889999;ext=12"),
        ("021-62345678 分机:8", "+862162345678;ext=8"),
        ("+862162345678;ext=101", "+862162345678;ext=101"),
    ],
)
def test_numbers_are_stored_in_one_spelling(written: str, stored: str) -> None:
    number = rules.phone(written)
    assert number.value == stored
    assert number.e164 == stored.partition(";")[0]
    assert rules.phone(number.value) == number


@pytest.mark.parametrize(
    "written", ["", " ", "110", "95588", "1381234567", "138123456789", "call me", "1" * 100_000, "😀", "مرحبا", "\0"]
)
def test_what_cannot_be_dialled_is_refused(written: str) -> None:
    assert rules.parsed_phone(written) is None
    with pytest.raises(Invalid) as refused:
        rules.phone(written)
    assert refused.value.errors[0]["field"] == "phone"


def test_a_number_abroad_is_read_in_its_region() -> None:
    assert rules.phone("415 555 2671", region="US").e164 == "+14155552671"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Li.Lei@Example.COM", "li.lei@example.com"),
        (" a+b@mail.example.co.uk\n", "a+b@mail.example.co.uk"),
        ("ｌｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", "li@example.com"),
        ("\u200bli@example.com", "li@example.com"),
        ("李雷@例子.公司", "李雷@例子.公司"),
    ],
)
def test_addresses_are_stored_in_lower_case(written: str, stored: str) -> None:
    assert rules.email(written) == stored
    assert rules.email(stored) == stored


@pytest.mark.parametrize(
    "written",
    ["", "li", "li@", "@example.com", "li@example", "li@example..com", "l i@example.com", ".li@example.com", "li.@example.com",
     "li@-example.com", "a@b@example.com", "<li@example.com>", "x" * 65 + "@example.com", "li@" + "x" * 300 + ".com", "li@😀.com"],
)  # fmt: skip
def test_what_no_mail_reaches_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        rules.email(written)


def test_an_external_id_keeps_its_case() -> None:
    assert rules.external_id("  U-1001a\0 ") == "U-1001a"
    for written in ("", " \0 ", "x" * 201):
        with pytest.raises(Invalid):
            rules.external_id(written)


def test_identities_come_most_reliable_first_and_blank_ones_not() -> None:
    assert rules.identities(phone="13812345678", email="A@b.com", external_id="7") == [
        ("external", "7"),
        ("phone", "+8613812345678"),
        ("email", "a@b.com"),
    ]
    assert rules.identities(phone=" ", email=None, external_id="") == []


def test_tags_are_trimmed_and_kept_once() -> None:
    assert rules.tags([" VIP ", "老客户", "vip", "", "\u200b", "老客戶"]) == ["VIP", "老客户"]
    for wrong in (["x" * 41], [str(number) for number in range(31)]):
        with pytest.raises(Invalid):
            rules.tags(wrong)


@pytest.mark.parametrize("written", ["", "  ", "\0", "\u200b", "名" * 121])
def test_a_name_can_be_read(written: str) -> None:
    with pytest.raises(Invalid):
        rules.name(written)


@pytest.mark.parametrize(("written", "kept"), [(" 张  三 ", "张 三"), ("محمد", "محمد"), ("😀 王", "😀 王")])
def test_names_in_any_script(written: str, kept: str) -> None:
    assert rules.name(written) == kept


def test_a_number_is_found_whole_national_and_by_its_end() -> None:
    assert rules.found_by(["+8613812345678"], ["a@b.com"], ["U-1"]).split() == [
        "a@b.com", "U-1", "8613812345678", "13812345678", "12345678", "5678",
    ]  # fmt: skip
