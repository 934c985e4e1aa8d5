"""The other side of the load in `make bench`: tasks accepted by FastAPI into RQ on a Redis of its own.

    python bench/peer/rq_server.py APPENDFSYNC WORKERS

It does what the studio does before it says 202: verifies a signed token, looks its owner up, holds
the body against a schema, counts the task against the owner's hour, and puts it into the queue.
APPENDFSYNC is Redis' setting: `always` writes each command to the disk before it is answered.
WORKERS is uvicorn's number of processes. Says its address and a token when it is ready, and ends
with its standard input.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from typing import Annotated, Literal

import jwt
import redis
import rq
from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel, Field

SECRET = "the secret of a measurement, which guards nothing"
HOURLY = 10_000_000
SOCKET = os.environ.get("PEER_REDIS", "")

store = redis.Redis(unix_socket_path=SOCKET) if SOCKET else None
queue = rq.Queue("tasks", connection=store) if SOCKET else None
app = FastAPI()


class Inputs(BaseModel):
    prompt: Annotated[str, Field(min_length=1, max_length=10_000)]


class Parameters(BaseModel):
    seed: Annotated[int, Field(ge=0, lt=2**32)]


class Request(BaseModel):
    task: Literal["text-to-image"]
    inputs: Inputs
    parameters: Parameters


def owner(authorization: Annotated[str, Header()]) -> str:
    try:
        claims = jwt.decode(authorization.removeprefix("Bearer "), SECRET, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        raise HTTPException(401, "Please sign in.") from error
    if not store.hexists(f"user:{claims['sub']}", "tier"):
        raise HTTPException(401, "Please sign in.")
    return claims["sub"]


@app.post("/v1/predict", status_code=202)
def predict(request: Request, user: Annotated[str, Depends(owner)]) -> dict[str, str]:
    window = f"used:{user}:{int(time.time()) // 3600}"
    used = store.incr(window)
    if used == 1:
        store.expire(window, 3600)
    if used > HOURLY:
        raise HTTPException(429, "Too many tasks in this hour.")
    job = queue.enqueue("tasks.paint", request.model_dump(), user, job_timeout=900)
    return {"task_id": job.id, "state": "queued"}


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def main(appendfsync: str, workers: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        address, port = f"{folder}/redis", free_port()
        server = ["redis-server", "--port", "0", "--unixsocket", address, "--dir", folder]
        durable = ["--appendonly", "yes", "--appendfsync", appendfsync, "--save", ""]
        silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        children = [subprocess.Popen(server + durable, **silent)]
        try:
            while not os.path.exists(address):
                if children[0].poll() is not None:
                    sys.exit("redis-server ended instead of starting")
                time.sleep(0.05)
            redis.Redis(unix_socket_path=address).hset("user:1", "tier", "regular")
            uvicorn = [sys.executable, "-m", "uvicorn", "rq_server:app", "--app-dir", os.path.dirname(__file__)]
            options = ["--port", str(port), "--workers", workers, "--no-access-log", "--log-level", "error"]
            environment = os.environ | {"PEER_REDIS": address}
            children.append(subprocess.Popen(uvicorn + options, env=environment, **silent))
            while True:
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if children[1].poll() is not None:
                    sys.exit("uvicorn ended instead of starting")
                time.sleep(0.05)
            token = jwt.encode({"sub": "1", "exp": int(time.time()) + 3600}, SECRET, algorithm="HS256")
            print(f"http://127.0.0.1:{port} {token}", flush=True)
            sys.stdin.read()
        finally:
            for child in reversed(children):
                child.terminate()
                child.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
