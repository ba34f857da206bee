namespace SafeLoad.Globals;

/// <content>Models of images: torchvision, timm, YOLO.</content>
internal static partial class HarmlessGlobals
{
    // They are torch.nn modules without a __setstate__ of their own. Not here: transforms.Lambda (holds a function),
    // datasets (they open files).
    private const string Vision = """
        operand torchvision.models.alexnet: AlexNet # a model [Module]
        operand torchvision.models.convnext: ConvNeXt CNBlock CNBlockConfig LayerNorm2d # a model or a part of one [Module]
        operand torchvision.models.densenet: DenseNet _DenseBlock _DenseLayer _Transition # a model or a part of one [Module]
        operand torchvision.models.efficientnet: EfficientNet MBConv FusedMBConv MBConvConfig FusedMBConvConfig # a model or a part of one
            [Module]
        operand torchvision.models.googlenet: GoogLeNet Inception InceptionAux BasicConv2d # a model or a part of one [Module]
        operand torchvision.models.inception: Inception3 InceptionA InceptionB InceptionC InceptionD InceptionE InceptionAux BasicConv2d # a
            model or a part of one [Module]
        operand torchvision.models.maxvit: MaxVit # a model [Module]
        operand torchvision.models.mnasnet: MNASNet _InvertedResidual # a model or a part of one [Module]
        operand torchvision.models.mobilenet,torchvision.models.mobilenetv2: MobileNetV2 InvertedResidual ConvBNReLU # a model or a part of
            one [Module]
        operand torchvision.models.mobilenetv2: ConvBNActivation # a part of a model [Module]
        operand torchvision.models.mobilenetv3: MobileNetV3 InvertedResidual InvertedResidualConfig SqueezeExcitation # a model or a part of
            one [Module]
        operand torchvision.models.regnet: RegNet AnyStage ResBottleneckBlock BottleneckTransform SimpleStemIN # a model or a part of one
            [Module]
        operand torchvision.models.resnet: ResNet BasicBlock Bottleneck # a model or a part of one [Module]
        operand torchvision.models.shufflenetv2: ShuffleNetV2 InvertedResidual # a model or a part of one [Module]
        operand torchvision.models.squeezenet: SqueezeNet Fire # a model or a part of one [Module]
        operand torchvision.models.swin_transformer: SwinTransformer SwinTransformerBlock SwinTransformerBlockV2 ShiftedWindowAttention
            ShiftedWindowAttentionV2 PatchMerging PatchMergingV2 # a model or a part of one [Module]
        operand torchvision.models.vgg: VGG # a model [Module]
        operand torchvision.models.vision_transformer: VisionTransformer Encoder EncoderBlock MLPBlock # a model or a part of one [Module]
        operand torchvision.models._utils: IntermediateLayerGetter # a model that gives its inner layers [Module]
        operand torchvision.models.segmentation._utils: _SimpleSegmentationModel # a model [Module]
        operand torchvision.models.segmentation.deeplabv3: DeepLabV3 DeepLabHead ASPP ASPPConv ASPPPooling # a model or a part of one
            [Module]
        operand torchvision.models.segmentation.fcn: FCN FCNHead # a model or a part of one [Module]
        operand torchvision.models.segmentation.lraspp: LRASPP LRASPPHead # a model or a part of one [Module]
        operand torchvision.models.detection.anchor_utils: AnchorGenerator DefaultBoxGenerator # a part of a model [Module]
        operand torchvision.models.detection.backbone_utils: BackboneWithFPN # a part of a model [Module]
        operand torchvision.models.detection.faster_rcnn: FasterRCNN FastRCNNPredictor TwoMLPHead FastRCNNConvFCHead # a model or a part of
            one [Module]
        operand torchvision.models.detection.fcos: FCOS FCOSHead FCOSClassificationHead FCOSRegressionHead # a model or a part of one
            [Module]
        operand torchvision.models.detection.image_list: ImageList # tensors
        operand torchvision.models.detection.keypoint_rcnn: KeypointRCNN KeypointRCNNHeads KeypointRCNNPredictor # a model or a part of one
            [Module]
        operand torchvision.models.detection.mask_rcnn: MaskRCNN MaskRCNNHeads MaskRCNNPredictor # a model or a part of one [Module]
        operand torchvision.models.detection.retinanet: RetinaNet RetinaNetHead RetinaNetClassificationHead RetinaNetRegressionHead # a
            model or a part of one [Module]
        operand torchvision.models.detection.roi_heads: RoIHeads # a part of a model [Module]
        operand torchvision.models.detection.rpn: RegionProposalNetwork RPNHead # a part of a model [Module]
        operand torchvision.models.detection.ssd: SSD SSDHead SSDClassificationHead SSDRegressionHead # a model or a part of one [Module]
        operand torchvision.models.detection.transform: GeneralizedRCNNTransform # sizes, means and deviations [Module]
        operand torchvision.models.detection._utils: BoxCoder Matcher BalancedPositiveNegativeSampler # numbers
        operand torchvision.ops.misc: Conv2dNormActivation Conv3dNormActivation ConvNormActivation SqueezeExcitation MLP Permute
            FrozenBatchNorm2d # a layer [Module]
        operand torchvision.ops.feature_pyramid_network: FeaturePyramidNetwork LastLevelMaxPool LastLevelP6P7 # a layer [Module]
        operand torchvision.ops.poolers: MultiScaleRoIAlign LevelMapper # a layer [Module]
        operand torchvision.ops.roi_align: RoIAlign # a layer [Module]
        operand torchvision.ops.stochastic_depth: StochasticDepth # a layer [Module]
        operand torchvision.ops.deform_conv: DeformConv2d # a layer [Module]
        operand torchvision.transforms.transforms: Compose ToTensor PILToTensor ConvertImageDtype ToPILImage Normalize Resize CenterCrop Pad
            RandomApply RandomOrder RandomCrop RandomHorizontalFlip RandomVerticalFlip RandomPerspective RandomResizedCrop FiveCrop TenCrop
            LinearTransformation ColorJitter RandomRotation RandomAffine Grayscale RandomGrayscale RandomErasing GaussianBlur # sizes and
            numbers; runs when it is given an image [Module]
        name torchvision.tv_tensors._image: Image # the class of a tensor, which _rebuild_from_type_v2 is given
        name torchvision.tv_tensors._mask: Mask # the class of a tensor, which _rebuild_from_type_v2 is given
        name torchvision.tv_tensors._video: Video # the class of a tensor, which _rebuild_from_type_v2 is given
        name torchvision.tv_tensors._bounding_boxes: BoundingBoxes # the class of a tensor, which _rebuild_from_type_v2 is given
        shared torchvision.tv_tensors._bounding_boxes: BoundingBoxFormat # a member of an enumeration
        shared torchvision.transforms.functional: InterpolationMode # a member of an enumeration
        operand timm.models._pretrained: PretrainedCfg # where a model came from, as text
        operand timm.layers.activations,timm.models.layers.activations: Swish Mish Sigmoid Tanh HardSwish HardSigmoid HardMish GELU PReLU #
            an activation [Module]
        operand timm.layers.activations: GELUTanh # an activation [Module]
        operand timm.layers.adaptive_avgmax_pool,timm.models.layers.adaptive_avgmax_pool: SelectAdaptivePool2d FastAdaptiveAvgPool2d
            AdaptiveAvgMaxPool2d # a layer [Module]
        operand timm.layers.classifier,timm.models.layers.classifier: ClassifierHead # a layer [Module]
        operand timm.layers.classifier: NormMlpClassifierHead # a layer [Module]
        operand timm.layers.conv2d_same,timm.models.layers.conv2d_same: Conv2dSame # a layer [Convolution]
        operand timm.layers.conv_bn_act,timm.models.layers.conv_bn_act: ConvBnAct ConvNormAct # a layer [Module]
        operand timm.layers.drop,timm.models.layers.drop: DropPath DropBlock2d # a layer [Module]
        operand timm.layers.mlp,timm.models.layers.mlp: Mlp GluMlp ConvMlp # a layer [Module]
        operand timm.layers.mlp: SwiGLU GlobalResponseNormMlp # a layer [Module]
        operand timm.layers.norm,timm.models.layers.norm: GroupNorm GroupNorm1 LayerNorm LayerNorm2d # a layer [Module]
        operand timm.layers.norm: RmsNorm # a layer [Module]
        operand timm.layers.norm_act,timm.models.layers.norm_act: BatchNormAct2d GroupNormAct LayerNormAct LayerNormAct2d # a layer [Module]
        operand timm.layers.norm_act: FrozenBatchNormAct2d # a layer [Module]
        operand timm.layers.patch_embed,timm.models.layers.patch_embed: PatchEmbed # a layer [Module]
        operand timm.layers.squeeze_excite,timm.models.layers.squeeze_excite: SEModule EffectiveSEModule # a layer [Module]
        operand timm.models._efficientnet_blocks,timm.models.efficientnet_blocks: SqueezeExcite ConvBnAct DepthwiseSeparableConv
            InvertedResidual CondConvResidual EdgeResidual # a part of a model [Module]
        operand timm.models.convnext: ConvNeXt ConvNeXtBlock ConvNeXtStage # a model or a part of one [Module]
        operand timm.models.efficientnet: EfficientNet EfficientNetFeatures # a model [Module]
        operand timm.models.mobilenetv3: MobileNetV3 # a model [Module]
        operand timm.models.resnet: ResNet BasicBlock Bottleneck # a model or a part of one [Module]
        operand timm.models.swin_transformer: SwinTransformer SwinTransformerBlock SwinTransformerStage WindowAttention PatchMerging
            BasicLayer # a model or a part of one [Module]
        operand timm.models.vision_transformer: VisionTransformer Attention Block LayerScale PatchEmbed Mlp # a model or a part of one
            [Module]
        operand ultralytics.nn.tasks: BaseModel DetectionModel SegmentationModel PoseModel ClassificationModel OBBModel RTDETRDetectionModel
            WorldModel Ensemble # a model [Module]
        operand ultralytics.nn.modules,ultralytics.nn.modules.conv: DWConvTranspose2d # a layer [Convolution]
        operand ultralytics.nn.modules,ultralytics.nn.modules.conv: Conv Conv2 LightConv DWConv ConvTranspose Focus GhostConv
            ChannelAttention SpatialAttention CBAM Concat RepConv # a layer [Module]
        operand ultralytics.nn.modules,ultralytics.nn.modules.block: DFL HGBlock HGStem SPP SPPF C1 C2 C3 C2f C2fAttn C3x RepC3 C3TR C3Ghost
            GhostBottleneck Bottleneck BottleneckCSP Proto C3k2 C2PSA PSA Attention SCDown CIB C2fCIB AConv ADown ELAN1 SPPELAN RepNCSPELAN4
            # a layer [Module]
        operand ultralytics.nn.modules.block: C3k PSABlock # a layer [Module]
        operand ultralytics.nn.modules,ultralytics.nn.modules.head: Detect Segment Pose Classify OBB RTDETRDecoder WorldDetect v10Detect # a
            layer [Module]
        operand ultralytics.nn.modules.transformer: AIFI MLP MLPBlock MSDeformAttn LayerNorm2d TransformerBlock TransformerLayer
            TransformerEncoderLayer DeformableTransformerDecoder DeformableTransformerDecoderLayer # a layer [Module]
        value ultralytics.utils,ultralytics.yolo.utils: IterableSimpleNamespace # a bag of attributes, made empty and then filled: its
            constructor stores keywords, its __getattr__ says what is missing
        operand ultralytics.utils.loss,ultralytics.yolo.v8.detect.train: BboxLoss # a loss: tensors and numbers [Module]
        operand ultralytics.utils.loss: v8DetectionLoss # a loss: tensors and numbers
        operand ultralytics.yolo.v8.detect.train: Loss # a loss: tensors and numbers
        operand ultralytics.utils.tal,ultralytics.yolo.utils.tal: TaskAlignedAssigner # numbers [Module]
        operand models.yolo: Model DetectionModel SegmentationModel ClassificationModel BaseModel Detect Segment # a YOLO model; the module
            is the one beside the program [Module]
        operand models.common: Conv DWConv TransformerLayer TransformerBlock Bottleneck BottleneckCSP CrossConv C3 C3x C3TR C3SPP C3Ghost
            SPP SPPF Focus GhostConv GhostBottleneck Contract Expand Concat Classify Proto ImplicitA ImplicitM MP RepConv SPPCSPC # a layer
            of a YOLO model; the module is the one beside the program [Module]
        operand models.experimental: Ensemble CrossConv MixConv2d Sum # a part of a YOLO model; the module is the one beside the program
            [Module]
        operand segmentation_models_pytorch.decoders.unet.model: Unet # a model, whose __new__ keeps what it is given as settings [Module]
        operand segmentation_models_pytorch.encoders.resnet: ResNetEncoder # a part of a model [Module]
        operand efficientnet_pytorch.model: EfficientNet MBConvBlock # a model or a part of one [Module]
        operand efficientnet_pytorch.utils: Conv2dStaticSamePadding # a layer [Convolution]
        operand efficientnet_pytorch.utils: MemoryEfficientSwish Swish # a layer [Module]
        operand facenet_pytorch.models.inception_resnet_v1: InceptionResnetV1 BasicConv2d Block35 Block17 Block8 Mixed_6a Mixed_7a # a model
            or a part of one [Module]
        operand PIL.Image: Image # an image in memory; its __setstate__ takes size, mode and bytes
        """;
}
