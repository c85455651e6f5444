"""The Task Management API as a mock: the behaviour its documentation promises, with state in memory.

Everything that an answer depends on besides the request is injected: the clock, the ids and the secrets of
keys. In a standing world an answer is therefore exact, and a documented answer can be compared to the letter.

Start with :mod:`mock_server.scenarios`, the named states of the world, and :mod:`mock_server.app`, the way of
a request through it.
"""

__all__: list[str] = []
