"""POSTs with an Idempotency-Key, through the middleware around a small API."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import RequestFactory

from kefu.kernel.errors import Conflict
from kefu.kernel.http.idempotency import RequestManners
from kefu.kernel.http.problems import respond
from kefu.kernel.i18n import Text
from kefu.kernel.models import IdempotentResponse, Organization

View = Callable[[HttpRequest], HttpResponse]


def found(request: HttpRequest) -> HttpResponse:
    """An act that cannot be repeated unseen: one more organization each time."""
    made = Organization.objects.create(code=f"o{Organization.objects.count()}", name="n")
    return JsonResponse({"id": str(made.id)}, status=201)


def refuse(request: HttpRequest) -> HttpResponse:
    found(request)
    return respond(Conflict("no", Text("不行", "No")))


def send(
    view: View, key: str | None = "k1", body: Any = None, *, method: str = "POST", path: str = "/x", token: str = "t"
) -> HttpResponse:
    headers = {"Authorization": f"Bearer {token}", **({"Idempotency-Key": key} if key is not None else {})}
    request = RequestFactory().generic(method, path, json.dumps(body), "application/json", headers=headers)
    return RequestManners(view)(request)


def effects() -> int:
    return Organization.objects.count()


@pytest.mark.django_db
def test_the_same_request_has_one_effect_and_one_answer() -> None:
    first, second = send(found), send(found)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"
    assert second["Content-Type"].startswith("application/json")
    assert effects() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("difference", [{"key": "k2"}, {"token": "u"}, {"path": "/y"}])
def test_another_key_caller_or_address_is_another_request(difference: dict[str, str]) -> None:
    send(found)
    send(found, **difference)
    assert effects() == 2


@pytest.mark.django_db
def test_the_same_key_with_another_content_is_a_conflict() -> None:
    send(found, body={"n": 1})
    answer = send(found, body={"n": 2})
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "idempotency_key_reused")
    assert effects() == 1


@pytest.mark.django_db
def test_an_error_is_not_kept_and_has_no_effect() -> None:
    assert send(refuse).status_code == 409
    assert effects() == 0
    assert send(found).status_code == 201
    assert effects() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_other_methods_are_left_alone(method: str) -> None:
    send(found, method=method)
    send(found, method=method)
    assert effects() == 2


@pytest.mark.django_db
def test_without_a_key_every_post_counts() -> None:
    send(found, key=None)
    send(found, key="")
    assert effects() == 2


@pytest.mark.django_db
def test_an_endless_key_is_refused() -> None:
    answer = send(found, key="k" * 201)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (422, "bad_idempotency_key")
    assert effects() == 0


@pytest.mark.django_db
def test_kept_answers_are_unreadable_in_the_database() -> None:
    answer = send(found)
    kept = bytes(IdempotentResponse.objects.get().body)
    assert json.loads(answer.content)["id"].encode() not in kept


@pytest.mark.django_db
def test_a_database_that_goes_away_is_said_so() -> None:
    def lose(request: HttpRequest) -> HttpResponse:
        raise OperationalError("server closed the connection unexpectedly")

    answer = send(lose)
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert json.loads(answer.content)["code"] == "database_away"


@pytest.mark.django_db(transaction=True)
def test_parallel_twins_have_one_effect() -> None:
    together = threading.Barrier(4)
    answers: list[HttpResponse] = []

    def slowly(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.2)")
        return found(request)

    def run() -> None:
        together.wait()
        answers.append(send(slowly))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert effects() == 1
    assert len({answer.content for answer in answers}) == 1
    assert [a.status_code for a in answers] == [201] * 4
    assert sum("Idempotency-Replayed" in answer for answer in answers) == 3


@pytest.mark.django_db(transaction=True)
def test_the_twin_of_a_failing_request_gets_its_chance() -> None:
    began, answers = threading.Event(), {}

    def fail_late(request: HttpRequest) -> HttpResponse:
        began.set()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        return refuse(request)

    def run() -> None:
        answers["failing"] = send(fail_late)
        connection.close()

    failing = threading.Thread(target=run)
    failing.start()
    began.wait()
    answers["twin"] = send(found)
    failing.join()
    assert {name: answer.status_code for name, answer in answers.items()} == {"failing": 409, "twin": 201}
    assert effects() == 1
