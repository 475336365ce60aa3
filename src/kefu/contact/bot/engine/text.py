"""How a question is read by the rankers: folded, and everyday Chinese speech put the way entries are written."""

import re

from kefu.kernel.text import fold

LONGEST_QUERY = 500
"""Characters that are embedded; the models read no more than about that, and time grows with it."""

# Dialect and chat Chinese → the standard wording. General language only: no words of one trade belong here.
_EVERYDAY = [
    (re.compile(pattern), standard)
    for pattern, standard in (
        (r"^(?:亲亲|亲|老板|掌柜的|店家|哎呀|哎|唉|诶|喂|你好|您好|请问一下|请问|问一下)[ ,，。!]*(?=.)", ""),
        (r"搁哪儿?", "在哪里"),
        (r"哪儿|哪块儿|哪嘎达", "哪里"),
        (r"咋(?:整|办|弄|搞)|怎么(?:整|搞)(?!的)", "怎么办"),
        (r"咋个|咋|肿么|点样", "怎么"),
        (r"为啥|凭啥|干啥", "为什么"),
        (r"啥(?:时候|时间)|多会儿|多咱|几时", "什么时候"),
        (r"啥|神马", "什么"),
        (r"瞅一?瞅|瞅一眼|瞅|瞧一?瞧|瞧", "看看"),
        (r"(今|明|昨|后|前)儿个?", r"\1天"),
        (r"礼拜", "星期"),
        (r"木有|冇", "没有"),
        (r"俺们|咱们", "我们"),
        (r"俺|咱", "我"),
        (r"俩", "两个"),
        (r"仨", "三个"),
        (r"闺女", "女儿"),
        (r"东东|玩意儿?", "东西"),
        (r"一块儿", "一起"),
        (r"寻思", "想"),
        (r"(行|中|可以|能|好|对|得)不(?=$|[ ,。?!])", r"\1吗"),
        (r"不(?=$|[ ?])", "吗"),
        (r"没(?=$|[ ?])", "了吗"),
        (r"[呀啊呢呗嘛喽咯嘞哈哦噢诶滴啦捏](?=$|[ ,。?!])", ""),
    )
]


def question_text(text: str) -> str:
    """The text the rankers see, at most LONGEST_QUERY characters; never empty unless nothing can be read in it."""
    folded = fold(text[: 4 * LONGEST_QUERY])[:LONGEST_QUERY]
    plain = folded
    for pattern, standard in _EVERYDAY:
        plain = pattern.sub(standard, plain)
    return plain.strip() or folded
