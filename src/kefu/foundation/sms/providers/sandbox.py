"""Sends nothing anywhere: what would have been sent stands in the settings (测试箱)."""


class Sandbox:
    def send(self, *, to: str, text: str, id: str) -> str:
        return f"sandbox-{id}"
