using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace SafeLoad.TorchSharp.Samples;

/// <summary>torchvision's BasicBlock.</summary>
internal sealed class BasicBlock : Module<torch.Tensor, torch.Tensor>
{
    private readonly Conv2d conv1, conv2;
    private readonly BatchNorm2d bn1, bn2;
    private readonly Sequential? downsample;

    public BasicBlock(long inside, long width, long stride) : base(nameof(BasicBlock))
    {
        conv1 = Conv2d(inside, width, 3, stride: stride, padding: 1, bias: false);
        bn1 = BatchNorm2d(width);
        conv2 = Conv2d(width, width, 3, padding: 1, bias: false);
        bn2 = BatchNorm2d(width);
        if (stride != 1 || inside != width)
            downsample = Sequential(Conv2d(inside, width, 1, stride: stride, bias: false), BatchNorm2d(width));
        RegisterComponents();
    }

    public override torch.Tensor forward(torch.Tensor input)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = bn2.forward(conv2.forward(bn1.forward(conv1.forward(input)).relu()));
        return (x + (downsample?.forward(input) ?? input)).relu().MoveToOuterDisposeScope();
    }
}
