"""What may be typed after build.py."""

import pytest

from sitebuild import cli


def test_no_command_builds():
    assert cli.parse([]).command == "build"


def test_serve_takes_a_port_and_open():
    options = cli.parse(["serve", "--port", "9000", "--open"])
    assert (options.port, options.open) == (9000, True)


def test_fuzz_takes_minutes_a_seed_and_how_long_each_program_may_take():
    options = cli.parse(["fuzz", "--minutes", "0.5", "--seed", "7", "--seconds", "8"])
    assert (options.minutes, options.seed, options.seconds) == (0.5, 7, 8)
    assert not options.strict


def test_test_takes_paths_and_words_and_nothing_means_everything():
    options = cli.parse(["test", "tests/engine", "tests/js", "-k", "lost update"])
    assert (options.paths, options.words) == (["tests/engine", "tests/js"], "lost update")
    everything, quick = cli.parse(["test"]), cli.parse(["test", "--quick"])
    assert (everything.paths, everything.words, everything.quick) == ([], None, False)
    assert quick.quick


def test_fix_may_only_look_and_watch_takes_a_port():
    assert (cli.parse(["fix"]).check, cli.parse(["fix", "--check"]).check) == (False, True)
    assert cli.parse(["watch", "--port", "9000"]).port == 9000


def test_an_unknown_command_is_named_with_the_one_that_was_meant():
    with pytest.raises(cli.UsageError, match=r"unknown command 'sevre'.*Did you mean 'serve'\?"):
        cli.parse(["sevre"])


def test_an_unknown_flag_is_named_with_the_next_step():
    with pytest.raises(cli.UsageError, match=r"unrecognized arguments: --fast\. See: .* --help"):
        cli.parse(["build", "--fast"])


def test_a_flag_without_a_command_is_refused():
    with pytest.raises(cli.UsageError, match="flag '--bogus' without a command"):
        cli.parse(["--bogus"])


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "8_000", ""])
def test_a_port_that_is_none_is_refused_with_the_limits(port):
    with pytest.raises(cli.UsageError, match="from 1 to 65535|expected one argument"):
        cli.parse(["serve", "--port", port])
