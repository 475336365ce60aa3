"""A big archive of tickets, written in SQL: a year of them with five entries each, clocks, customers, and what search finds them by.

Rows are copies of one of the demo's with some columns of their own, so that what a table gains is filled too. For databases that hold nothing but the demo.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from django.db import connection, transaction

from kefu.kernel import clock, search
from kefu.kernel.http import encode_cursor
from kefu.kernel.models import Organization

GOODS = [
    "空调",
    "冰箱",
    "洗衣机",
    "热水器",
    "电视",
    "手机",
    "耳机",
    "平板",
    "键盘",
    "打印机",
    "路由器",
    "扫地机",
    "净水器",
    "电饭煲",
    "微波炉",
    "吸尘器",
    "投影仪",
    "手表",
]
TROUBLES = [
    "无法开机",
    "退款未到账",
    "漏水",
    "噪音很大",
    "屏幕破损",
    "错发商品",
    "少发配件",
    "发票抬头有误",
    "物流停滞",
    "重复扣款",
    "无法激活",
    "保修查询",
    "预约安装",
    "要求换货",
    "充不进电",
]
PLACES = [
    "上海",
    "北京",
    "广州",
    "深圳",
    "杭州",
    "成都",
    "武汉",
    "南京",
    "西安",
    "重庆",
    "苏州",
    "天津",
    "长沙",
    "郑州",
    "青岛",
    "宁波",
    "合肥",
    "昆明",
    "厦门",
    "哈尔滨",
    "兰州",
    "海口",
    "拉萨",
    "银川",
    "喀什",
]
TALK = [
    "客户来电表示收到商品当天就发现问题，希望尽快安排师傅上门检查。",
    "已与仓库核对出库记录，包裹重量与订单一致，正在联系承运方调取监控。",
    "用户上传了照片和视频，初步判断属于运输途中的碰撞，建议直接换新。",
    "财务回复款项已原路退回，银行处理需要三到五个工作日，请耐心等待。",
    "师傅已上门，更换主板后恢复正常，客户对处理结果表示满意。",
    "多次拨打电话无人接听，已发送短信说明情况，明天上午再次联系。",
    "客户要求升级处理，表示如果今天没有答复将向平台投诉。",
    "请协助确认该批次是否存在同类故障，如果是，需要统一安排召回。",
]
GIVEN = [
    "雨桐",
    "浩然",
    "子涵",
    "欣怡",
    "宇轩",
    "诗琪",
    "佳怡",
    "俊杰",
    "梓萱",
    "博文",
    "思远",
    "若曦",
    "明哲",
    "晓峰",
    "静怡",
    "志强",
    "建国",
    "秀英",
    "海燕",
    "立群",
]
FAMILY = ["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"]
ROWS = ("tickets_ticket", "tickets_ticketentry", "tickets_ticketclock", "kernel_searchdocument")
ENTRIES, CUSTOMER_HAS, UNFINISHED_AGE, DAYS = 5, 4, 0.04, 365
SAMPLES = 400
LOOKS_AGAIN_AFTER = 2.0  # seconds


def plant(wanted: int) -> dict[str, Any]:
    """Fill the demo's archive up to `wanted` tickets; returns how many there are, the seconds taken, and places to look at.

    Raises SystemExit where somebody else's organization lives.
    """
    if Organization.objects.filter(is_demo=False).exists():
        raise SystemExit("kefu bench seed: only for a database that holds nothing but the demo")
    began = time.monotonic()
    known = _number("SELECT count(*) FROM tickets_ticket WHERE number LIKE 'T-B-%%'")
    if known < wanted:
        _when_free()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(ROWS)} IN ACCESS EXCLUSIVE MODE")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would hold the indexes
            cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers of foreign keys
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
            cursor.execute("SET LOCAL work_mem = '128MB'")
            indexes = _indexes()
            for name, _ in indexes:
                cursor.execute(f'DROP INDEX "{name}"')
            _words(cursor)
            _rows(cursor, known, wanted)
            for _, definition in indexes:
                cursor.execute(definition)
        for table in (*ROWS, "customers_customer"):
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {table}")
    return {"tickets": wanted, "entries": wanted * ENTRIES, "seconds": round(time.monotonic() - began, 1), **_samples()}


def _when_free() -> None:
    """What was written last is still being worked on; taking whole tables away meanwhile ends in a deadlock."""
    unread = "SELECT count(*) FROM kernel_outboxevent WHERE position IS NULL OR position > (SELECT min(position) FROM kernel_subscription)"
    before, left = None, _number(unread)
    while left and left != before:  # nobody works here who gets no further
        time.sleep(LOOKS_AGAIN_AFTER)
        before, left = left, _number(unread)


def _indexes() -> list[tuple[str, str]]:
    """Those that hold no constraint; built anew afterwards, which is quicker than to keep them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
            [list(ROWS)],
        )
        return [(name, definition) for name, definition in cursor.fetchall()]


