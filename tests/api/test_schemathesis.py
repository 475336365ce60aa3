"""Generated requests, sensible and absurd, to every operation: none breaks the server, every answer is as documented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.config import (
    CoveragePhaseConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kefu.config.api import api
from kefu.foundation.accounts import queries as accounts
from kefu.kernel import limits

from .scene import Scene

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

# one method that an address does not know stands for all of them
PHASES = PhasesConfig(coverage=CoveragePhaseConfig(unexpected_methods={"PATCH"}))
CONFIG = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(phases=PHASES)))

SCHEMA = schemathesis.openapi.from_dict(dict(api.get_openapi_schema()), config=CONFIG)
SCHEMA.app = get_wsgi_application()
FEEDBACK = FeedbackSources(constants_value_source=make_constants_value_source(SCHEMA))


@pytest.fixture(autouse=True, scope="module")
def _one_connection() -> Iterator[None]:
    """As Django's test client does: requests leave the connection of the test, and so its transaction, alone."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("path", "method"), [(path, method) for path in SCHEMA for method in SCHEMA[path]])
def test_every_answer_is_as_documented(scene: Scene, path: str, method: str) -> None:
    """Its requests are made here: `schema.parametrize` makes those of all operations while every worker collects."""
    load_all_checks()
    operation = SCHEMA[path][method]
    build_operation_test(
        config=SCHEMA.config, operation=operation, test_func=answer, given_kwargs={}, feedback=FEEDBACK
    )(scene)


@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def answer(scene: Scene, case: Case[Any]) -> None:
    """Sensible addresses are turned into ones that exist, or nearly all would end at 404."""
    limits.forget()
    meta = case.meta.components.get(ParameterLocation.PATH) if case.meta else None
    if meta is None or meta.mode is GenerationMode.POSITIVE:
        real = {name: scene.ids[name] for name in case.path_parameters or {} if name in scene.ids}
        case.path_parameters = {**(case.path_parameters or {}), **real}
    is_visitors = "VisitorBearer" in str(case.operation.definition.raw.get("security"))
    headers = {"Authorization": f"Bearer {scene.visitor if is_visitors else scene.house.owner.token}"}
    is_refused = False
    try:
        with transaction.atomic():
            is_refused = case.call_and_validate(headers=headers, checks=CHECKS).status_code >= 400
            transaction.set_rollback(True)
    finally:
        if case.method != "GET" and not is_refused:  # what is remembered of people may come from what was rolled back
            accounts.forget()
