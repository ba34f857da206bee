namespace SafeLoad.Rebuild;

/// <summary>The implementation of every allowed callable; one line each.</summary>
internal static class RebuildFunctions
{
    public static readonly RebuildFunction[] All =
    [
        new RebuildTensor(), new RebuildTensorV2(), new RebuildTensorV3(),
        new RebuildParameter(), new RebuildParameterWithState(), new Parameter(),
        new RebuildQTensor(), new RebuildSparseTensor(), new RebuildNestedTensor(),
        new RebuildMetaTensor(), new RebuildWrapperSubclass(), new RebuildDeviceTensor(), new RebuildDeviceTensorFromNumpy(),
        new RebuildFromTypeV2(), new GetLayout(), new TorchSize(), new TorchDevice(),
        new CodecsEncode(), new ByteArray(), new MakeSet(), new MakeComplex(), new OrderedDict(), new Counter(),
        new LegacyTensor("torch", "Tensor", Tensors.DType.Float32),
    ];
}
