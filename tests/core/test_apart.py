"""Work on foreign bytes ends its child at worst; the parent goes on."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jiheng.core import apart
from jiheng.core.apart import DiedError, Limits, call

HERE = "tests.core.stand_ins"


def test_the_work_is_done_in_another_process_and_answered() -> None:
    assert call(f"{HERE}:echo", "甲", 1) == ("甲", 1)
    assert call(f"{HERE}:process_id") != os.getpid()
    assert call(f"{HERE}:answer_with_a_path") == Path("a/b")


def test_each_piece_of_work_has_a_process_of_its_own() -> None:
    assert len({call(f"{HERE}:process_id") for _ in range(3)}) == 3


def test_work_within_work_stays_where_it_is() -> None:
    one, other = call(f"{HERE}:inner_process_ids")
    assert one == other


@pytest.mark.parametrize("name", ["abort", "leave_silently"])
def test_a_reader_that_ends_its_process_is_told_as_a_crash(name: str) -> None:
    with pytest.raises(DiedError) as died:
        call(f"{HERE}:{name}")
    assert died.value.why == "crash"
    assert call(f"{HERE}:echo", 1) == (1,)


def test_a_reader_that_eats_memory_is_stopped_at_its_limit() -> None:
    with pytest.raises(DiedError) as died:
        call(f"{HERE}:eat_memory", limits=Limits(memory=2**28))
    assert died.value.why == "memory"


@pytest.mark.parametrize(("name", "limits"), [("hang", Limits(clock=1)), ("spin", Limits(processor=1))])
def test_a_reader_that_hangs_is_stopped_in_time(name: str, limits: Limits) -> None:
    with pytest.raises(DiedError) as died:
        call(f"{HERE}:{name}", limits=limits)
    assert died.value.why == "time"


def test_what_the_work_raises_is_raised_here() -> None:
    with pytest.raises(KeyError, match="表"):
        call(f"{HERE}:fail")
    with pytest.raises(RuntimeError, match="Foreign"):
        call(f"{HERE}:fail_strangely")


def test_a_child_cannot_command_its_parent() -> None:
    with pytest.raises(DiedError) as died:
        call(f"{HERE}:take_over")
    assert died.value.why == "crash"


def test_a_nursery_that_has_ended_is_started_again() -> None:
    call(f"{HERE}:echo")
    kept = apart._Kept.nursery
    assert kept is not None
    kept.process.kill()
    kept.process.wait()
    assert call(f"{HERE}:echo", 2) == (2,)


def test_many_threads_may_ask_at_once() -> None:
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda n: call(f"{HERE}:echo", n)[0], range(24))) == list(range(24))


def test_without_fork_an_interpreter_is_started_for_each_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "FORKS", False)
    assert call(f"{HERE}:echo", 3) == (3,)
    with pytest.raises(DiedError):
        call(f"{HERE}:abort")
    with pytest.raises(DiedError):
        call(f"{HERE}:hang", limits=Limits(clock=1))
