from grimp import ImportGraph
from tests.architecture.doors import DoorsContract

OPTIONS = {"modules": ["kefu.shop"], "doors": ["actions"], "keys": "kefu.config"}
SESSION = {"root_packages": ["kefu"]}


def broken_by(importer: str, imported: str) -> list[str]:
    graph = ImportGraph()
    for name in ("kefu", "kefu.shop", "kefu.shop.rules", "kefu.shop.actions", "kefu.shop.actions.sell", importer):
        graph.add_module(name)
    graph.add_import(importer=importer, imported=imported)
    contract = DoorsContract("Doors", session_options=SESSION, contract_options=OPTIONS)
    return list(contract.check(graph, verbose=False).metadata["broken"])


def test_the_doors_are_open() -> None:
    assert broken_by("kefu.desk.api", "kefu.shop.actions") == []
    assert broken_by("kefu.desk.api", "kefu.shop.actions.sell") == []


def test_everything_else_is_closed_to_other_modules() -> None:
    assert broken_by("kefu.desk.api", "kefu.shop.rules") == ["kefu.desk.api -> kefu.shop.rules"]


def test_the_module_itself_and_the_holder_of_the_keys_go_anywhere() -> None:
    assert broken_by("kefu.shop.api", "kefu.shop.rules") == []
    assert broken_by("kefu.config.urls", "kefu.shop.rules") == []
