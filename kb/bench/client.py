"""Requests over plain sockets from a few threads; what they cost the server, by its own clock."""

import os
import socket
import threading
import time
from dataclasses import dataclass


@dataclass
class Window:
    """What came of asking one address for a while."""

    answers: int
    seconds: float
    cpu: float  # of the server's processes
    database: float  # of the database's

    @property
    def rate(self) -> float:
        return self.answers / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of CPU an answer."""
        return 1000 * (self.cpu + self.database) / max(1, self.answers)

    @property
    def database_cost(self) -> float:
        return 1000 * self.database / max(1, self.answers)


def get(port: int, path: str) -> tuple[int, bytes]:
    """(status, body)"""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
        parts = []
        while part := connection.recv(1 << 16):
            parts.append(part)
    head, _gap, body = b"".join(parts).partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def ask(port: int, path: str, processes: list[int], database: list[int], seconds: float, threads: int = 3) -> Window:
    """Ask again and again; RuntimeError for an answer that isn't 200."""
    stop = time.perf_counter() + seconds
    answers, wrong = [0] * threads, []

    def go(place):
        while time.perf_counter() < stop:
            status, _body = get(port, path)
            if status != 200:
                wrong.append(status)
                return
            answers[place] += 1

    cpu, database_cpu, began = cpu_of(processes), cpu_of(database), time.perf_counter()
    running = [threading.Thread(target=go, args=(place,)) for place in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if wrong:
        raise RuntimeError(f"{path} answers {wrong[0]}")
    took = time.perf_counter() - began
    return Window(sum(answers), took, cpu_of(processes) - cpu, cpu_of(database) - database_cpu)


def cpu_of(processes: list[int]) -> float:
    """Seconds of CPU that the processes have used; 0 where the system doesn't tell."""
    return sum(_ticks(pid, 11, 12) for pid in processes) / os.sysconf("SC_CLK_TCK")


def cpu_of_server(backend: int) -> float:
    """Seconds of CPU of all that the server of this process of PostgreSQL has run, what has ended included."""
    server = _ticks(backend, 1)
    return cpu_of(children(server)) + _ticks(server, 11, 12, 13, 14) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int, *fields: int) -> int:
    """The sum of these fields, counted behind the name, of what the system tells of a process."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            told = file.read().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(int(told[field]) for field in fields)


def children(pid: int) -> list[int]:
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(child) for child in file.read().split()]
    except OSError:
        return []


def memory(pid: int) -> float:
    """Proportional megabytes of one process."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024
    except (OSError, StopIteration):
        return 0.0
