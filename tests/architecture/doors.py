"""The import contract of the modules' doors, as an import-linter contract type."""

from __future__ import annotations

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """A module is entered from outside only by its doors.

    `modules` are the packages that are closed; `doors` the names below them that anybody above may import;
    `keys` the package that may enter everywhere, because it wires everything together. Tests of a module belong to it,
    and may prepare their scene by the doors of others too.
    """

    modules: Any = fields.ListField(subfield=fields.ModuleField())
    doors: Any = fields.SetField(subfield=fields.StringField())
    keys: Any = fields.ModuleField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = []
        for module in self.modules:
            inside = {module.name, *graph.find_descendants(module.name)}
            for imported in sorted(inside):
                if self._is_door(module.name, imported):
                    continue
                for importer in sorted(graph.find_modules_that_directly_import(imported) - inside):
                    if not importer.startswith(f"{self.keys.name}."):
                        broken.append(f"{importer} -> {imported}")
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)

    def _is_door(self, module: str, imported: str) -> bool:
        name = imported.removeprefix(module).lstrip(".").split(".")[0]
        return not name or name in self.doors