def _words(cursor: Any) -> None:
    """Sentences with their tokens, so that a document is put together as `search.write` would write it."""
    cursor.execute(
        "CREATE TEMP TABLE IF NOT EXISTS words (kind text, n int, content text, title tsvector, body tsvector)"
    )
    cursor.execute("TRUNCATE words")
    people = [f"联系人{family}{given}。" for family, given in product(FAMILY, GIVEN)]
    for kind, found in {"goods": GOODS, "trouble": TROUBLES, "place": PLACES, "talk": TALK, "person": people}.items():
        cursor.executemany(
            "INSERT INTO words VALUES (%s, %s, %s, %s::tsvector, %s::tsvector)",
            [(kind, n, word, search.vector(word, ""), search.vector("", word)) for n, word in enumerate(found)],
        )
    cursor.execute("ANALYZE words")


def _rows(cursor: Any, known: int, wanted: int) -> None:
    now = clock.now()
    cursor.execute("DROP TABLE IF EXISTS plan")
    cursor.execute(
        f"""
        CREATE TEMP TABLE plan AS
        SELECT n, at, age, category, {_id("n", "at")} AS id, customer_n, owner_n, goods, trouble, place, person
        FROM (
            SELECT n, %(now)s::timestamptz - age * interval '{DAYS} days' AS at, age,
                CASE WHEN age < {UNFINISHED_AGE} OR mod(n, 200) = 0
                     THEN (CASE WHEN mod(n, 3) = 0 THEN 'waiting' ELSE 'open' END)
                     ELSE (CASE WHEN mod(n, 4) = 0 THEN 'done' ELSE 'closed' END) END AS category,
                {_pick("n", 1, f"greatest(1, %(wanted)s / {CUSTOMER_HAS})")} AS customer_n,
                {_pick("n", 2, "1000")} AS owner_n,
                {_pick("n", 3, str(len(GOODS)))} AS goods, {_pick("n", 4, str(len(TROUBLES)))} AS trouble,
                floor(power({_pick("n", 5, "1000")} / 1000.0, 4) * {len(PLACES)})::int AS place,
                {_pick("n", 6, str(len(FAMILY) * len(GIVEN)))} AS person
            FROM (SELECT n, (%(wanted)s - n)::float / (%(wanted)s - %(known)s) AS age
                  FROM generate_series(%(known)s + 1, %(wanted)s) AS n) AS numbered
        ) AS planned
        """,
        {"now": now, "wanted": wanted, "known": known},
    )
    cursor.execute("CREATE INDEX ON plan (n)")
    cursor.execute("ANALYZE plan")
    customers = f"generate_series(%s / {CUSTOMER_HAS} + 1, %s / {CUSTOMER_HAS} + 1) AS n"
    _copy(
        "customers_customer",
        {"id": "md5('customer' || n)::uuid", "name": "'客户' || n", "pinyin": "'kehu' || n"},
        customers,
        (known, wanted),
    )
    cursor.execute(
        "CREATE TEMP TABLE IF NOT EXISTS staff AS SELECT id, (row_number() OVER (ORDER BY id) - 1)::int AS n"
        " FROM accounts_user WHERE id IN (SELECT owner_id FROM tickets_ticket)"
    )
    people = _number("SELECT count(*) FROM staff")
    joined = (
        "plan JOIN words AS g ON g.kind = 'goods' AND g.n = goods JOIN words AS t ON t.kind = 'trouble' AND t.n = trouble"
        " JOIN words AS p ON p.kind = 'place' AND p.n = place JOIN words AS w ON w.kind = 'person' AND w.n = person"
        f" JOIN words AS s ON s.kind = 'talk' AND s.n = plan.n % {len(TALK)}"
    )
    is_over = "plan.category IN ('done', 'closed')"
    _copy(
        "tickets_ticket",
        {
            "id": "plan.id", "number": "'T-B-' || lpad(plan.n::text, 8, '0')", "created_at": "at", "updated_at": "at",
            "subject": "g.content || t.content || '（' || p.content || '）'", "description": "s.content || w.content",
            "category": "plan.category", "stage": "CASE plan.category WHEN 'waiting' THEN 'customer' WHEN 'open' THEN 'new' ELSE plan.category END",
            "customer_id": "md5('customer' || customer_n)::uuid", "values": "'{}'::jsonb", "source": "'import'",
            "owner_id": f"CASE WHEN plan.n % 20 = 0 THEN NULL ELSE (SELECT id FROM staff WHERE staff.n = owner_n % {people}) END",
            "is_woken": "FALSE", "snoozed_until": "NULL",
            "priority": "'P' || (plan.n % 4 + 1)", "first_response_at": "at + interval '20 minutes'",
            "waiting_since": "CASE plan.category WHEN 'waiting' THEN at + interval '1 hour' END",
            "resolved_at": f"CASE WHEN {is_over} THEN at + interval '5 hours' END",
            "closed_at": "CASE plan.category WHEN 'closed' THEN at + interval '8 hours' END",
            "due_at": "CASE plan.category WHEN 'open' THEN %s::timestamptz + (plan.n % 2000 - 600) * interval '5 minutes' END",
            "due_kind": "CASE plan.category WHEN 'open' THEN 'resolution' ELSE '' END",
            "alarm": "CASE WHEN plan.category = 'open' THEN (ARRAY[0, 50, 75, 90, 100])[plan.n % 5 + 1] ELSE 0 END",
            **dict.fromkeys(("withdrawn_at", "merged_into_id", "split_from_id", "parent_id", "supervisor_id", "supervised_until", "giver_id"), "NULL"),
        },
        f"{joined} ORDER BY plan.n",
        (now,),
    )  # fmt: skip
    entries = f"plan CROSS JOIN generate_series(0, {ENTRIES - 1}) AS e JOIN words AS s ON s.kind = 'talk' AND s.n = (plan.n + e * 3) % {len(TALK)}"
    entry_at = "(at + e * interval '1 hour')"
    _copy(
        "tickets_ticketentry",
        {
            "id": _id(f"(plan.n * {ENTRIES} + e)", entry_at), "created_at": entry_at, "ticket_id": "plan.id",
            "kind": "CASE e WHEN 0 THEN 'opened' WHEN 4 THEN 'note' ELSE 'comment' END", "is_public": "e IN (1, 2, 3)",
            "author_name": "'bench'", "text": "CASE e WHEN 0 THEN '' ELSE s.content END", "data": "'{}'::jsonb",
        },
        f"{entries} ORDER BY plan.n, e",
    )  # fmt: skip
    _copy(
        "tickets_ticketclock",
        {
            "id": "md5('clock' || plan.n)::uuid", "ticket_id": "plan.id", "created_at": "at", "kind": "'resolution'",
            "target": "interval '3 days'", "used": "interval '1 hour'", "told": "0", "breached_at": "NULL",
            "since": "CASE plan.category WHEN 'open' THEN at END", "alarm_at": "NULL",
            "due_at": "CASE plan.category WHEN 'open' THEN %s::timestamptz + (plan.n % 2000 - 600) * interval '5 minutes' END",
            "met_at": f"CASE WHEN {is_over} THEN at + interval '5 hours' END", "cause": "''", "cause_note": "''",
        },
        "plan ORDER BY plan.n",
        (now,),
    )  # fmt: skip
    _copy(
        "kernel_searchdocument",
        {
            "id": "md5('found' || plan.n)::uuid", "object_id": "plan.id", "created_at": "at",
            "title": "g.content || t.content || '（' || p.content || '）'",
            "tokens": "g.title || t.title || p.title || setweight(array_to_tsvector(ARRAY['t', 'b', lpad(plan.n::text, 8, '0')]), 'A')"
            " || s.body || w.body || s2.body || s3.body",
        },
        f"{joined} JOIN words AS s2 ON s2.kind = 'talk' AND s2.n = (plan.n + 3) % {len(TALK)}"
        f" JOIN words AS s3 ON s3.kind = 'talk' AND s3.n = (plan.n + 6) % {len(TALK)} ORDER BY plan.n",
        template="kind = 'ticket'",
    )  # fmt: skip


