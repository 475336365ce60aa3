"""espeak-ng of this machine: a program of its own (GPL), called, never linked. A robot's voice, for want of a better one."""

import subprocess

from kefu.kernel.i18n import Text

from .. import queries
from .sound import for_telephone
from .unable import Unable

SECONDS = 60


def say(words: str, language: str) -> bytes:
    program = queries.espeak()
    if program is None:
        raise Unable(Text("这台机器上没有 espeak-ng。", "There is no espeak-ng on this machine."))
    # Debian's voice `cmn` reads the pinyin of characters as English letters; given pinyin, it speaks Mandarin.
    voice, text = ("en-us", words)
    if language == "zh":
        from pypinyin import Style, lazy_pinyin  # 58 MB, which every role would hold

        voice, text = "cmn-latn-pinyin", " ".join(lazy_pinyin(words, style=Style.TONE3, neutral_tone_with_five=True))
    try:
        done = subprocess.run(
            [program, "-v", voice, "--stdin", "--stdout"], input=text.encode(), capture_output=True, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unable(Text("espeak-ng 没有完成。", "espeak-ng did not finish.")) from error
    if done.returncode != 0:
        raise Unable(Text("espeak-ng 出错。", "espeak-ng failed."))
    return for_telephone(done.stdout)
