"""The peers' side of the compare mode: torch_peer.py load|weights_only|unpickle FILE. Prints one line of JSON."""
import io
import json
import pickle
import sys
import time
import zipfile


def memory():
    with open("/proc/self/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    return {"peakKiB": int(fields["VmHWM"].split()[0]), "anonymousKiB": int(fields["RssAnon"].split()[0])}


def load(path, **options):
    import torch

    start, cpu = time.perf_counter(), time.process_time()
    value = torch.load(path, **options)
    entries = len(value)
    elapsed, cpu = time.perf_counter() - start, time.process_time() - cpu
    return {"milliseconds": elapsed * 1000, "cpuMilliseconds": cpu * 1000, "entries": entries}


class Stub:
    """Stands for every name: callable, and takes any state."""

    def __new__(cls, *arguments):
        return object.__new__(cls)

    def __setstate__(self, state):
        pass


class Unpickler(pickle.Unpickler):
    """CPython's C unpickler with the least that a state dict needs."""

    def find_class(self, module, name):
        return dict if name == "OrderedDict" else Stub

    def persistent_load(self, identifier):
        return None


def unpickle(path):
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/data.pkl"))
        data = archive.read(name)
    times = []
    for _ in range(3):
        start = time.process_time()
        value = Unpickler(io.BytesIO(data)).load()
        times.append(time.process_time() - start)
        del value
    return {"milliseconds": min(times) * 1000, "cpuMilliseconds": min(times) * 1000, "entries": len(data)}


if __name__ == "__main__":
    mode, path = sys.argv[1:]
    if mode == "load":
        result = load(path)
    elif mode == "weights_only":
        result = load(path, weights_only=True)
    else:
        result = unpickle(path)
    print(json.dumps(result | memory()))
