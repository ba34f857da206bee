using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace SafeLoad.TorchSharp.Samples;

/// <summary>torchvision's resnet18: the fields have its names, so that its weights fit.</summary>
internal sealed class ResNet18 : Module<torch.Tensor, torch.Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1, layer2, layer3, layer4;
    private readonly Linear fc;

    /// <param name="width">Channels of the first layer; torchvision's has 64.</param>
    /// <param name="classes">Outputs.</param>
    public ResNet18(long width, long classes) : base(nameof(ResNet18))
    {
        conv1 = Conv2d(3, width, 7, stride: 2, padding: 3, bias: false);
        bn1 = BatchNorm2d(width);
        layer1 = Sequential(new BasicBlock(width, width, 1), new BasicBlock(width, width, 1));
        layer2 = Sequential(new BasicBlock(width, 2 * width, 2), new BasicBlock(2 * width, 2 * width, 1));
        layer3 = Sequential(new BasicBlock(2 * width, 4 * width, 2), new BasicBlock(4 * width, 4 * width, 1));
        layer4 = Sequential(new BasicBlock(4 * width, 8 * width, 2), new BasicBlock(8 * width, 8 * width, 1));
        fc = Linear(8 * width, classes);
        RegisterComponents();
    }

    public override torch.Tensor forward(torch.Tensor input)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = functional.max_pool2d(bn1.forward(conv1.forward(input)).relu(), 3, 2, 1);
        x = layer4.forward(layer3.forward(layer2.forward(layer1.forward(x))));
        return fc.forward(functional.adaptive_avg_pool2d(x, 1).flatten(1)).MoveToOuterDisposeScope();
    }
}
