"""`kefu setup`: asks one thing, try it or use it, and then only what that needs; every answer is also an option."""

from __future__ import annotations

import argparse
import getpass
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kefu.config.cli import django_ready
from kefu.config.environment import Environment, remember
from kefu.config.postgres import available
from kefu.config.setup import address, choice
from kefu.config.state import FileLock, LockHeld
from kefu.kernel import i18n
from kefu.kernel.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

STARTS = {
    "try": Text("试用：带演示数据，随时可以清除", "try it: with demo data, removed at any time"),
    "use": Text("正式使用：空的系统，您自己的账号", "use it: an empty system and an account of your own"),
    "browser": Text("正式使用，但在浏览器里填写", "use it, and answer the rest in the browser"),
}
PROFILES = {
    "shop": Text("小店：几个人，只看最常用的", "shop: a few people, only what they use"),
    "centre": Text("客服中心：班组、技能、现场", "service centre: teams, skills, the floor"),
    "group": Text("集团：多个品牌，全部功能", "group: several brands, everything"),
}
PASSWORD = "KEFU_SETUP_PASSWORD"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Decide how this instance starts: with the demo, or empty with an owner of your own. Without options it asks. "
        f"For scripts: --use --name N --login L with the password in {PASSWORD} or --password-file."
    )
    start = parser.add_mutually_exclusive_group()
    start.add_argument("--try", dest="start", action="store_const", const="try", help=STARTS["try"].en)
    start.add_argument("--use", dest="start", action="store_const", const="use", help=STARTS["use"].en)
    start.add_argument("--browser", dest="start", action="store_const", const="browser", help=STARTS["browser"].en)
    parser.add_argument("--name", help="the company's name")
    parser.add_argument("--code", help="short code, part of the chat page's address (kefu)")
    parser.add_argument("--login", help="the owner's e-mail address or mobile number")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="holds the owner's password; - reads stdin")
    parser.add_argument("--profile", choices=list(PROFILES), help="how much of the desk is shown (shop)")
    parser.add_argument("--address", choices=list(address.WAYS), help="how people reach it (here)")
    parser.add_argument("--domain", help="for --address proxy or own: chat.example.com")
    parser.add_argument(
        "--voice",
        choices=["on", "off"],
        help="whether there are calls (off for a shop, else by memory); alone it asks nothing else",
    )
    parser.add_argument("--remove-demo", action="store_true", help="take the demo organization away first")


def run(arguments: argparse.Namespace) -> int:
    i18n.use("zh-CN" if any(os.environ.get(name, "").startswith("zh") for name in ("LC_ALL", "LANG")) else "en")
    environment = Environment.read()
    if arguments.voice:
        remember(environment.data, KEFU_VOICE=arguments.voice)
        if arguments.start is None:
            _say(Text("已保存，重启 Kefu 后生效。", "Remembered; it holds when Kefu starts again."))
            return 0
    is_asking = arguments.start is None
    if is_asking and not sys.stdin.isatty():
        return _refuse(
            Text("请加上 --try、--use 或 --browser。", "Nobody can answer here: give --try, --use or --browser.")
        )
    start = _picked(Text("怎样开始？", "How do you want to start?"), STARTS) if is_asking else arguments.start
    if start == "try":
        choice.choose(environment, "demo")
        _say(Text("已选择试用。运行 make run 或 kefu run 即可。", "The demo it is. Start it: make run, or kefu run."))
        return 0
    if is_asking:
        _ask(arguments, environment, in_browser=start == "browser")
    if not _has_domain(arguments):
        return _refuse(
            Text("请用 --domain 给出域名，例如 chat.example.com。", "Give --domain, for example chat.example.com.")
        )
    choice.choose(environment, "page")
    if start == "browser":
        address.choose(environment, arguments.address or "here", arguments.domain or "")
        _say(
            Text(
                "运行 make run 或 kefu run，然后打开它打印的链接。",
                "Start it with make run or kefu run, and open the link that it prints.",
            )
        )
        return 0
    return _use(arguments, environment)


def _ask(arguments: argparse.Namespace, environment: Environment, *, in_browser: bool) -> None:
    if not in_browser:
        arguments.name = arguments.name or input(Text("企业名称：", "Name of the company: ").in_language())
        arguments.login = arguments.login or input(
            Text("您的登录账号（手机号或邮箱）：", "Your login (e-mail address or mobile number): ").in_language()
        )
        arguments.profile = arguments.profile or _picked(Text("规模？", "How large is it?"), PROFILES)
    arguments.address = arguments.address or _picked(Text("客户怎样访问？", "How do people reach it?"), address.WAYS)
    if arguments.address in address.WITH_DOMAIN:
        arguments.domain = arguments.domain or input(Text("域名：", "Domain: ").in_language())


