import pytest
import redis


@pytest.mark.parametrize("turn", ["first", "second"])
def test_every_test_meets_an_empty_redis(redis_url: str, turn: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.incr("visits") == 1
