"""What is drawn by lot."""

from handlers import draws

POOL = [f"q{n:02}" for n in range(1, 41)]


def test_a_quiz_has_ten_different_questions_of_the_pool() -> None:
    for _ in range(50):
        drawn = draws.questions(POOL, 10)
        assert len(set(drawn)) == 10
        assert set(drawn) <= set(POOL)


def test_two_quizzes_are_hardly_ever_the_same() -> None:
    assert len({draws.questions(POOL, 10) for _ in range(20)}) > 15
    assert len({key for _ in range(60) for key in draws.questions(POOL, 10)}) == len(POOL)
