namespace SafeLoad.Globals;

/// <content>torchvision's newer models, and what transforms images.</content>
internal static partial class HarmlessGlobals
{
    // They are torch.nn modules without a __setstate__ of their own: transforms run when they are given an image. Not here: Lambda, which
    // holds a function, and data sets, which open files.
    private const string Torchvision = """
        operand torchvision.models.detection.generalized_rcnn: GeneralizedRCNN # a model or a part of one [Module]
        operand torchvision.models.detection.ssd: SSDScoringHead SSDFeatureExtractorVGG # a model or a part of one [Module]
        operand torchvision.models.detection.ssdlite: SSDLiteHead SSDLiteClassificationHead SSDLiteRegressionHead
            SSDLiteFeatureExtractorMobileNet # a model or a part of one [Module]
        operand torchvision.models.maxvit: MBConv RelativePositionalMultiHeadAttention SwapAxes WindowPartition WindowDepartition
            PartitionAttentionLayer MaxVitLayer MaxVitBlock # a model or a part of one [Module]
        operand torchvision.models.optical_flow.raft: ResidualBlock BottleneckBlock FeatureEncoder MotionEncoder ConvGRU RecurrentBlock
            FlowHead UpdateBlock MaskPredictor CorrBlock RAFT # a model or a part of one [Module]
        operand torchvision.models.quantization.googlenet: QuantizableBasicConv2d QuantizableInception QuantizableInceptionAux
            QuantizableGoogLeNet # a model or a part of one [Module]
        operand torchvision.models.quantization.inception: QuantizableBasicConv2d QuantizableInceptionA QuantizableInceptionB
            QuantizableInceptionC QuantizableInceptionD QuantizableInceptionE QuantizableInceptionAux QuantizableInception3 # a model or a
            part of one [Module]
        operand torchvision.models.quantization.mobilenetv2: QuantizableInvertedResidual QuantizableMobileNetV2 # a model or a part of one
            [Module]
        operand torchvision.models.quantization.mobilenetv3: QuantizableSqueezeExcitation QuantizableInvertedResidual QuantizableMobileNetV3
            # a model or a part of one [Module]
        operand torchvision.models.quantization.resnet: QuantizableBasicBlock QuantizableBottleneck QuantizableResNet # a model or a part of
            one [Module]
        operand torchvision.models.quantization.shufflenetv2: QuantizableInvertedResidual QuantizableShuffleNetV2 # a model or a part of one
            [Module]
        operand torchvision.models.video.mvit: Pool MultiscaleAttention MultiscaleBlock PositionalEncoding MViT # a model or a part of one
            [Module]
        operand torchvision.models.video.resnet: Conv2Plus1D BasicBlock Bottleneck BasicStem R2Plus1dStem VideoResNet # a model or a part of
            one [Module]
        operand torchvision.models.video.s3d: TemporalSeparableConv SepInceptionBlock3D S3D # a model or a part of one [Module]
        operand torchvision.models.video.swin_transformer: ShiftedWindowAttention3d PatchEmbed3d SwinTransformer3d # a model or a part of
            one [Module]
        operand torchvision.ops.drop_block: DropBlock2d DropBlock3d # a model or a part of one [Module]
        operand torchvision.ops.feature_pyramid_network: ExtraFPNBlock # a model or a part of one [Module]
        operand torchvision.ops.ps_roi_align: PSRoIAlign # a model or a part of one [Module]
        operand torchvision.ops.ps_roi_pool: PSRoIPool # a model or a part of one [Module]
        operand torchvision.ops.roi_pool: RoIPool # a model or a part of one [Module]
        operand torchvision.models.video.resnet: Conv3DSimple Conv3DNoTemporal # a layer [Convolution]
        operand torchvision.models.video.mvit: MSBlockConfig # settings of a part of a model
        value torchvision.models.vision_transformer: ConvStemConfig # a named tuple of settings
        name torchvision.tv_tensors._keypoints: KeyPoints # the class of a tensor, which _rebuild_from_type_v2 is given
        operand torchvision.transforms._presets: ObjectDetection ImageClassification VideoClassification SemanticSegmentation OpticalFlow #
            sizes, numbers and texts; runs when it is given an image [Module]
        operand torchvision.transforms._transforms_video: RandomCropVideo RandomResizedCropVideo # sizes, numbers and texts; runs when it is
            given an image [Module]
        operand torchvision.transforms.autoaugment: AutoAugment RandAugment TrivialAugmentWide AugMix # sizes, numbers and texts; runs when
            it is given an image [Module]
        operand torchvision.transforms.transforms: RandomInvert RandomPosterize RandomSolarize RandomAdjustSharpness RandomAutocontrast
            RandomEqualize ElasticTransform # sizes, numbers and texts; runs when it is given an image [Module]
        operand torchvision.transforms.v2._augment: RandomErasing _BaseMixUpCutMix MixUp CutMix JPEG # sizes, numbers and texts; runs when
            it is given an image [Module]
        operand torchvision.transforms.v2._auto_augment: _AutoAugmentBase AutoAugment RandAugment TrivialAugmentWide AugMix # sizes, numbers
            and texts; runs when it is given an image [Module]
        operand torchvision.transforms.v2._color: Grayscale RandomGrayscale RGB ColorJitter RandomChannelPermutation
            RandomPhotometricDistort RandomEqualize RandomInvert RandomPosterize RandomSolarize RandomAutocontrast RandomAdjustSharpness #
            sizes, numbers and texts; runs when it is given an image [Module]
        operand torchvision.transforms.v2._container: Compose RandomApply RandomChoice RandomOrder # sizes, numbers and texts; runs when it
            is given an image [Module]
        operand torchvision.transforms.v2._deprecated: ToTensor # sizes, numbers and texts; runs when it is given an image [Module]
        operand torchvision.transforms.v2._geometry: RandomHorizontalFlip RandomVerticalFlip Resize CenterCrop RandomResizedCrop FiveCrop
            TenCrop Pad RandomZoomOut RandomRotation RandomAffine RandomCrop RandomPerspective ElasticTransform RandomIoUCrop ScaleJitter
            RandomShortestSize RandomResize # sizes, numbers and texts; runs when it is given an image [Module]
        operand torchvision.transforms.v2._meta: ConvertBoundingBoxFormat ClampBoundingBoxes ClampKeyPoints SetClampingMode # sizes, numbers
            and texts; runs when it is given an image [Module]
        operand torchvision.transforms.v2._misc: Identity LinearTransformation Normalize GaussianBlur GaussianNoise ToDtype
            ConvertImageDtype SanitizeBoundingBoxes SanitizeKeyPoints # sizes, numbers and texts; runs when it is given an image [Module]
        operand torchvision.transforms.v2._temporal: UniformTemporalSubsample # sizes, numbers and texts; runs when it is given an image
            [Module]
        operand torchvision.transforms.v2._transform: Transform _RandomApplyTransform # sizes, numbers and texts; runs when it is given an
            image [Module]
        operand torchvision.transforms.v2._type_conversion: PILToTensor ToImage ToPILImage ToPureTensor # sizes, numbers and texts; runs
            when it is given an image [Module]
        """;
}
