namespace SafeLoad.Globals;

/// <content>timm's layers and models.</content>
internal static partial class HarmlessGlobals
{
    // They are torch.nn modules without a __setstate__ of their own. Many hold a functools.partial, which is refused by its own name.
    private const string Timm = """
        operand timm.layers.activations: QuickGELU # a model or a part of one [Module]
        operand timm.layers.activations_me: SwishMe MishMe HardSigmoidMe HardSwishMe HardMishMe # a model or a part of one [Module]
        operand timm.layers.adaptive_avgmax_pool: FastAdaptiveAvgPool FastAdaptiveMaxPool FastAdaptiveAvgMaxPool FastAdaptiveCatAvgMaxPool
            AdaptiveCatAvgMaxPool2d # a model or a part of one [Module]
        operand timm.layers.attention: Attention AttentionRope # a model or a part of one [Module]
        operand timm.layers.attention2d: MultiQueryAttentionV2 MultiQueryAttention2d Attention2d # a model or a part of one [Module]
        operand timm.layers.attention_pool: AttentionPoolLatent AttentionPoolPrr # a model or a part of one [Module]
        operand timm.layers.attention_pool2d: RotAttentionPool2d AttentionPool2d # a model or a part of one [Module]
        operand timm.layers.blur_pool: BlurPool2d # a model or a part of one [Module]
        operand timm.layers.bottleneck_attn: PosEmbedRel BottleneckAttn # a model or a part of one [Module]
        operand timm.layers.cbam: ChannelAttn LightChannelAttn SpatialAttn LightSpatialAttn CbamModule LightCbamModule # a model or a part
            of one [Module]
        operand timm.layers.classifier: ClNormMlpClassifierHead # a model or a part of one [Module]
        operand timm.layers.cond_conv2d: CondConv2d # a model or a part of one [Module]
        operand timm.layers.coord_attn: CoordAttn SimpleCoordAttn EfficientLocalAttn StripAttn # a model or a part of one [Module]
        operand timm.layers.diff_attention: DiffAttention # a model or a part of one [Module]
        operand timm.layers.eca: EcaModule CecaModule # a model or a part of one [Module]
        operand timm.layers.evo_norm: EvoNorm2dB0 EvoNorm2dB1 EvoNorm2dB2 EvoNorm2dS0 EvoNorm2dS0a EvoNorm2dS1 EvoNorm2dS1a EvoNorm2dS2
            EvoNorm2dS2a # a model or a part of one [Module]
        operand timm.layers.filter_response_norm: FilterResponseNormTlu2d FilterResponseNormAct2d # a model or a part of one [Module]
        operand timm.layers.gather_excite: GatherExcite # a model or a part of one [Module]
        operand timm.layers.global_context: GlobalContext # a model or a part of one [Module]
        operand timm.layers.grn: GlobalResponseNorm # a model or a part of one [Module]
        operand timm.layers.halo_attn: PosEmbedRel HaloAttn # a model or a part of one [Module]
        operand timm.layers.hybrid_embed: HybridEmbed HybridEmbedWithSize # a model or a part of one [Module]
        operand timm.layers.inplace_abn: InplaceAbn # a model or a part of one [Module]
        operand timm.layers.lambda_layer: LambdaLayer # a model or a part of one [Module]
        operand timm.layers.layer_scale: LayerScale LayerScale2d # a model or a part of one [Module]
        operand timm.layers.linear: Linear # a model or a part of one [Module]
        operand timm.layers.median_pool: MedianPool2d # a model or a part of one [Module]
        operand timm.layers.mixed_conv2d: MixedConv2d # a model or a part of one [Module]
        operand timm.layers.ml_decoder: MLDecoder # a model or a part of one [Module]
        operand timm.layers.mlp: GatedMlp # a model or a part of one [Module]
        operand timm.layers.non_local_attn: NonLocalAttn BilinearAttnTransform BatNonLocalAttn # a model or a part of one [Module]
        operand timm.layers.norm: LayerNormFp32 LayerNorm2dFp32 LayerNormExp2d RmsNormFp32 RmsNorm2d RmsNorm2dFp32 SimpleNorm SimpleNormFp32
            SimpleNorm2d SimpleNorm2dFp32 # a model or a part of one [Module]
        operand timm.layers.norm_act: SyncBatchNormAct GroupNorm1Act LayerNormActFp32 LayerNormAct2dFp32 RmsNormAct RmsNormActFp32
            RmsNormAct2d RmsNormAct2dFp32 # a model or a part of one [Module]
        operand timm.layers.other_pool: LsePlus2d LsePlus1d SimPool2d SimPool1d # a model or a part of one [Module]
        operand timm.layers.patch_dropout: PatchDropout PatchDropoutWithIndices # a model or a part of one [Module]
        operand timm.layers.patch_embed: PatchEmbedWithSize PatchEmbedResamplerFixedOrigSize PatchEmbedInterpolator # a model or a part of
            one [Module]
        operand timm.layers.pool2d_same: AvgPool2dSame MaxPool2dSame # a model or a part of one [Module]
        operand timm.layers.pos_embed_rel: RelPosBias RelPosMlp RelPosBiasTf # a model or a part of one [Module]
        operand timm.layers.pos_embed_sincos: FourierEmbed RotaryEmbedding RotaryEmbeddingCat RotaryEmbeddingMRope RotaryEmbeddingMixed
            RotaryEmbeddingDinoV3 # a model or a part of one [Module]
        operand timm.layers.selective_kernel: SelectiveKernelAttn SelectiveKernel # a model or a part of one [Module]
        operand timm.layers.separable_conv: SeparableConvNormAct SeparableConv2d # a model or a part of one [Module]
        operand timm.layers.space_to_depth: SpaceToDepth DepthToSpace # a model or a part of one [Module]
        operand timm.layers.split_attn: RadixSoftmax SplitAttn # a model or a part of one [Module]
        operand timm.layers.split_batchnorm: SplitBatchNorm2d # a model or a part of one [Module]
        operand timm.layers.squeeze_excite: SqueezeExciteCl # a model or a part of one [Module]
        operand timm.layers.test_time_pool: TestTimePoolHead # a model or a part of one [Module]
        operand timm.models._efficientnet_blocks: UniversalInvertedResidual MobileAttention # a model or a part of one [Module]
        operand timm.models._features: FeatureDictNet FeatureListNet FeatureHookNet FeatureGetterNet # a model or a part of one [Module]
        operand timm.models._features_fx: FeatureGraphNet GraphExtractNet # a model or a part of one [Module]
        operand timm.models.beit: Attention Block RelativePositionBias Beit # a model or a part of one [Module]
        operand timm.models.byobnet: DownsampleAvg BasicBlock BottleneckBlock DarkBlock EdgeBlock RepVggBlock MobileOneBlock SelfAttnBlock
            Stem ByobNet # a model or a part of one [Module]
        operand timm.models.cait: ClassAttn LayerScaleBlockClassAttn TalkingHeadAttn LayerScaleBlock Cait # a model or a part of one
            [Module]
        operand timm.models.coat: ConvRelPosEnc FactorAttnConvRelPosEnc ConvPosEnc SerialBlock ParallelBlock CoaT # a model or a part of one
            [Module]
        operand timm.models.convit: GPSA MHSA Block ConVit # a model or a part of one [Module]
        operand timm.models.convmixer: Residual ConvMixer # a model or a part of one [Module]
        operand timm.models.convnext: Downsample # a model or a part of one [Module]
        operand timm.models.cpubone: LinearLayer ResidualBlock ConvLayer MBConv FusedMBConv ConvAttention CPUBoneBlock ClsHead CPUBone # a
            model or a part of one [Module]
        operand timm.models.crossvit: PatchEmbed CrossAttention CrossAttentionBlock MultiScaleBlock CrossVit # a model or a part of one
            [Module]
        operand timm.models.csatv2: Dct1d Dct2d LearnableDct2d Dct2dStats Block SpatialTransformerBlock SpatialAttention TransformerBlock
            PosConv CSATv2 # a model or a part of one [Module]
        operand timm.models.cspnet: BottleneckBlock DarkBlock EdgeBlock CrossStage CrossStage3 DarkStage CspNet # a model or a part of one
            [Module]
        operand timm.models.davit: ConvPosEnc Stem Downsample ChannelAttentionV2 ChannelAttention ChannelBlock WindowAttention SpatialBlock
            DaVitStage DaVit # a model or a part of one [Module]
        operand timm.models.deit: VisionTransformerDistilled # a model or a part of one [Module]
        operand timm.models.densenet: DenseLayer DenseBlock DenseTransition DenseNet # a model or a part of one [Module]
        operand timm.models.dla: DlaBasic DlaBottleneck DlaBottle2neck DlaRoot DlaTree DLA # a model or a part of one [Module]
        operand timm.models.dpn: CatBnAct BnActConv2d DualPathBlock DPN # a model or a part of one [Module]
        operand timm.models.edgenext: PositionalEncodingFourier ConvBlock CrossCovarianceAttn SplitTransposeBlock EdgeNeXtStage EdgeNeXt # a
            model or a part of one [Module]
        operand timm.models.efficientformer: Attention Stem4 Downsample Flat Pooling ConvMlpWithNorm MetaBlock1d MetaBlock2d
            EfficientFormerStage EfficientFormer # a model or a part of one [Module]
        operand timm.models.efficientformer_v2: ConvNorm Attention2d LocalGlobalQuery Attention2dDownsample Downsample ConvMlpWithNorm
            EfficientFormerV2Block Stem4 EfficientFormerV2Stage EfficientFormerV2 # a model or a part of one [Module]
        operand timm.models.efficientvit_mit: ConvNormAct DSConv ConvBlock MBConv FusedMBConv LiteMLA EfficientVitBlock ResidualBlock Stem
            EfficientVitStage EfficientVitLargeStage ClassifierHead EfficientVit EfficientVitLarge # a model or a part of one [Module]
        operand timm.models.efficientvit_msra: ConvNorm NormLinear PatchMerging ResidualDrop ConvMlp CascadedGroupAttention
            LocalWindowAttention EfficientVitBlock EfficientVitStage PatchEmbedding EfficientVitMsra # a model or a part of one [Module]
        operand timm.models.eva: EvaAttention EvaBlock EvaBlockPostNorm Eva # a model or a part of one [Module]
        operand timm.models.fasternet: Partial_conv3 MLPBlock Block PatchEmbed PatchMerging FasterNet # a model or a part of one [Module]
        operand timm.models.fastvit: MobileOneBlock ReparamLargeKernelConv Attention PatchEmbed LayerScale2d RepMixer ConvMlp
            RepConditionalPosEnc RepMixerBlock AttentionBlock FastVitStage FastVit # a model or a part of one [Module]
        operand timm.models.focalnet: FocalModulation FocalNetBlock FocalNetStage Downsample FocalNet # a model or a part of one [Module]
        operand timm.models.gcvit: MbConvBlock Downsample2d FeatureBlock Stem WindowAttentionGlobal GlobalContextVitBlock
            GlobalContextVitStage GlobalContextVit # a model or a part of one [Module]
        operand timm.models.gemma4_vit: Gemma4ClippableLinear Gemma4RotaryEmbedding2D Gemma4PatchEmbed Gemma4Attention Gemma4GatedMlp
            Gemma4Block Gemma4VisionPooler Gemma4VitEncoder Gemma4VitClassifier # a model or a part of one [Module]
        operand timm.models.ghostnet: GhostModule GhostModuleV2 GhostModuleV3 GhostBottleneck GhostBottleneckV3 GhostNet # a model or a part
            of one [Module]
        operand timm.models.hgnet: LearnableAffineBlock ConvBNAct LightConvBNAct EseModule StemV1 StemV2 HighPerfGpuBlock HighPerfGpuStage
            ClassifierHead HighPerfGpuNet # a model or a part of one [Module]
        operand timm.models.hiera: Unroll Reroll MaskUnitAttention HieraBlock PatchEmbed Hiera # a model or a part of one [Module]
        operand timm.models.hieradet_sam2: MultiScaleAttention MultiScaleBlock HieraPatchEmbed HieraDet # a model or a part of one [Module]
        operand timm.models.hrnet: HighResolutionModule SequentialList HighResolutionNet HighResolutionNetFeatures # a model or a part of
            one [Module]
        operand timm.models.inception_next: InceptionDWConv2d ConvMlp MlpClassifierHead MetaNeXtBlock MetaNeXtStage MetaNeXt # a model or a
            part of one [Module]
        operand timm.models.inception_resnet_v2: Mixed_5b Block35 Mixed_6a Block17 Mixed_7a Block8 InceptionResnetV2 # a model or a part of
            one [Module]
        operand timm.models.inception_v3: InceptionA InceptionB InceptionC InceptionD InceptionE InceptionAux InceptionV3 # a model or a
            part of one [Module]
        operand timm.models.inception_v4: Mixed3a Mixed4a Mixed5a InceptionA ReductionA InceptionB ReductionB InceptionC InceptionV4 # a
            model or a part of one [Module]
        operand timm.models.lcnetv2: RepDepthwiseSeparable LCNetV2 # a model or a part of one [Module]
        operand timm.models.levit: ConvNorm LinearNorm NormLinear Stem8 Stem16 Downsample Attention AttentionDownsample LevitMlp
            LevitDownsample LevitBlock LevitStage Levit LevitDistilled # a model or a part of one [Module]
        operand timm.models.lowformer: ResidualBlock ConvLayer MBConv FusedMBConv ConvAttention LowFormerBlock LowFormer # a model or a part
            of one [Module]
        operand timm.models.mambaout: Stem DownsampleNormFirst Downsample MlpHead GatedConvBlock MambaOutStage MambaOut # a model or a part
            of one [Module]
        operand timm.models.maxxvit: Attention2d AttentionCl Downsample2d TransformerBlock2d MbConvBlock ConvNeXtBlock PartitionAttentionCl
            ParallelPartitionAttention PartitionAttention2d MaxxVitBlock ParallelMaxxVitBlock MaxxVitStage Stem MaxxVit # a model or a part
            of one [Module]
        operand timm.models.metaformer: Stem Downsampling Scale SquaredReLU StarReLU Attention GroupNorm1NoBias LayerNorm2dNoBias
            LayerNormNoBias SepConv Pooling MlpHead MetaFormerBlock MetaFormerStage MetaFormer # a model or a part of one [Module]
        operand timm.models.mlp_mixer: MixerBlock Affine ResBlock SpatialGatingUnit SpatialGatingBlock MlpMixer # a model or a part of one
            [Module]
        operand timm.models.mobilenetv3: MobileNetV3Features # a model or a part of one [Module]
        operand timm.models.mobilenetv5: MobileNetV5MultiScaleFusionAdapter MobileNetV5 MobileNetV5Encoder # a model or a part of one
            [Module]
        operand timm.models.mobilevit: MobileVitBlock LinearSelfAttention LinearTransformerBlock MobileVitV2Block # a model or a part of one
            [Module]
        operand timm.models.mvitv2: PatchEmbed MultiScaleAttentionPoolFirst MultiScaleAttention MultiScaleBlock MultiScaleVitStage
            MultiScaleVit # a model or a part of one [Module]
        operand timm.models.naflexvit: NaFlexEmbeds NaFlexVit # a model or a part of one [Module]
        operand timm.models.nasnet: ActConvBn SeparableConv2d BranchSeparables CellStem0 CellStem1 FirstCell NormalCell ReductionCell0
            ReductionCell1 NASNetALarge # a model or a part of one [Module]
        operand timm.models.nest: Attention TransformerLayer ConvPool NestLevel Nest # a model or a part of one [Module]
        operand timm.models.nextvit: ConvNormAct PatchEmbed ConvAttention NextConvBlock EfficientAttention NextTransformerBlock NextStage
            NextViT # a model or a part of one [Module]
        operand timm.models.nfnet: GammaAct DownsampleAvg NormFreeBlock NormFreeNet # a model or a part of one [Module]
        operand timm.models.pit: SequentialTuple Transformer Pooling ConvEmbedding PoolingVisionTransformer # a model or a part of one
            [Module]
        operand timm.models.pnasnet: SeparableConv2d BranchSeparables ActConvBn FactorizedReduction CellBase CellStem0 Cell PNASNet5Large #
            a model or a part of one [Module]
        operand timm.models.pvt_v2: MlpWithDepthwiseConv Attention Block OverlapPatchEmbed PyramidVisionTransformerStage
            PyramidVisionTransformerV2 # a model or a part of one [Module]
        operand timm.models.rdnet: Block BlockESE DenseBlock DenseStage RDNet # a model or a part of one [Module]
        operand timm.models.regnet: Bottleneck PreBottleneck RegStage RegNet # a model or a part of one [Module]
        operand timm.models.repghost: RepGhostModule RepGhostBottleneck RepGhostNet # a model or a part of one [Module]
        operand timm.models.repvit: ConvNorm NormLinear RepVggDw RepVitMlp RepViTBlock RepVitStem RepVitDownsample RepVitClassifier
            RepVitStage RepVit # a model or a part of one [Module]
        operand timm.models.res2net: Bottle2neck # a model or a part of one [Module]
        operand timm.models.resnest: ResNestBottleneck # a model or a part of one [Module]
        operand timm.models.resnetv2: PreActBasic PreActBottleneck Bottleneck DownsampleConv DownsampleAvg ResNetStage ResNetV2 # a model or
            a part of one [Module]
        operand timm.models.rexnet: LinearBottleneck RexNet # a model or a part of one [Module]
        operand timm.models.selecsls: SequentialList SelectSeq SelecSlsBlock SelecSls # a model or a part of one [Module]
        operand timm.models.senet: SEModule Bottleneck SEBottleneck SEResNetBottleneck SEResNeXtBottleneck SEResNetBlock SENet # a model or
            a part of one [Module]
        operand timm.models.sequencer: RNNIdentity RNN2dBase LSTM2d Sequencer2dBlock Shuffle Downsample2d Sequencer2dStage Sequencer2d # a
            model or a part of one [Module]
        operand timm.models.shvit: Residual Conv2dNorm NormLinear PatchMerging FFN SHSA BasicBlock StageBlock SHViT # a model or a part of
            one [Module]
        operand timm.models.sknet: SelectiveKernelBasic SelectiveKernelBottleneck # a model or a part of one [Module]
        operand timm.models.starnet: ConvBN Block StarNet # a model or a part of one [Module]
        operand timm.models.swiftformer: LayerScale2d Embedding ConvEncoder Mlp EfficientAdditiveAttention LocalRepresentation Block Stage
            SwiftFormer # a model or a part of one [Module]
        operand timm.models.swin_transformer_v2: WindowAttention SwinTransformerV2Block PatchMerging SwinTransformerV2Stage
            SwinTransformerV2 # a model or a part of one [Module]
        operand timm.models.swin_transformer_v2_cr: WindowMultiHeadAttention SwinTransformerV2CrBlock PatchMerging PatchEmbed
            SwinTransformerV2CrStage SwinTransformerV2Cr # a model or a part of one [Module]
        operand timm.models.tiny_vit: ConvNorm PatchEmbed MBConv PatchMerging ConvLayer NormMlp Attention TinyVitBlock TinyVitStage TinyVit
            # a model or a part of one [Module]
        operand timm.models.tnt: Attention Block PixelEmbed TNT # a model or a part of one [Module]
        operand timm.models.tresnet: BasicBlock Bottleneck TResNet # a model or a part of one [Module]
        operand timm.models.twins: LocallyGroupedAttn GlobalSubSampleAttn Block PosConv PatchEmbed Twins # a model or a part of one [Module]
        operand timm.models.vgg: ConvMlp VGG # a model or a part of one [Module]
        operand timm.models.visformer: SpatialMlp Attention Block Visformer # a model or a part of one [Module]
        operand timm.models.vision_transformer: ResPostBlock ParallelScalingBlock DiffParallelScalingBlock ParallelThingsBlock # a model or
            a part of one [Module]
        operand timm.models.vision_transformer_hybrid: ConvStem # a model or a part of one [Module]
        operand timm.models.vision_transformer_relpos: RelPosAttention RelPosBlock ResPostRelPosBlock VisionTransformerRelPos # a model or a
            part of one [Module]
        operand timm.models.vision_transformer_sam: Attention Block VisionTransformerSAM # a model or a part of one [Module]
        operand timm.models.vitamin: Stem Downsample2d StridedConv MbConvLNBlock MbConvStages GeGluMlp # a model or a part of one [Module]
        operand timm.models.volo: OutlookAttention Outlooker Attention Transformer ClassAttention ClassBlock PatchEmbed Downsample VOLO # a
            model or a part of one [Module]
        operand timm.models.vovnet: SequentialAppendList OsaBlock OsaStage VovNet # a model or a part of one [Module]
        operand timm.models.xception: SeparableConv2d Block Xception # a model or a part of one [Module]
        operand timm.models.xception_aligned: SeparableConv2d PreSeparableConv2d XceptionModule PreXceptionModule XceptionAligned # a model
            or a part of one [Module]
        operand timm.models.xcit: PositionalEncodingFourier ConvPatchEmbed LPI ClassAttentionBlock XCA XCABlock Xcit # a model or a part of
            one [Module]
        """;
}