def _use(arguments: argparse.Namespace, environment: Environment) -> int:
    password = _password(arguments)
    if not (arguments.name and arguments.login and password):
        return _refuse(
            Text(
                f"请给出 --name、--login，并把密码放在 {PASSWORD} 或 --password-file 中。",
                f"Give --name and --login, and the password in {PASSWORD} or --password-file.",
            )
        )
    _migrate(environment)
    with django_ready():
        from kefu.config.setup import actions, removal
        from kefu.kernel.errors import Problem
        from kefu.kernel.models import Organization

        try:
            if arguments.remove_demo:
                for organization in Organization.objects.filter(is_demo=True):
                    removal.remove_demo(environment, organization.id)
            owner = actions.use(
                environment,
                name=arguments.name,
                login=arguments.login,
                password=password,
                profile=arguments.profile or "shop",
                code=arguments.code or actions.CODE,
            )
        except Problem as problem:
            reasons = " ".join(error["message"] for error in problem.errors)
            print(f"kefu: {problem.text.in_language()} {reasons}".rstrip(), file=sys.stderr)
            return 1
        code = owner.organization.code
    address.choose(environment, arguments.address or "here", arguments.domain or "")
    _tell(Environment.read(), arguments, code)
    return 0


def _tell(environment: Environment, arguments: argparse.Namespace, code: str) -> None:
    way = arguments.address or "here"
    places = address.lan_addresses(environment.port) if way == "lan" else [environment.address]
    _say(
        Text(
            f"「{arguments.name}」已就绪，用 {arguments.login} 登录。",
            f"{arguments.name} is ready; sign in as {arguments.login}.",
        )
    )
    for place in places:
        _say(
            Text(
                f"  客服工作台 {place}    客户咨询页 {place}/c/{code}-site",
                f"  desk {place}    chat page {place}/c/{code}-site",
            )
        )
    if way == "own":
        _say(
            Text(
                f"证书在启动后自动申请：请先让 {arguments.domain} 指向这台服务器，并开放 80 和 443 端口。"
                "启用即表示同意证书机构的服务条款。",
                f"The certificate is fetched after the start: let {arguments.domain} lead to this machine first, with ports 80 "
                "and 443 open. Using it means agreeing to the authority's terms.",
            )
        )
    if way == "proxy":
        blocks = address.proxy_blocks(arguments.domain, environment.port)
        _say(Text("\nnginx 配置（整段粘贴）：\n", "\nFor nginx, the whole file:\n"))
        print(blocks.nginx)
        _say(
            Text(
                "宝塔：网站 → 反向代理 → 配置文件，替换为：\n",
                "For the BT panel: site → reverse proxy → configuration, replace it by:\n",
            )
        )
        print(blocks.panel)
        _say(
            Text(
                f"之后检查：kefu check --public https://{arguments.domain}",
                f"Then: kefu check --public https://{arguments.domain}",
            )
        )
    if _is_running(environment):
        _say(Text("请重启 Kefu 使新地址生效。", "Restart Kefu, so that the address holds."))
    else:
        _say(
            Text(
                "启动：make run（前台），或 kefu service install（开机自启）。",
                "Start it: make run in the foreground, or kefu service install to keep it running.",
            )
        )


def _migrate(environment: Environment) -> None:
    """Bring the database up to date, as `kefu run` would."""
    with available(environment, holder="kefu setup") as url:
        variables: Mapping[str, str] = {**os.environ, "DATABASE_URL": url}
        subprocess.run([sys.executable, "-m", "kefu.config.prepare"], env=variables, check=True)


def _password(arguments: argparse.Namespace) -> str:
    if arguments.password_file is not None:
        text = sys.stdin.readline() if str(arguments.password_file) == "-" else arguments.password_file.read_text()
        return str(text).strip()
    if given := os.environ.get(PASSWORD):
        return given
    if not sys.stdin.isatty():
        return ""
    while True:
        first = getpass.getpass(Text("密码：", "Password: ").in_language())
        if first == getpass.getpass(Text("再输入一次：", "Once more: ").in_language()):
            return first
        _say(Text("两次不一致。", "They differ."))


def _has_domain(arguments: argparse.Namespace) -> bool:
    arguments.domain = (arguments.domain or "").strip().lower().removeprefix("https://").strip("/")
    return arguments.address not in address.WITH_DOMAIN or address.is_domain(arguments.domain)


def _is_running(environment: Environment) -> bool:
    lock = FileLock(environment.data / "supervisor.lock")
    try:
        lock.acquire()
    except LockHeld:
        return True
    lock.release()
    return False


def _picked(question: Text, options: Mapping[Any, Text]) -> str:
    _say(question)
    names = list(options)
    for number, name in enumerate(names, 1):
        print(f"  {number}) {options[name].in_language()}")
    while True:
        answer = input("[1] ").strip() or "1"
        if answer.isdigit() and 1 <= int(answer) <= len(names):
            return str(names[int(answer) - 1])


def _say(text: Text) -> None:
    print(text.in_language())


def _refuse(text: Text) -> int:
    print(f"kefu: {text.in_language()}", file=sys.stderr)
    return 2
