"""A TensorFlow Lite model with other outputs, and without the work that none of them asks for.

The landmark model draws the body's silhouette besides, at the picture's full fineness: a quarter of its time, and most
looks want no silhouette.  What is left reckons with the same kernels on the same numbers, so its answers are the same
to the last bit (tests/locator/test_lean_model.py).  Its inner layers may be asked for too, which are half of its work.

The file is a FlatBuffer: tables that point at one another by offsets, each table with a list of where its fields lie
(https://flatbuffers.dev/internals; field numbers as in TensorFlow's own lite/schema/schema.fbs).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

SUBGRAPHS = 2  # of a model
TENSORS, GRAPH_OUTPUTS, OPERATORS = 0, 2, 3  # of a subgraph
INPUTS, OUTPUTS = 1, 2  # of an operator
NAME = 3  # of a tensor


def without_output(model: bytes, dropped: int) -> bytes:
    """The same model without its output number `dropped`, counted from 0; ValueError where there is none such."""
    file, graph = _opened(model)
    outputs = _numbers(file, _vector(file, graph, GRAPH_OUTPUTS))
    if not 0 <= dropped < len(outputs):
        raise ValueError(f"expected an output out of 0 to {len(outputs) - 1}, got {dropped}")
    return _as_far_as(file, graph, [tensor for number, tensor in enumerate(outputs) if number != dropped])


def with_outputs(model: bytes, names: Sequence[str]) -> bytes:
    """The same model as far as the tensors of these names, its outputs now, no more of them than it had.

    ValueError where there is none of a name.
    """
    file, graph = _opened(model)
    tensors = _tables(file, _vector(file, graph, TENSORS))
    numbers = {_text(file, _vector(file, tensor, NAME)): number for number, tensor in enumerate(tensors)}
    if none := [name for name in names if name not in numbers]:
        raise ValueError(f"expected names of the model's tensors, got {', '.join(none)}")
    return _as_far_as(file, graph, [numbers[name] for name in names])


def _opened(model: bytes) -> tuple[bytearray, int]:
    """A copy of the file to be changed, and where its one subgraph lies."""
    file = bytearray(model)
    (graph,) = _tables(file, _vector(file, _at(file, 0), SUBGRAPHS))
    return file, graph


def _as_far_as(file: bytearray, graph: int, kept: Sequence[int]) -> bytes:
    """The file with these tensors as its outputs, and with the operators that they ask for."""
    outputs_at, operators_at = _vector(file, graph, GRAPH_OUTPUTS), _vector(file, graph, OPERATORS)
    asked, working = set(kept), []
    for operator in reversed(_tables(file, operators_at)):  # they stand in the order in which they are run
        if asked.intersection(_numbers(file, _vector(file, operator, OUTPUTS))):
            asked.update(_numbers(file, _vector(file, operator, INPUTS)))
            working.append(operator)
    _shorten(file, outputs_at, kept)
    _shorten(file, operators_at, [at - (operators_at + 4 + 4 * i) for i, at in enumerate(reversed(working))])
    return bytes(file)


def _at(file: bytearray, place: int) -> int:
    """Where the offset that stands at `place` leads."""
    (offset,) = struct.unpack_from("<I", file, place)
    return place + int(offset)


def _vector(file: bytearray, table: int, field: int) -> int:
    """Where a table's vector lies: its length, then what it holds."""
    (back,) = struct.unpack_from("<i", file, table)
    (size,) = struct.unpack_from("<H", file, table - back)
    entry = 4 + 2 * field
    (offset,) = struct.unpack_from("<H", file, table - back + entry) if entry < size else (0,)
    if not offset:
        raise ValueError(f"expected a model with field {field} in every table that has one, got a table without")
    return _at(file, table + int(offset))


def _numbers(file: bytearray, vector: int) -> tuple[int, ...]:
    (length,) = struct.unpack_from("<I", file, vector)
    return struct.unpack_from(f"<{length}i", file, vector + 4)


def _text(file: bytearray, vector: int) -> str:
    (length,) = struct.unpack_from("<I", file, vector)
    return file[vector + 4 : vector + 4 + length].decode()


def _tables(file: bytearray, vector: int) -> list[int]:
    """Where the tables of a vector of tables lie."""
    return [_at(file, vector + 4 + 4 * number) for number in range(len(_numbers(file, vector)))]


def _shorten(file: bytearray, vector: int, values: Sequence[int]) -> None:
    """Let a vector of numbers or offsets hold these instead of as many or more."""
    struct.pack_into(f"<I{len(values)}i", file, vector, len(values), *values)
