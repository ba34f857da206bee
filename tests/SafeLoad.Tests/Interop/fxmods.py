"""Modules that write_objects.py saves whole: of PyTorch's own classes, and of classes that only this file has."""
import torch
import torch.nn as nn
import torch.nn.utils.prune as prune


class TinyNet(nn.Module):
    """Parameters, buffers that are and are not saved, a missing parameter, a plain tensor."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 3)
        self.register_buffer("running", torch.zeros(2))
        self.register_buffer("scratch", torch.zeros(3), persistent=False)
        self.fc2 = nn.Linear(3, 2, bias=False)
        self.missing = None
        self.register_parameter("none", None)
        self.note = "x"
        self.plain = torch.ones(2)

    def forward(self, x):
        return self.fc2(self.fc1(x))


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(5, 4)
        self.head = nn.Linear(4, 5, bias=False)
        self.head.weight = self.emb.weight

    def forward(self, x):
        return self.head(self.emb(x))


class ScriptNet(nn.Module):
    """Attributes of every kind that TorchScript tags."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)
        self.register_buffer("b", torch.ones(2))
        self.plain = torch.arange(3.0)
        self.names = ["a", "b"]
        self.sizes = [1, 2]
        self.d = {"x": 1.5}
        self.flags = [True]
        self.fs = [1.5]
        self.ts = [torch.ones(1)]
        self.tup = (1, "a")

    def forward(self, x):
        return self.fc(x) + self.b + self.plain.sum() + self.sizes[0] + self.d["x"] + self.ts[0]


class Lists(nn.Module):
    def __init__(self):
        super().__init__()
        self.m = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)])
        self.d = nn.ModuleDict({"a": nn.Linear(2, 1)})

    def forward(self, x):
        for layer in self.m:
            x = layer(x)
        return self.d["a"](x)


class Nested(nn.Module):
    """Modules in lists and in modules, one of them under two names."""

    def __init__(self):
        super().__init__()
        self.a = TinyNet()
        self.blocks = nn.ModuleList([TinyNet(), nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2))])
        self.shared = self.a.fc1
        self.p = nn.ParameterDict({"u": nn.Parameter(torch.ones(2)), "v": nn.Parameter(torch.zeros(1))})
        self.l = nn.ParameterList([nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(3))])


class SubLinear(nn.Linear):
    pass


def quantized_convolution():
    stub = torch.ao.quantization
    module = nn.Sequential(stub.QuantStub(), nn.Conv2d(1, 2, 2), nn.ReLU(), nn.Conv2d(2, 1, 1), stub.DeQuantStub()).eval()
    module.qconfig = stub.get_default_qconfig("fbgemm")
    prepared = stub.prepare(module)
    prepared(torch.randn(1, 1, 4, 4))
    return stub.convert(prepared)


def quantized_linear():
    return torch.ao.quantization.quantize_dynamic(nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2)), {nn.Linear})


MODULES = {
    "sequential": lambda: nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2)),
    "conv_bn": lambda: nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ConvTranspose2d(2, 1, 2)),
    "lstm": lambda: nn.LSTM(3, 2, num_layers=2, bidirectional=True),
    "gru": lambda: nn.GRU(3, 2),
    "mha": lambda: nn.MultiheadAttention(4, 2, kdim=3, vdim=5),
    "transformer": lambda: nn.Transformer(d_model=4, nhead=2, num_encoder_layers=1, num_decoder_layers=1, dim_feedforward=8),
    "embedding": lambda: nn.EmbeddingBag(5, 3),
    "tied": Tied,
    "dataparallel": lambda: nn.DataParallel(TinyNet()),
    "dp_nested": lambda: nn.Sequential(nn.DataParallel(nn.Linear(2, 2))),
    "paramdict": lambda: nn.ParameterDict({"a": nn.Parameter(torch.ones(2)), "b": nn.Parameter(torch.ones(1))}),
    "paramlist": lambda: nn.ParameterList([nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(1))]),
    "tinynet": TinyNet,
    "nested": Nested,
    "weight_norm": lambda: nn.utils.weight_norm(nn.Linear(3, 2)),
    "spectral_norm": lambda: nn.utils.spectral_norm(nn.Linear(3, 2)),
    "pruned": lambda: prune.l1_unstructured(nn.Linear(3, 2), "weight", 1),
    "half": lambda: nn.Sequential(nn.Linear(3, 2)).half(),
    "norms": lambda: nn.Sequential(nn.LayerNorm(3), nn.GroupNorm(1, 2), nn.InstanceNorm1d(2, affine=True, track_running_stats=True)),
    "subclass": lambda: SubLinear(2, 2),
    "bilinear": lambda: nn.Bilinear(2, 3, 2),
    "loss": lambda: nn.CrossEntropyLoss(weight=torch.ones(3)),
    "qdynamic": quantized_linear,
    "qconv": quantized_convolution,
    "qembedding": lambda: torch.ao.nn.quantized.Embedding(4, 12),
    "compiled": lambda: torch.compile(TinyNet()),
}
