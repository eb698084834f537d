"""What is told of options that are given twice, and of what a command was not given."""

from __future__ import annotations

import argparse

import pytest

from ui.cli import build_parser, main


def test_an_option_given_twice_is_refused_with_both_things_that_were_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Of two points, folders or profiles only the last counted, without a word."""
    with pytest.raises(SystemExit) as left:
        main(["check", "a.jpg", "--point", "BL23", "--side", "left", "--point", "BL25"])
    told = capsys.readouterr().err.splitlines()[-1]
    assert left.value.code == 2 and "--point" in told and "once" in told and "BL23" in told and "BL25" in told


def _with_values(parser: argparse.ArgumentParser) -> list[tuple[argparse.ArgumentParser, str, str]]:
    """Every option of a command, and of those below it, that is followed by a value; and such a value."""
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found += [each for command in action.choices.values() for each in _with_values(command)]
        elif action.option_strings and action.nargs != 0:
            found.append((parser, action.option_strings[-1], str(next(iter(action.choices or ()), "1"))))
    return found


def test_no_option_with_a_value_is_taken_twice_and_each_parse_begins_anew(capsys: pytest.CaptureFixture[str]) -> None:
    every = _with_values(build_parser())
    assert len(every) > 30
    for parser, option, value in every:
        # what else a command must be told is told first by the fault of the option itself
        with pytest.raises(SystemExit):
            parser.parse_args([option, value, option, value])
        assert "once" in capsys.readouterr().err.splitlines()[-1], (parser.prog, option)
    parser = build_parser()
    for _ in range(2):
        assert parser.parse_args(["points", "list", "--region", "leg"]).region == "leg"


@pytest.mark.parametrize("command", ["calibrate", "lens"])
def test_what_is_said_to_be_required_is_what_none_of_the_actions_does_without(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name was asked for, too, which `list` has none of."""
    with pytest.raises(SystemExit):
        main([command])
    assert capsys.readouterr().err.endswith("required: PHOTO|ACTION\n")
    assert main([command, "list"]) == 0
