namespace SafeLoad.Globals;

/// <content>The layers of torch.nn: a module that is pickled whole.</content>
internal static partial class HarmlessGlobals
{
    // Module.__setstate__ stores the attributes and adds what old versions lacked; hooks and children are objects of the pickle,
    // judged by their own names.
    private const string TorchModules = """
        operand torch.nn.modules.activation: Threshold ReLU RReLU Hardtanh ReLU6 Sigmoid Hardsigmoid Tanh SiLU Mish Hardswish ELU CELU SELU
            GLU GELU Hardshrink LeakyReLU LogSigmoid Softplus Softshrink MultiheadAttention PReLU Softsign Tanhshrink Softmin Softmax
            Softmax2d LogSoftmax # an activation; the __setstate__ of some fills in a missing attribute
        operand torch.nn.modules.adaptive: AdaptiveLogSoftmaxWithLoss # a layer [Module]
        operand torch.nn.modules.batchnorm: BatchNorm1d LazyBatchNorm1d BatchNorm2d LazyBatchNorm2d BatchNorm3d LazyBatchNorm3d
            SyncBatchNorm # a normalization layer [Module]
        operand torch.nn.modules.channelshuffle: ChannelShuffle # a layer [Module]
        operand torch.nn.modules.container: Container Sequential ModuleList ModuleDict ParameterList ParameterDict # a container of modules
            [Module]
        operand torch.nn.modules.conv: Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d LazyConv1d LazyConv2d LazyConv3d
            LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d # a convolution; its __setstate__ fills in a missing attribute
        operand torch.nn.modules.distance: PairwiseDistance CosineSimilarity # a distance [Module]
        operand torch.nn.modules.dropout: Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout # a dropout layer [Module]
        operand torch.nn.modules.flatten: Flatten Unflatten # a layer [Module]
        operand torch.nn.modules.fold: Fold Unfold # a layer [Module]
        operand torch.nn.modules.instancenorm: InstanceNorm1d LazyInstanceNorm1d InstanceNorm2d LazyInstanceNorm2d InstanceNorm3d
            LazyInstanceNorm3d # a normalization layer [Module]
        operand torch.nn.modules.linear: Identity Linear NonDynamicallyQuantizableLinear Bilinear LazyLinear # a linear layer [Module]
        operand torch.nn.modules.loss: L1Loss NLLLoss NLLLoss2d PoissonNLLLoss GaussianNLLLoss KLDivLoss MSELoss BCELoss BCEWithLogitsLoss
            HingeEmbeddingLoss MultiLabelMarginLoss SmoothL1Loss HuberLoss SoftMarginLoss CrossEntropyLoss MultiLabelSoftMarginLoss
            CosineEmbeddingLoss MarginRankingLoss MultiMarginLoss TripletMarginLoss TripletMarginWithDistanceLoss CTCLoss # a loss [Module]
        operand torch.nn.modules.normalization: LocalResponseNorm CrossMapLRN2d LayerNorm GroupNorm RMSNorm # a normalization layer [Module]
        operand torch.nn.modules.padding: ConstantPad1d ConstantPad2d ConstantPad3d ReflectionPad1d ReflectionPad2d ReflectionPad3d
            ReplicationPad1d ReplicationPad2d ReplicationPad3d ZeroPad2d CircularPad1d CircularPad2d CircularPad3d ZeroPad1d ZeroPad3d # a
            padding layer [Module]
        operand torch.nn.modules.pixelshuffle: PixelShuffle PixelUnshuffle # a layer [Module]
        operand torch.nn.modules.pooling: MaxPool1d MaxPool2d MaxPool3d MaxUnpool1d MaxUnpool2d MaxUnpool3d AvgPool1d AvgPool2d AvgPool3d
            FractionalMaxPool2d FractionalMaxPool3d LPPool1d LPPool2d AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d
            AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d LPPool3d # a pooling layer; the __setstate__ of AvgPool3d fills in missing
            attributes
        operand torch.nn.modules.rnn: RNNBase RNN LSTM GRU RNNCell LSTMCell GRUCell # a recurrent layer; its __setstate__ renames the
            weights of old versions
        operand torch.nn.modules.sparse: Embedding EmbeddingBag # an embedding [Module]
        operand torch.nn.modules.transformer: Transformer TransformerEncoder TransformerDecoder TransformerEncoderLayer
            TransformerDecoderLayer # a transformer layer; its __setstate__ fills in a missing activation
        operand torch.nn.modules.upsampling: Upsample UpsamplingNearest2d UpsamplingBilinear2d # a layer [Upsample]
        operand torch.nn.modules.module: Module _WrappedHook # the base of modules: its __setstate__ stores the attributes and fills in
            missing ones
        value torch.nn.modules.module: _IncompatibleKeys # a named tuple of keys
        operand torch.nn.backends.thnn: THNNFunctionBackend # what modules of PyTorch 0.4 and before held
        shared torch.nn.backends.thnn: _get_thnn_function_backend # gives a constant that modules of PyTorch 1.3 and before held
        operand torch.nn.modules.batchnorm: _NormBase _BatchNorm _LazyNormBase # a base of layers [Module]
        operand torch.nn.modules.dropout: _DropoutNd # a base of layers [Module]
        operand torch.nn.modules.instancenorm: _InstanceNorm # a base of layers [Module]
        operand torch.nn.modules.loss: _Loss _WeightedLoss # a base of layers [Module]
        operand torch.nn.modules.padding: _CircularPadNd _ConstantPadNd _ReflectionPadNd _ReplicationPadNd # a base of layers [Module]
        operand torch.nn.modules.pooling: _MaxPoolNd _MaxUnpoolNd _AvgPoolNd _LPPoolNd _AdaptiveMaxPoolNd _AdaptiveAvgPoolNd # a base of
            layers [Module]
        operand torch.nn.modules.rnn: RNNCellBase # a base of layers [Module]
        operand torch.nn.modules.conv: _ConvNd _ConvTransposeNd _ConvTransposeMixin # a base of convolutions [Convolution]
        """;
}
