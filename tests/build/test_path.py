"""The path of lessons."""

from itertools import pairwise

from lockstep import catalogue
from sitebuild import path, threads

LISTED = [scenario for scenario in catalogue.load() if scenario["listed"]]
PATH = path.chapters(LISTED)
NAMES = [stop.name for chapter in PATH for stop in chapter.stops]


def test_the_chapters_are_those_of_the_catalogue_each_once_and_in_order():
    assert [chapter.title for chapter in PATH] == list(catalogue.CHAPTERS)
    assert [chapter.number for chapter in PATH] == list(range(1, len(PATH) + 1))


def test_every_listed_scenario_is_on_the_path_in_its_order_and_the_threads_among_them():
    assert [name for name in NAMES if name != threads.NAME] == [each["name"] for each in LISTED]
    assert path.around(PATH, threads.NAME)["chapter"].title == "When it goes wrong"


def test_before_the_first_and_after_the_last_there_is_nothing():
    assert path.around(PATH, NAMES[0])["previous"] is None
    assert path.around(PATH, NAMES[-1])["next"] is None


def test_next_and_previous_are_each_others_way_back():
    for name, after in pairwise(NAMES):
        assert path.around(PATH, name)["next"].name == after
        assert path.around(PATH, after)["previous"].name == name


def test_a_lesson_teaches_one_sentence():
    stop = PATH[0].stops[0]
    assert stop.teaches.startswith("Every ATM reads the balance")
    assert stop.teaches.count(". ") == 0


def test_short_chapters_share_a_row_and_the_last_of_a_row_has_the_room_that_is_left():
    def chapter(count):
        stop = path.Stop("n", "t", "s", "c")
        return path.Chapter(count, "c", (stop,) * count)

    chapters = [chapter(count) for count in (5, 3, 2, 8, 6)]
    shares = [[(each.number, share) for each, share in row] for row in path.rows(chapters, 6)]
    assert shares == [[(5, 6)], [(3, 3), (2, 3)], [(8, 6)], [(6, 6)]]
