"""Saves whole modules with real weights next to a payload, with the PyTorch that is installed, for WriteInteropTests.

    python3 write_malicious.py FOLDER

FOLDER gets evil_*.pt and, for each, state_*.pt: what is to be rescued out of it. The payload touches FOLDER/MARKER and does nothing else. That it
would do so is tried here, once a file; the marker is taken away again. Exit code 3: there is no torch.
"""
import collections
import inspect
import os
import sys
import warnings

try:
    import torch
except ImportError as error:
    print(f"torch cannot be imported: {error}")
    sys.exit(3)

warnings.filterwarnings("ignore")
FOLDER = sys.argv[1]
MARKER = os.path.join(FOLDER, "MARKER")


class Payload:
    def __reduce__(self):
        return os.system, (f"touch '{MARKER}'",)


def network():
    return torch.nn.Sequential(collections.OrderedDict(
        conv=torch.nn.Conv2d(3, 4, 3), norm=torch.nn.BatchNorm2d(4), flat=torch.nn.Flatten(), narrow=torch.nn.Linear(144, 10).half(), recurrent=torch.nn.GRU(10, 6, batch_first=True),
        attention=torch.nn.MultiheadAttention(8, 2), embedding=torch.nn.Embedding(7, 5)))


def save(name, value, rescued, **options):
    path = os.path.join(FOLDER, f"evil_{name}.pt")
    torch.save(value, path, **options)
    torch.save(rescued, os.path.join(FOLDER, f"state_{name}.pt"))
    # Newer releases are safe by default.
    trusting = {"weights_only": False} if "weights_only" in inspect.signature(torch.load).parameters else {}
    torch.load(path, **trusting)
    if not os.path.exists(MARKER):
        sys.exit(f"{path} is harmless; it would show nothing")
    os.remove(MARKER)


def main():
    torch.manual_seed(11)
    net = network()
    # Parameters stay Parameters; without _metadata, which a saved module does not have.
    state = collections.OrderedDict(net.state_dict(keep_vars=True).items())
    save("beside", {"payload": Payload(), "model": net, "epoch": 3}, {"model": state, "epoch": 3})
    save("legacy", {"model": net, "payload": Payload(), "epoch": 3}, {"model": state, "epoch": 3}, _use_new_zipfile_serialization=False)
    save("state", {"state_dict": state, "history": [1, Payload(), 2]}, {"state_dict": state, "history": [1, None, 2]})
    hooked = network()
    hooked.hook = Payload()
    hooked._modules["callback"] = Payload()
    save("inside", hooked, collections.OrderedDict(network_state(hooked)))


def network_state(module):
    """state_dict() would fail over the payload among the children."""
    children = {name: child for name, child in module._modules.items() if isinstance(child, torch.nn.Module)}
    for name, child in children.items():
        yield from ((f"{name}.{key}", value) for key, value in child.state_dict(keep_vars=True).items())


main()
