"""Makes two checkpoints in a folder, and times how PyTorch and safetensors bring them onto a GPU: FOLDER [TIMES]."""
import os
import sys
import time

import torch

try:
    from safetensors.torch import load_file, save_file
except ImportError:
    load_file = None


def make(folder):
    torch.manual_seed(0)
    layers = {}
    for i in range(32):
        for name, shape in (("q", (2048, 2048)), ("k", (512, 2048)), ("v", (512, 2048)), ("o", (2048, 2048)), ("gate", (8192, 2048)), ("up", (8192, 2048)), ("down", (2048, 8192)), ("norm", (2048,))):
            layers[f"layers.{i}.{name}.weight"] = torch.randn(shape).to(torch.bfloat16)
    small = {f"t.{i}": torch.randn(32768) for i in range(8192)}
    for name, tensors in (("large", layers), ("small", small)):
        torch.save(tensors, f"{folder}/{name}.pt")
        if load_file:
            save_file(tensors, f"{folder}/{name}.safetensors")


def measure(label, size, times, load):
    seconds = []
    for _ in range(times):
        torch.cuda.empty_cache()
        torch.cuda.synchronize()
        start = time.perf_counter()
        tensors = load()
        torch.cuda.synchronize()
        seconds.append(time.perf_counter() - start)
        del tensors
    seconds.sort()
    median = seconds[len(seconds) // 2]
    print(f"{label}: median {median:.4f} s, best {seconds[0]:.4f} s, {size / median / 1e9:.2f} GB/s", flush=True)


def main(folder, times=7):
    if not os.path.exists(f"{folder}/large.pt"):
        make(folder)
    for name in ("large", "small"):
        path = f"{folder}/{name}.pt"
        size = os.path.getsize(path)
        measure(f"torch.load(mmap).to {name}", size, times, lambda: {k: v.to("cuda") for k, v in torch.load(path, mmap=True, weights_only=True).items()})
        if load_file:
            measure(f"safetensors {name}", size, times, lambda: load_file(f"{folder}/{name}.safetensors", device="cuda"))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
