"""Writes fixtures/torchsharp/modules: weights, inputs and the outputs that PyTorch computes with them.

Made by PyTorch 1.13: python3 tests/SafeLoad.TorchSharp.Tests/write_modules.py
Each file is {'model': state dict, 'io': {'input': ..., 'output': ...}}; tensors.pt has quantized and sparse tensors beside their dense values, views.pt strided ones.
"""
import os
import torch
from torch import nn

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'fixtures', 'torchsharp', 'modules')


def save(name, model, *inputs, run=None):
    # Other numbers than those of a fresh module, so that nothing passes by itself.
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.3)
        model.eval()
        outputs = (run or model)(*inputs)
    if isinstance(outputs, torch.Tensor):
        outputs = (outputs,)
    io = {f'input{i}' if i else 'input': value for i, value in enumerate(inputs)}
    io.update({f'output{i}' if i else 'output': value.clone() for i, value in enumerate(outputs)})
    torch.save({'model': model.state_dict(), 'io': io}, os.path.join(FOLDER, name + '.pt'))


class Convolutional(nn.Module):
    """Convolutions and norms with buffers; running statistics that are not those of a fresh module."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 6, 3, stride=2, groups=2)
        self.up = nn.ConvTranspose2d(6, 4, 2, stride=2)
        self.norm = nn.LayerNorm([4, 6, 6])
        self.groups = nn.GroupNorm(2, 4)
        self.fc = nn.Linear(4 * 6 * 6, 5)

    def forward(self, x):
        x = torch.relu(self.bn1(self.conv1(x)))
        x = self.groups(self.norm(self.up(self.conv2(x))))
        return self.fc(x.flatten(1))


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(11, 6)
        self.lstm = nn.LSTM(6, 5, num_layers=2, batch_first=True, bidirectional=True)
        self.gru = nn.GRU(10, 4, batch_first=True)
        self.head = nn.Linear(4, 11)

    def forward(self, x):
        x, _ = self.lstm(self.embedding(x))
        x, h = self.gru(x)
        return self.head(x), h


class Block(nn.Module):
    """torchvision's BasicBlock."""

    def __init__(self, inside, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample = None
        if stride != 1 or inside != width:
            self.downsample = nn.Sequential(nn.Conv2d(inside, width, 1, stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        shortcut = x if self.downsample is None else self.downsample(x)
        x = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(x + shortcut)


class ResNet18(nn.Module):
    """torchvision's resnet18 with its names, of any width; torchvision's own has 64."""

    def __init__(self, width, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = nn.Sequential(Block(width, width, 1), Block(width, width, 1))
        self.layer2 = nn.Sequential(Block(width, 2 * width, 2), Block(2 * width, 2 * width, 1))
        self.layer3 = nn.Sequential(Block(2 * width, 4 * width, 2), Block(4 * width, 4 * width, 1))
        self.layer4 = nn.Sequential(Block(4 * width, 8 * width, 2), Block(8 * width, 8 * width, 1))
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(8 * width, classes)

    def forward(self, x):
        x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(self.avgpool(x).flatten(1))


def train_statistics(model, *shape):
    model.train()
    with torch.no_grad():
        for _ in range(3):
            model(torch.randn(*shape))


def quantized_and_sparse():
    numbers = torch.randn(4, 3, 5) * 4
    scales = torch.tensor([0.05, 0.1, 0.0625, 0.3], dtype=torch.float64)
    quantized = {
        'qint8': torch.quantize_per_tensor(numbers, 0.1, 3, torch.qint8),
        'quint8': torch.quantize_per_tensor(numbers, 0.07, 120, torch.quint8),
        'qint32': torch.quantize_per_tensor(numbers, 0.001, -7, torch.qint32),
        'channel0': torch.quantize_per_channel(numbers, scales, torch.tensor([1, 0, -3, 7]), 0, torch.qint8),
        'channel1': torch.quantize_per_channel(numbers, scales[:3], torch.tensor([100, 128, 130]), 1, torch.quint8),
        'transposed': torch.quantize_per_tensor(numbers[0], 0.1, 3, torch.qint8).t(),
        'float_qparams': torch.quantize_per_channel(numbers[:, 0], torch.tensor([0.1, 0.2, 0.3, 0.4]), torch.tensor([0., .5, 1., 1.5]), 0, torch.quint8),
    }
    indices = torch.tensor([[0, 1, 1, 3], [2, 0, 0, 1]])
    sparse = {
        # One index twice: the numbers add up.
        'coo': torch.sparse_coo_tensor(indices, torch.tensor([1., 2., 3., 4.]), (4, 3)),
        'coalesced': torch.sparse_coo_tensor(indices, torch.tensor([1., 2., 3., 4.]), (4, 3)).coalesce(),
        'hybrid': torch.sparse_coo_tensor(indices, torch.randn(4, 2), (4, 3, 2)),
        'integers': torch.sparse_coo_tensor(indices[:1], torch.tensor([1, 2, 3, 4]), (4,)),
        'empty': torch.sparse_coo_tensor(torch.zeros(2, 0, dtype=torch.int64), torch.zeros(0), (2, 3)),
    }
    torch.save({
        'quantized': quantized, 'dequantized': {name: value.dequantize().contiguous() for name, value in quantized.items()},
        'sparse': sparse, 'dense': {name: value.to_dense() for name, value in sparse.items()},
    }, os.path.join(FOLDER, 'tensors.pt'))


def views():
    numbers = torch.arange(40.) / 8
    weights = {
        'offset': {'weight': numbers[5:17].view(3, 4), 'bias': numbers[20:23]},
        # One memory for both, and they overlap.
        'slices': {'weight': numbers[:12].view(3, 4), 'bias': numbers[10:13]},
        'transposed': {'weight': numbers[:12].view(4, 3).t(), 'bias': numbers[0:9:3]},
        'expanded': {'weight': numbers[1:5].expand(3, 4), 'bias': numbers[7].expand(3)},
        'parameters': {'weight': nn.Parameter(numbers[12:24].view(3, 4)), 'bias': nn.Parameter(numbers[:3], requires_grad=False)},
    }
    dense = {kind: {name: value.detach().contiguous().clone() for name, value in tensors.items()} for kind, tensors in weights.items()}
    torch.save({**weights, 'dense': dense}, os.path.join(FOLDER, 'views.pt'))
    torch.save({**weights, 'dense': dense}, os.path.join(FOLDER, 'views_legacy.pt'), _use_new_zipfile_serialization=False)


def main():
    os.makedirs(FOLDER, exist_ok=True)
    torch.manual_seed(20)
    convolutional = Convolutional()
    train_statistics(convolutional, 4, 3, 8, 8)
    save('convolutional', convolutional, torch.randn(2, 3, 8, 8))
    save('recurrent', Recurrent(), torch.randint(0, 11, (2, 7)))
    attention = nn.MultiheadAttention(8, 2)
    save('attention', attention, torch.randn(5, 2, 8), torch.randn(6, 2, 8), torch.randn(6, 2, 8))
    layer = nn.TransformerEncoderLayer(8, 2, 16)
    save('encoder_layer', layer, torch.randn(5, 2, 8))
    resnet = ResNet18(4, 10)
    train_statistics(resnet, 2, 3, 64, 64)
    save('resnet18_width4', resnet, torch.randn(2, 3, 32, 32))
    quantized_and_sparse()
    views()


if __name__ == '__main__':
    main()