def _copy(
    table: str, own: Mapping[str, str], source: str, given: Sequence[Any] = (), *, template: str = "TRUE"
) -> None:
    """Insert a row of the table for each of the source's: a copy of one that is there, but for its `own` columns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
        columns = [name for (name,) in cursor.fetchall()]
        values = [own.get(name, f'template."{name}"') for name in columns]
        names = ", ".join(f'"{name}"' for name in columns)
        selected = f"SELECT {', '.join(values)} FROM (SELECT * FROM {table} WHERE {template} ORDER BY id LIMIT 1) AS template, {source}"
        # Percent signs are ours (modulo) but for the places of parameters.
        marked = selected.replace("%s", "\0").replace("%", "%%").replace("\0", "%s") if given else selected
        cursor.execute(f"INSERT INTO {table} ({names}) {marked} ON CONFLICT DO NOTHING", given or None)


def _pick(number: str, salt: int, of: str) -> str:
    """A number below `of` that looks random and is always the same for this `number`."""
    return f"mod(hashint4({number} # {salt * 7_919}) & 2147483647, {of})"


def _id(number: str, at: str) -> str:
    """A UUIDv7 of the moment, for a number."""
    return (
        f"(lpad(to_hex((extract(epoch FROM {at}) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex({number} & 4095), 3, '0')"
        f" || '8' || substr(md5({number}::text), 1, 15))::uuid"
    )


def _samples() -> dict[str, Any]:
    """Tickets from everywhere in the archive, and cursors behind them in the lists' order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM tickets_ticket WHERE number LIKE 'T-B-%%' ORDER BY md5(number) LIMIT %s", [SAMPLES]
        )
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT id FROM tickets_ticket WHERE number LIKE 'T-B-%%' AND category = 'open' ORDER BY md5(number) LIMIT %s",
            [SAMPLES],
        )
        unfinished = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT due_at, id FROM tickets_ticket WHERE due_at IS NOT NULL ORDER BY md5(number) LIMIT %s", [SAMPLES]
        )
        due = [list(row) for row in cursor.fetchall()]
    return {
        "ids": [str(one) for one in ids],
        "unfinished": [str(one) for one in unfinished],
        "cursors": [encode_cursor([one]) for one in ids],
        "unfinished_cursors": [encode_cursor([one]) for one in unfinished],
        "mine_cursors": [encode_cursor([False, one]) for one in unfinished],
        "due_cursors": [encode_cursor(one) for one in due],
    }


def _number(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("%%", "%"))
        return int(cursor.fetchone()[0])
