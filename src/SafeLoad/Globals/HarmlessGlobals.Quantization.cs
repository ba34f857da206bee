namespace SafeLoad.Globals;

/// <content>Quantized layers, observers and fake quantization, under torch.ao and the older torch paths.</content>
internal static partial class HarmlessGlobals
{
    // Their __setstate__ packs tensors anew in native code, as loading a state dict does.
    // A packed ScriptObject inside of them is another global.
    private const string Quantization = """
        operand torch.ao.nn.quantized.modules,torch.nn.quantized.modules: Quantize DeQuantize # a quantized layer [Module]
        operand torch.ao.nn.quantized.modules.activation,torch.nn.quantized.modules.activation: ReLU6 Hardswish ELU LeakyReLU Sigmoid
            Softmax MultiheadAttention PReLU # a quantized layer [Module] [Softmax] [Attention]
        operand torch.ao.nn.quantized.modules.batchnorm,torch.nn.quantized.modules.batchnorm: BatchNorm2d BatchNorm3d # a quantized layer
            [Module]
        operand torch.ao.nn.quantized.modules.conv,torch.nn.quantized.modules.conv: Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d
            ConvTranspose3d # a quantized layer [Packed]
        operand torch.ao.nn.quantized.modules.dropout,torch.nn.quantized.modules.dropout: Dropout # a quantized layer [Module]
        operand torch.ao.nn.quantized.modules.embedding_ops,torch.nn.quantized.modules.embedding_ops: EmbeddingPackedParams Embedding
            EmbeddingBag # a quantized layer [Module]
        operand torch.ao.nn.quantized.modules.functional_modules,torch.nn.quantized.modules.functional_modules: FloatFunctional
            FXFloatFunctional QFunctional # a quantized operation [Module]
        operand torch.ao.nn.quantized.modules.linear,torch.nn.quantized.modules.linear: LinearPackedParams Linear # a quantized layer
            [Module]
        operand torch.ao.nn.quantized.modules.normalization,torch.nn.quantized.modules.normalization: LayerNorm GroupNorm InstanceNorm1d
            InstanceNorm2d InstanceNorm3d # a quantized layer [Module]
        operand torch.ao.nn.quantized.modules.rnn: LSTM # a quantized layer [Module]
        operand torch.ao.nn.quantized.dynamic.modules.conv,torch.nn.quantized.dynamic.modules.conv: Conv1d Conv2d Conv3d ConvTranspose1d
            ConvTranspose2d ConvTranspose3d # a quantized layer [Packed]
        operand torch.ao.nn.quantized.dynamic.modules.linear,torch.nn.quantized.dynamic.modules.linear: Linear # a quantized layer [Module]
        operand torch.ao.nn.quantized.dynamic.modules.rnn,torch.nn.quantized.dynamic.modules.rnn: PackedParameter RNNBase LSTM GRU RNNCell
            LSTMCell GRUCell # a quantized layer [Module]
        operand torch.ao.nn.quantizable.modules.activation,torch.nn.quantizable.modules.activation: MultiheadAttention # a layer that can be
            quantized [Attention]
        operand torch.ao.nn.quantizable.modules.rnn,torch.nn.quantizable.modules.rnn: LSTMCell LSTM _LSTMLayer _LSTMSingleLayer # a layer
            that can be quantized [Module]
        operand torch.ao.nn.qat.modules.conv,torch.nn.qat.modules.conv: Conv1d Conv2d Conv3d # a layer trained for quantization
            [Convolution]
        operand torch.ao.nn.qat.modules.embedding_ops,torch.nn.qat.modules.embedding_ops: Embedding EmbeddingBag # a layer trained for
            quantization [Module]
        operand torch.ao.nn.qat.modules.linear,torch.nn.qat.modules.linear: Linear # a layer trained for quantization [Module]
        operand torch.ao.nn.qat.dynamic.modules.linear,torch.nn.qat.dynamic.modules.linear: Linear # a layer trained for quantization
            [Module]
        operand torch.ao.nn.intrinsic.modules.fused,torch.nn.intrinsic.modules.fused: ConvReLU1d ConvReLU2d ConvReLU3d LinearReLU ConvBn1d
            ConvBn2d ConvBn3d ConvBnReLU1d ConvBnReLU2d ConvBnReLU3d BNReLU2d BNReLU3d LinearBn1d # fused layers [Module]
        operand torch.ao.nn.intrinsic.qat.modules.conv_fused,torch.nn.intrinsic.qat.modules.conv_fused: ConvBn1d ConvBnReLU1d ConvReLU1d
            ConvBn2d ConvBnReLU2d ConvReLU2d ConvBn3d ConvBnReLU3d ConvReLU3d # fused layers [Convolution]
        operand torch.ao.nn.intrinsic.qat.modules.linear_fused,torch.nn.intrinsic.qat.modules.linear_fused: LinearBn1d # fused layers
            [Module]
        operand torch.ao.nn.intrinsic.qat.modules.linear_relu,torch.nn.intrinsic.qat.modules.linear_relu: LinearReLU # fused layers [Module]
        operand torch.ao.nn.intrinsic.quantized.modules.bn_relu,torch.nn.intrinsic.quantized.modules.bn_relu: BNReLU2d BNReLU3d # fused
            layers [Module]
        operand torch.ao.nn.intrinsic.quantized.modules.conv_relu,torch.nn.intrinsic.quantized.modules.conv_relu: ConvReLU1d ConvReLU2d
            ConvReLU3d # fused layers [Packed]
        operand torch.ao.nn.intrinsic.quantized.modules.linear_relu,torch.nn.intrinsic.quantized.modules.linear_relu: LinearReLU # fused
            layers [Module]
        operand torch.ao.nn.intrinsic.quantized.dynamic.modules.linear_relu,torch.nn.intrinsic.quantized.dynamic.modules.linear_relu:
            LinearReLU # fused layers [Module]
        operand torch.ao.quantization.observer,torch.quantization.observer: MinMaxObserver MovingAverageMinMaxObserver
            PerChannelMinMaxObserver MovingAveragePerChannelMinMaxObserver HistogramObserver PlaceholderObserver RecordingObserver
            NoopObserver # watches values: tensors and numbers [Module]
        operand torch.ao.quantization.observer: FixedQParamsObserver ReuseInputObserver # watches values: tensors and numbers [Module]
        operand torch.ao.quantization.fake_quantize,torch.quantization.fake_quantize: FakeQuantize FixedQParamsFakeQuantize
            FusedMovingAvgObsFakeQuantize # rounds values: tensors and numbers [Module]
        operand torch.ao.quantization.stubs,torch.quantization.stubs: QuantStub DeQuantStub QuantWrapper # where values are quantized
            [Module]
        value torch.ao.quantization.qconfig,torch.quantization.qconfig: QConfig QConfigDynamic # a named tuple of observers
        shared torch.ao.quantization.quant_type,torch.quantization.quant_type: QuantType # a member of an enumeration
        operand torch.ao.nn.intrinsic.modules.fused: _FusedModule LinearLeakyReLU LinearTanh ConvAdd2d ConvAddReLU2d # a quantized layer, or
            one that can be quantized [Module]
        operand torch.ao.nn.intrinsic.quantized.modules.linear_relu: LinearLeakyReLU LinearTanh # a quantized layer, or one that can be
            quantized [Module]
        operand torch.ao.nn.quantized.dynamic.modules.rnn: RNNCellBase # a quantized layer, or one that can be quantized [Module]
        operand torch.ao.nn.quantized.modules.batchnorm: _BatchNorm # a quantized layer, or one that can be quantized [Module]
        operand torch.ao.nn.quantized.modules.utils: WeightedQuantizedModule # a quantized layer, or one that can be quantized [Module]
        operand torch.ao.nn.quantized.reference.modules.linear: Linear # a quantized layer, or one that can be quantized [Module]
        operand torch.ao.nn.quantized.reference.modules.rnn: RNNCellBase RNNCell LSTMCell GRUCell # a quantized layer, or one that can be
            quantized [Module]
        operand torch.ao.nn.quantized.reference.modules.sparse: Embedding EmbeddingBag # a quantized layer, or one that can be quantized
            [Module]
        operand torch.ao.nn.quantized.reference.modules.utils: ReferenceQuantizedModule # a quantized layer, or one that can be quantized
            [Module]
        operand torch.ao.nn.sparse.quantized.dynamic.linear: Linear # a quantized layer, or one that can be quantized [Module]
        operand torch.ao.nn.sparse.quantized.linear: Linear # a quantized layer, or one that can be quantized [Module]
        operand torch.ao.nn.intrinsic.quantized.modules.conv_add: ConvAdd2d ConvAddReLU2d # fused layers [Packed]
        operand torch.ao.nn.quantized.reference.modules.conv: Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d # a layer
            that can be quantized [Convolution]
        operand torch.ao.nn.quantized.reference.modules.rnn: RNNBase LSTM GRU # a layer that can be quantized; its __setstate__ renames the
            weights of old versions
        operand torch.ao.quantization.fake_quantize,torch.quantization.fake_quantize: FakeQuantizeBase # rounds values [Module]
        operand torch.ao.quantization.observer,torch.quantization.observer: ObserverBase UniformQuantizationObserverBase # watches values:
            tensors and numbers [Module]
        operand torch: ScriptObject # a packed weight of quantized layers; its __setstate__ looks the class up that the state names among
            those that are registered, and has that read tensors: the scanner lets those of packed weights pass alone
        """;
}
