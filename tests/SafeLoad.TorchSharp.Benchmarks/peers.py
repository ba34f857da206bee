"""Makes checkpoints in a folder, and times how PyTorch and safetensors bring them onto a GPU: FOLDER [TIMES].

large: 3.9 GB of bfloat16 in the shapes of a language model; small: 8,192 float32 tensors of 128 KiB; wide: 3.9 GB of float32; adam: a model of
1 GB with the state of its Adam. All are read before anything is timed, and neither side gives memory of the device back between two loads."""
import os
import sys
import time

import torch

try:
    from safetensors.torch import load_file, save_file
except ImportError:
    load_file = None


def layers(count, dtype):
    made = {}
    for i in range(count):
        for name, shape in (("q", (2048, 2048)), ("k", (512, 2048)), ("v", (512, 2048)), ("o", (2048, 2048)), ("gate", (8192, 2048)), ("up", (8192, 2048)), ("down", (2048, 8192)), ("norm", (2048,))):
            made[f"layers.{i}.{name}.weight"] = torch.randn(shape, device="cuda").to(dtype).cpu()
    return made


def make(folder):
    torch.manual_seed(0)
    small = {f"t.{i}": torch.randn(32768) for i in range(8192)}
    for name, tensors in (("large", layers(32, torch.bfloat16)), ("small", small), ("wide", layers(16, torch.float32))):
        torch.save(tensors, f"{folder}/{name}.pt")
        if load_file and name != "wide":
            save_file(tensors, f"{folder}/{name}.safetensors")
    weights = layers(4, torch.float32)
    optimizer = adam(weights)
    for parameter in optimizer.param_groups[0]["params"]:
        parameter.grad = torch.randn_like(parameter)
    optimizer.step()
    torch.save({"model_state_dict": weights, "optimizer_state_dict": optimizer.state_dict()}, f"{folder}/adam.pt")
    os.sync()


def adam(weights):
    return torch.optim.Adam([torch.nn.Parameter(torch.zeros(value.shape, device="cuda")) for value in weights.values()])


def measure(label, size, times, load):
    seconds = []
    for _ in range(times):
        torch.cuda.synchronize()
        start = time.perf_counter()
        tensors = load()
        torch.cuda.synchronize()
        seconds.append(time.perf_counter() - start)
        del tensors
    seconds.sort()
    median = seconds[len(seconds) // 2]
    print(f"{label}: median {median:.4f} s, best {seconds[0]:.4f} s, {size / median / 1e9:.2f} GB/s", flush=True)


def opened(path):
    return torch.load(path, mmap=True, weights_only=True)


def fill(module, path):
    for name, value in opened(path).items():
        module[name].copy_(value)


def main(folder, times=7):
    if not os.path.exists(f"{folder}/adam.pt"):
        make(folder)
    pinned = torch.empty(1 << 28, dtype=torch.uint8).pin_memory()
    device = torch.empty_like(pinned, device="cuda")
    measure("one copy of pinned memory", pinned.numel(), 4 * times, lambda: device.copy_(pinned, non_blocking=True))
    for name in ("large", "small"):
        path = f"{folder}/{name}.pt"
        size = os.path.getsize(path)
        measure(f"torch.load(mmap).to {name}", size, times, lambda: {k: v.to("cuda") for k, v in opened(path).items()})
        if load_file:
            measure(f"safetensors {name}", size, times, lambda: load_file(f"{folder}/{name}.safetensors", device="cuda"))
    wide = f"{folder}/wide.pt"
    module = {name: torch.empty(value.shape, dtype=torch.bfloat16, device="cuda") for name, value in opened(wide).items()}
    measure("torch.load(mmap), copy_ into bfloat16, wide", os.path.getsize(wide), times, lambda: fill(module, wide))
    path = f"{folder}/adam.pt"
    optimizer = adam(opened(path)["model_state_dict"])
    size = 2 * sum(value.nbytes for value in opened(path)["model_state_dict"].values())
    measure("torch.load(mmap), load_state_dict, adam", size, times, lambda: optimizer.load_state_dict(opened(path)["optimizer_state_dict"]))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
