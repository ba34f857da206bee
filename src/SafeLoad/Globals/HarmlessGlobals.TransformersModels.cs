namespace SafeLoad.Globals;

/// <content>Settings of Hugging Face's models, and the models that many have.</content>
internal static partial class HarmlessGlobals
{
    // The part of a name before the dot stands for the stars of the module: bert.BertConfig is BertConfig of
    // transformers.models.bert.configuration_bert. They have no __setstate__ of their own.
    private const string TransformersModels = """
        operand transformers.models.*.configuration_*: afmoe.AfmoeConfig aimv2.Aimv2VisionConfig aimv2.Aimv2TextConfig aimv2.Aimv2Config
            align.AlignTextConfig align.AlignVisionConfig align.AlignConfig altclip.AltCLIPTextConfig altclip.AltCLIPVisionConfig
            altclip.AltCLIPConfig apertus.ApertusConfig arcee.ArceeConfig aria.AriaTextConfig aria.AriaConfig
            audio_spectrogram_transformer.ASTConfig audioflamingo3.AudioFlamingo3EncoderConfig audioflamingo3.AudioFlamingo3Config
            autoformer.AutoformerConfig axk1.AXK1Config axk2.AXK2Config aya_vision.AyaVisionConfig bamba.BambaConfig bark.BarkSubModelConfig
            bark.BarkSemanticConfig bark.BarkCoarseConfig bark.BarkFineConfig bark.BarkConfig bert_generation.BertGenerationConfig
            big_bird.BigBirdConfig bigbird_pegasus.BigBirdPegasusConfig biogpt.BioGptConfig bit.BitConfig bitnet.BitNetConfig
            blenderbot.BlenderbotConfig blenderbot_small.BlenderbotSmallConfig blip.BlipTextConfig blip.BlipVisionConfig
            blip_2.Blip2VisionConfig blip_2.Blip2QFormerConfig blip_2.Blip2Config blt.BltLocalEncoderConfig blt.BltLocalDecoderConfig
            blt.BltGlobalTransformerConfig blt.BltPatcherConfig blt.BltConfig bridgetower.BridgeTowerVisionConfig
            bridgetower.BridgeTowerTextConfig bridgetower.BridgeTowerConfig bros.BrosConfig canary.CanaryDecoderConfig canary.CanaryConfig
            canine.CanineConfig chameleon.ChameleonVQVAEConfig chameleon.ChameleonConfig chinese_clip.ChineseCLIPTextConfig
            chinese_clip.ChineseCLIPVisionConfig chinese_clip.ChineseCLIPConfig chmv2.CHMv2Config clap.ClapTextConfig clap.ClapAudioConfig
            clap.ClapConfig clip.CLIPTextConfig clip.CLIPVisionConfig clipseg.CLIPSegTextConfig clipseg.CLIPSegVisionConfig
            clipseg.CLIPSegConfig clvp.ClvpEncoderConfig clvp.ClvpDecoderConfig clvp.ClvpConfig codegen.CodeGenConfig cohere.CohereConfig
            cohere2.Cohere2Config cohere2_moe.Cohere2MoeConfig cohere2_vision.Cohere2VisionConfig cohere_asr.CohereAsrConfig
            cohere_compass.CohereCompassVisionConfig cohere_compass.CohereCompassTextConfig cohere_compass.CohereCompassConfig
            colmodernvbert.ColModernVBertConfig colpali.ColPaliConfig colqwen2.ColQwen2Config conditional_detr.ConditionalDetrConfig
            convbert.ConvBertConfig convnextv2.ConvNextV2Config cosmos3_edge.Cosmos3EdgeTextConfig cosmos3_edge.Cosmos3EdgeVisionConfig
            cosmos3_edge.Cosmos3EdgeConfig cosmos3_omni.Cosmos3OmniConfig cpmant.CpmAntConfig csm.CsmDepthDecoderConfig csm.CsmConfig
            ctrl.CTRLConfig cvt.CvtConfig cwm.CwmConfig d_fine.DFineConfig dab_detr.DabDetrConfig dac.DacConfig dbrx.DbrxAttentionConfig
            dbrx.DbrxFFNConfig dbrx.DbrxConfig decision_transformer.DecisionTransformerConfig deepseek_ocr2.DeepseekOcr2SamVisionConfig
            deepseek_ocr2.DeepseekOcr2VisionEncoderConfig deepseek_ocr2.DeepseekOcr2VisionConfig deepseek_ocr2.DeepseekOcr2TextConfig
            deepseek_ocr2.DeepseekOcr2Config deepseek_v2.DeepseekV2Config deepseek_v3.DeepseekV3Config deepseek_v32.DeepseekV32Config
            deepseek_v4.DeepseekV4Config deepseek_vl.DeepseekVLConfig deepseek_vl_hybrid.DeepseekVLHybridConfig
            deformable_detr.DeformableDetrConfig deimv2.Deimv2Config depth_anything.DepthAnythingConfig depth_pro.DepthProConfig
            dia.DiaEncoderConfig dia.DiaDecoderConfig dia.DiaConfig diffllama.DiffLlamaConfig diffusion_gemma.DiffusionGemmaTextConfig
            diffusion_gemma.DiffusionGemmaConfig dinat.DinatConfig dinov2_with_registers.Dinov2WithRegistersConfig
            dinov3_convnext.DINOv3ConvNextConfig dinov3_vit.DINOv3ViTConfig doge.DogeConfig dots1.Dots1Config dpr.DPRConfig dpt.DPTConfig
            edgetam.EdgeTamVisionConfig edgetam.EdgeTamPromptEncoderConfig edgetam.EdgeTamMaskDecoderConfig edgetam.EdgeTamConfig
            edgetam_video.EdgeTamVideoPromptEncoderConfig edgetam_video.EdgeTamVideoMaskDecoderConfig edgetam_video.EdgeTamVideoConfig
            efficientloftr.EfficientLoFTRConfig efficientnet.EfficientNetConfig emu3.Emu3VQVAEConfig emu3.Emu3TextConfig emu3.Emu3Config
            encodec.EncodecConfig encoder_decoder.EncoderDecoderConfig eomt.EomtConfig eomt_dinov3.EomtDinov3Config ernie.ErnieConfig
            ernie4_5.Ernie4_5Config ernie4_5_moe.Ernie4_5_MoeConfig ernie4_5_vl_moe.Ernie4_5_VLMoeVisionConfig
            ernie4_5_vl_moe.Ernie4_5_VLMoeTextConfig ernie4_5_vl_moe.Ernie4_5_VLMoeConfig ernie4_5_vl_moe.Ernie4_5_VL_MoeConfig
            ernie4_5_vl_moe.Ernie4_5_VL_MoeTextConfig ernie4_5_vl_moe.Ernie4_5_VL_MoeVisionConfig esm.StructureModuleConfig esm.TrunkConfig
            esm.EsmFoldConfig esm.EsmConfig esmc.EsmcConfig esmfold2.EsmFold2AtomEncoderConfig esmfold2.EsmFold2DiffusionModuleConfig
            esmfold2.EsmFold2StructureHeadConfig esmfold2.EsmFold2ConfidenceHeadConfig esmfold2.EsmFold2MsaEncoderConfig
            esmfold2.EsmFold2LmEncoderConfig esmfold2.EsmFold2Config eurobert.EuroBertConfig evolla.SaProtConfig evolla.EvollaConfig
            exaone4.Exaone4Config exaone4_5.Exaone4_5_VisionConfig exaone4_5.Exaone4_5_Config exaone_moe.ExaoneMoeConfig
            falcon_h1.FalconH1Config falcon_mamba.FalconMambaConfig fast_vlm.FastVlmConfig fastspeech2_conformer.FastSpeech2ConformerConfig
            fastspeech2_conformer.FastSpeech2ConformerHifiGanConfig fastspeech2_conformer.FastSpeech2ConformerWithHifiGanConfig
            flaubert.FlaubertConfig flava.FlavaImageConfig flava.FlavaTextConfig flava.FlavaMultimodalConfig flava.FlavaImageCodebookConfig
            flava.FlavaConfig flex_olmo.FlexOlmoConfig florence2.Florence2VisionConfig florence2.Florence2Config fnet.FNetConfig
            focalnet.FocalNetConfig fsmt.FSMTConfig fun_asr_nano.FunAsrNanoEncoderConfig fun_asr_nano.FunAsrNanoAdaptorConfig
            fun_asr_nano.FunAsrNanoConfig funnel.FunnelConfig fuyu.FuyuConfig gemma3.Gemma3TextConfig gemma3.Gemma3Config
            gemma3n.Gemma3nTextConfig gemma3n.Gemma3nAudioConfig gemma3n.Gemma3nVisionConfig gemma3n.Gemma3nConfig gemma4.Gemma4AudioConfig
            gemma4.Gemma4TextConfig gemma4.Gemma4VisionConfig gemma4.Gemma4Config gemma4_assistant.Gemma4AssistantConfig
            gemma4_unified.Gemma4UnifiedAudioConfig gemma4_unified.Gemma4UnifiedTextConfig gemma4_unified.Gemma4UnifiedVisionConfig
            gemma4_unified.Gemma4UnifiedConfig gemma4_unified_assistant.Gemma4UnifiedAssistantConfig git.GitVisionConfig git.GitConfig
            glm.GlmConfig glm4.Glm4Config glm46v.Glm46VConfig glm4_moe.Glm4MoeConfig glm4_moe_lite.Glm4MoeLiteConfig glm4v.Glm4vVisionConfig
            glm4v.Glm4vTextConfig glm4v.Glm4vConfig glm4v_moe.Glm4vMoeTextConfig glm4v_moe.Glm4vMoeVisionConfig glm4v_moe.Glm4vMoeConfig
            glm5_next.Glm5NextTextConfig glm5_next.Glm5NextVisionConfig glm5_next.Glm5NextConfig glm_image.GlmImageVQVAEConfig
            glm_image.GlmImageVisionConfig glm_image.GlmImageTextConfig glm_image.GlmImageConfig glm_moe_dsa.GlmMoeDsaConfig
            glm_ocr.GlmOcrVisionConfig glm_ocr.GlmOcrTextConfig glm_ocr.GlmOcrConfig glmasr.GlmAsrEncoderConfig glmasr.GlmAsrConfig
            glmga.GlmgaConfig glpn.GLPNConfig got_ocr2.GotOcr2VisionConfig got_ocr2.GotOcr2Config gpt_bigcode.GPTBigCodeConfig
            gpt_neox_japanese.GPTNeoXJapaneseConfig gpt_oss.GptOssConfig granite.GraniteConfig granite4_vision.Granite4VisionTextConfig
            granite4_vision.Granite4VisionConfig granite_speech.GraniteSpeechEncoderConfig granite_speech.GraniteSpeechConfig
            granite_speech5.GraniteSpeech5EncoderConfig granite_speech5.GraniteSpeech5CTCConfig
            granite_speech_plus.GraniteSpeechPlusEncoderConfig granite_speech_plus.GraniteSpeechPlusConfig granite_swa.GraniteSWAConfig
            granitemoe.GraniteMoeConfig granitemoe_swa.GraniteMoeSWAConfig granitemoehybrid.GraniteMoeHybridConfig
            granitemoeshared.GraniteMoeSharedConfig grounding_dino.GroundingDinoConfig groupvit.GroupViTTextConfig
            groupvit.GroupViTVisionConfig groupvit.GroupViTConfig helium.HeliumConfig hgnet_v2.HGNetV2Config hiera.HieraConfig
            higgs_audio_v2.HiggsAudioV2Config higgs_audio_v2_tokenizer.HiggsAudioV2TokenizerConfig hrm_text.HrmTextConfig
            hunyuan_v1_dense.HunYuanDenseV1Config hunyuan_v1_moe.HunYuanMoEV1Config hunyuan_vl.HunYuanVLVisionConfig
            hunyuan_vl.HunYuanVLTextConfig hunyuan_vl.HunYuanVLConfig hy_v3.HYV3Config hy_v4.HYV4Config hyperclovax.HyperCLOVAXConfig
            ibert.IBertConfig idefics.IdeficsVisionConfig idefics.IdeficsPerceiverConfig idefics.IdeficsConfig idefics2.Idefics2VisionConfig
            idefics2.Idefics2PerceiverConfig idefics2.Idefics2Config idefics3.Idefics3VisionConfig idefics3.Idefics3Config ijepa.IJepaConfig
            imagegpt.ImageGPTConfig informer.InformerConfig inkling.InklingTextConfig inkling.InklingAudioConfig inkling.InklingVisionConfig
            inkling.InklingConfig instructblip.InstructBlipVisionConfig instructblip.InstructBlipQFormerConfig
            instructblip.InstructBlipConfig instructblipvideo.InstructBlipVideoVisionConfig instructblipvideo.InstructBlipVideoQFormerConfig
            instructblipvideo.InstructBlipVideoConfig internvl.InternVLVisionConfig internvl.InternVLConfig jais2.Jais2Config
            jamba.JambaConfig janus.JanusVisionConfig janus.JanusVQVAEConfig janus.JanusConfig jetmoe.JetMoeConfig
            jina_embeddings_v3.JinaEmbeddingsV3Config kimi_k25.Kimi_K25VisionConfig kimi_k25.Kimi_K25Config kimi_linear.KimiLinearConfig
            kosmos2.Kosmos2TextConfig kosmos2.Kosmos2VisionConfig kosmos2.Kosmos2Config kosmos2_5.Kosmos2_5TextConfig
            kosmos2_5.Kosmos2_5VisionConfig kosmos2_5.Kosmos2_5Config kyutai_speech_to_text.KyutaiSpeechToTextConfig laguna.LagunaConfig
            lasr.LasrEncoderConfig lasr.LasrCTCConfig layoutlmv2.LayoutLMv2Config layoutlmv3.LayoutLMv3Config layoutxlm.LayoutXLMConfig
            led.LEDConfig levit.LevitConfig lfm2.Lfm2Config lfm2_moe.Lfm2MoeConfig lfm2_vl.Lfm2VlConfig lightglue.LightGlueConfig
            lighton_ocr.LightOnOcrConfig lilt.LiltConfig llama4.Llama4VisionConfig llama4.Llama4TextConfig llama4.Llama4Config
            llava.LlavaConfig llava_next.LlavaNextConfig llava_next_video.LlavaNextVideoConfig llava_onevision.LlavaOnevisionConfig
            longcat_flash.LongcatFlashConfig longt5.LongT5Config luke.LukeConfig lw_detr.LwDetrViTConfig lw_detr.LwDetrConfig
            lxmert.LxmertConfig m2m_100.M2M100Config mamba.MambaConfig mamba2.Mamba2Config markuplm.MarkupLMConfig
            mask2former.Mask2FormerConfig maskformer.MaskFormerDetrConfig maskformer.MaskFormerConfig mbart.MBartConfig
            megatron_bert.MegatronBertConfig mellum.MellumConfig metaclip_2.MetaClip2TextConfig metaclip_2.MetaClip2VisionConfig
            metaclip_2.MetaClip2Config mgp_str.MgpstrConfig mimi.MimiConfig mimo_v2_flash.MiMoV2FlashConfig minicpm3.MiniCPM3Config
            minicpmv4_6.MiniCPMV4_6VisionConfig minicpmv4_6.MiniCPMV4_6Config minimax.MiniMaxConfig minimax_m2.MiniMaxM2Config
            minimax_m3_vl.MiniMaxM3VLTextConfig minimax_m3_vl.MiniMaxM3VLVisionConfig minimax_m3_vl.MiniMaxM3VLConfig
            ministral.MinistralConfig ministral3.Ministral3Config mistral3.Mistral3Config mistral4.Mistral4Config mlcd.MLCDVisionConfig
            mllama.MllamaVisionConfig mllama.MllamaTextConfig mllama.MllamaConfig mm_grounding_dino.MMGroundingDinoConfig
            mobilebert.MobileBertConfig mobilenet_v1.MobileNetV1Config mobilenet_v2.MobileNetV2Config mobilevit.MobileViTConfig
            mobilevitv2.MobileViTV2Config modernbert.ModernBertConfig modernbert_decoder.ModernBertDecoderConfig
            modernvbert.ModernVBertConfig moonshine.MoonshineConfig moonshine_streaming.MoonshineStreamingEncoderConfig
            moonshine_streaming.MoonshineStreamingConfig moshi.MoshiDepthConfig moshi.MoshiConfig mpt.MptAttentionConfig mpt.MptConfig
            mra.MraConfig muse_glimmer.MuseGlimmerVisionConfig muse_glimmer.MuseGlimmerTextConfig muse_glimmer.MuseGlimmerConfig
            muse_glimmer_assistant.MuseGlimmerAssistantConfig musicflamingo.MusicFlamingoConfig musicgen.MusicgenDecoderConfig
            musicgen.MusicgenConfig musicgen_melody.MusicgenMelodyDecoderConfig musicgen_melody.MusicgenMelodyConfig mvp.MvpConfig
            nanochat.NanoChatConfig nemotron.NemotronConfig nemotron3_5_asr.Nemotron3_5AsrConfig
            nemotron_asr_streaming.NemotronAsrStreamingEncoderConfig nemotron_asr_streaming.NemotronAsrStreamingConfig
            nemotron_h.NemotronHConfig neomme.NeoMMEConfig neucodec.NeuCodecConfig nllb_moe.NllbMoeConfig nomic_bert.NomicBertConfig
            nougat.NougatConfig nystromformer.NystromformerConfig olmo.OlmoConfig olmo2.Olmo2Config olmo3.Olmo3Config
            olmo_hybrid.OlmoHybridConfig olmoe.OlmoeConfig omdet_turbo.OmDetTurboConfig oneformer.OneFormerConfig openai.OpenAIGPTConfig
            openai_privacy_filter.OpenAIPrivacyFilterConfig ovis2.Ovis2VisionConfig ovis2.Ovis2Config owlv2.Owlv2TextConfig
            owlv2.Owlv2VisionConfig owlv2.Owlv2Config owlvit.OwlViTTextConfig owlvit.OwlViTVisionConfig owlvit.OwlViTConfig
            paddleocr_vl.PaddleOCRVisionConfig paddleocr_vl.PaddleOCRTextConfig paddleocr_vl.PaddleOCRVLConfig paligemma.PaliGemmaConfig
            parakeet.ParakeetEncoderConfig parakeet.ParakeetCTCConfig parakeet.ParakeetRNNTConfig parakeet.ParakeetTDTConfig
            patchtsmixer.PatchTSMixerConfig patchtst.PatchTSTConfig pe_audio.PeAudioEncoderConfig pe_audio.PeAudioConfig
            pe_audio_video.PeAudioVideoEncoderConfig pe_audio_video.PeAudioVideoConfig pe_video.PeVideoEncoderConfig pe_video.PeVideoConfig
            pegasus_x.PegasusXConfig perceiver.PerceiverConfig perception_lm.PerceptionLMConfig persimmon.PersimmonConfig
            phi4_multimodal.Phi4MultimodalVisionConfig phi4_multimodal.Phi4MultimodalAudioConfig phi4_multimodal.Phi4MultimodalConfig
            phimoe.PhimoeConfig pi0.PI0Config pix2struct.Pix2StructTextConfig pix2struct.Pix2StructVisionConfig pix2struct.Pix2StructConfig
            pixio.PixioConfig pixtral.PixtralVisionConfig plbart.PLBartConfig poolformer.PoolFormerConfig pop2piano.Pop2PianoConfig
            pp_chart2table.PPChart2TableVisionConfig pp_chart2table.PPChart2TableConfig pp_doclayout_v2.PPDocLayoutV2ReadingOrderConfig
            pp_doclayout_v2.PPDocLayoutV2Config pp_doclayout_v3.PPDocLayoutV3Config pp_formulanet.PPFormulaNetVisionConfig
            pp_formulanet.PPFormulaNetTextConfig pp_formulanet.PPFormulaNetConfig pp_lcnet.PPLCNetConfig pp_lcnet_v3.PPLCNetV3Config
            pp_lcnet_v4.PPLCNetV4Config pp_ocrv5_mobile_det.PPOCRV5MobileDetConfig pp_ocrv5_mobile_rec.PPOCRV5MobileRecConfig
            pp_ocrv5_server_det.PPOCRV5ServerDetConfig pp_ocrv5_server_rec.PPOCRV5ServerRecConfig pp_ocrv6_medium_det.PPOCRV6MediumDetConfig
            pp_ocrv6_small_det.PPOCRV6SmallDetConfig pp_ocrv6_small_rec.PPOCRV6SmallRecConfig pp_ocrv6_tiny_rec.PPOCRV6TinyRecConfig
            prompt_depth_anything.PromptDepthAnythingConfig prophetnet.ProphetNetConfig pvt.PvtConfig pvt_v2.PvtV2Config
            qianfan_ocr.QianfanOCRVisionConfig qianfan_ocr.QianfanOCRConfig qwen2_5_omni.Qwen2_5OmniVisionEncoderConfig
            qwen2_5_omni.Qwen2_5OmniAudioEncoderConfig qwen2_5_omni.Qwen2_5OmniTextConfig qwen2_5_omni.Qwen2_5OmniThinkerConfig
            qwen2_5_omni.Qwen2_5OmniTalkerConfig qwen2_5_omni.Qwen2_5OmniDiTConfig qwen2_5_omni.Qwen2_5OmniBigVGANConfig
            qwen2_5_omni.Qwen2_5OmniToken2WavConfig qwen2_5_omni.Qwen2_5OmniConfig qwen2_5_vl.Qwen2_5_VLVisionConfig
            qwen2_5_vl.Qwen2_5_VLTextConfig qwen2_5_vl.Qwen2_5_VLConfig qwen2_audio.Qwen2AudioEncoderConfig qwen2_audio.Qwen2AudioConfig
            qwen2_moe.Qwen2MoeConfig qwen2_vl.Qwen2VLVisionConfig qwen2_vl.Qwen2VLTextConfig qwen2_vl.Qwen2VLConfig
            qwen3_5.Qwen3_5TextConfig qwen3_5.Qwen3_5VisionConfig qwen3_5.Qwen3_5Config qwen3_5_moe.Qwen3_5MoeTextConfig
            qwen3_5_moe.Qwen3_5MoeVisionConfig qwen3_5_moe.Qwen3_5MoeConfig qwen3_asr.Qwen3ASREncoderConfig qwen3_asr.Qwen3ASRConfig
            qwen3_moe.Qwen3MoeConfig qwen3_next.Qwen3NextConfig qwen3_omni_moe.Qwen3OmniMoeAudioEncoderConfig
            qwen3_omni_moe.Qwen3OmniMoeVisionEncoderConfig qwen3_omni_moe.Qwen3OmniMoeTextConfig qwen3_omni_moe.Qwen3OmniMoeThinkerConfig
            qwen3_omni_moe.Qwen3OmniMoeTalkerCodePredictorConfig qwen3_omni_moe.Qwen3OmniMoeTalkerTextConfig
            qwen3_omni_moe.Qwen3OmniMoeTalkerConfig qwen3_omni_moe.Qwen3OmniMoeCode2WavConfig qwen3_omni_moe.Qwen3OmniMoeConfig
            qwen3_vl.Qwen3VLVisionConfig qwen3_vl.Qwen3VLTextConfig qwen3_vl.Qwen3VLConfig qwen3_vl_moe.Qwen3VLMoeTextConfig
            qwen3_vl_moe.Qwen3VLMoeVisionConfig qwen3_vl_moe.Qwen3VLMoeConfig qwen4_exp.Qwen4ExpTextConfig qwen4_exp.Qwen4ExpVisionConfig
            qwen4_exp.Qwen4ExpConfig radio.RadioConfig rag.RagConfig recurrent_gemma.RecurrentGemmaConfig reformer.ReformerConfig
            regnet.RegNetConfig rembert.RemBertConfig resnet.ResNetConfig rf_detr.RfDetrDinov2Config rf_detr.RfDetrConfig
            roberta_prelayernorm.RobertaPreLayerNormConfig roc_bert.RoCBertConfig roformer.RoFormerConfig rt_detr.RTDetrConfig
            rt_detr_v2.RTDetrV2Config rwkv.RwkvConfig sam.SamPromptEncoderConfig sam.SamMaskDecoderConfig sam.SamVisionConfig
            sam2.Sam2HieraDetConfig sam2.Sam2VisionConfig sam2.Sam2PromptEncoderConfig sam2.Sam2MaskDecoderConfig sam2.Sam2Config
            sam2_video.Sam2VideoPromptEncoderConfig sam2_video.Sam2VideoMaskDecoderConfig sam2_video.Sam2VideoConfig sam3.Sam3ViTConfig
            sam3.Sam3VisionConfig sam3.Sam3GeometryEncoderConfig sam3.Sam3DETREncoderConfig sam3.Sam3DETRDecoderConfig
            sam3.Sam3MaskDecoderConfig sam3.Sam3Config sam3_lite_text.Sam3LiteTextGeometryEncoderConfig
            sam3_lite_text.Sam3LiteTextDETREncoderConfig sam3_lite_text.Sam3LiteTextDETRDecoderConfig
            sam3_lite_text.Sam3LiteTextMaskDecoderConfig sam3_lite_text.Sam3LiteTextTextConfig sam3_lite_text.Sam3LiteTextConfig
            sam3_tracker.Sam3TrackerPromptEncoderConfig sam3_tracker.Sam3TrackerMaskDecoderConfig sam3_tracker.Sam3TrackerConfig
            sam3_tracker_video.Sam3TrackerVideoPromptEncoderConfig sam3_tracker_video.Sam3TrackerVideoMaskDecoderConfig
            sam3_tracker_video.Sam3TrackerVideoConfig sam3_video.Sam3VideoConfig sam_hq.SamHQPromptEncoderConfig sam_hq.SamHQVisionConfig
            sam_hq.SamHQMaskDecoderConfig sam_hq.SamHQConfig sapiens2.Sapiens2HeadConfig sapiens2.Sapiens2Config
            seamless_m4t.SeamlessM4TConfig seamless_m4t_v2.SeamlessM4Tv2Config seed_oss.SeedOssConfig seggpt.SegGptConfig sew.SEWConfig
            sew_d.SEWDConfig shieldgemma2.ShieldGemma2Config siglip.SiglipTextConfig siglip.SiglipVisionConfig siglip2.Siglip2TextConfig
            siglip2.Siglip2VisionConfig siglip2.Siglip2Config slanet.SLANetConfig slanext.SLANeXtVisionConfig slanext.SLANeXtConfig
            smollm3.SmolLM3Config smolvlm.SmolVLMVisionConfig smolvlm.SmolVLMConfig solar_open.SolarOpenConfig
            speech_encoder_decoder.SpeechEncoderDecoderConfig speech_to_text.Speech2TextConfig speecht5.SpeechT5Config
            speecht5.SpeechT5HifiGanConfig splinter.SplinterConfig squeezebert.SqueezeBertConfig stablelm.StableLmConfig
            starcoder2.Starcoder2Config step3p7.Step3p7VisionConfig step3p7.Step3p7TextConfig step3p7.Step3p7Config
            superglue.SuperGlueConfig superpoint.SuperPointConfig swiftformer.SwiftFormerConfig swin2sr.Swin2SRConfig swinv2.Swinv2Config
            switch_transformers.SwitchTransformersConfig t5gemma.T5GemmaModuleConfig t5gemma.T5GemmaConfig t5gemma2.T5Gemma2TextConfig
            t5gemma2.T5Gemma2EncoderConfig t5gemma2.T5Gemma2DecoderConfig t5gemma2.T5Gemma2Config table_transformer.TableTransformerConfig
            tapas.TapasConfig textnet.TextNetConfig time_series_transformer.TimeSeriesTransformerConfig timesfm.TimesFmConfig
            timesfm2_5.TimesFm2_5Config timesformer.TimesformerConfig timm_backbone.TimmBackboneConfig timm_wrapper.TimmWrapperConfig
            tipsv2.Tipsv2VisionConfig tipsv2.Tipsv2TextConfig tipsv2.Tipsv2Config tipsv2_dpt.Tipsv2DptConfig tvp.TvpConfig udop.UdopConfig
            umt5.UMT5Config unispeech.UniSpeechConfig unispeech_sat.UniSpeechSatConfig univnet.UnivNetConfig upernet.UperNetConfig
            uvdoc.UVDocBackboneConfig uvdoc.UVDocConfig vaultgemma.VaultGemmaConfig vibevoice.VibeVoiceDiffusionHeadConfig
            vibevoice.VibeVoiceConfig vibevoice_acoustic_tokenizer.VibeVoiceAcousticTokenizerConfig
            vibevoice_acoustic_tokenizer.VibeVoiceAcousticTokenizerEncoderConfig
            vibevoice_acoustic_tokenizer.VibeVoiceAcousticTokenizerDecoderConfig vibevoice_asr.VibeVoiceAsrConfig
            video_llama_3.VideoLlama3VisionConfig video_llama_3.VideoLlama3Config video_llava.VideoLlavaConfig videomae.VideoMAEConfig
            videomt.VideomtConfig videoprism.VideoPrismVisionConfig videoprism.VideoPrismTextConfig videoprism.VideoPrismConfig
            vilt.ViltConfig vipllava.VipLlavaConfig vision_encoder_decoder.VisionEncoderDecoderConfig
            vision_text_dual_encoder.VisionTextDualEncoderConfig visual_bert.VisualBertConfig vit_mae.ViTMAEConfig vit_msn.ViTMSNConfig
            vitdet.VitDetConfig vitmatte.VitMatteConfig vitpose.VitPoseConfig vitpose_backbone.VitPoseBackboneConfig vits.VitsConfig
            vivit.VivitConfig vjepa2.VJEPA2Config voxtral.VoxtralEncoderConfig voxtral.VoxtralConfig
            voxtral_realtime.VoxtralRealtimeTextConfig voxtral_realtime.VoxtralRealtimeEncoderConfig voxtral_realtime.VoxtralRealtimeConfig
            wav2vec2_bert.Wav2Vec2BertConfig wav2vec2_conformer.Wav2Vec2ConformerConfig wavlm.WavLMConfig x_clip.XCLIPTextConfig
            x_clip.XCLIPVisionConfig x_clip.XCLIPConfig xcodec.XcodecConfig xcodec2.Xcodec2Config xglm.XGLMConfig xlm.XLMConfig
            xlm_roberta_xl.XLMRobertaXLConfig xlstm.xLSTMConfig xmod.XmodConfig yolos.YolosConfig yoso.YosoConfig youtu.YoutuConfig
            zamba.ZambaConfig zamba2.Zamba2Config zaya.ZayaConfig zoedepth.ZoeDepthConfig # settings of a model
        operand transformers.models.data2vec.configuration_data2vec_audio: Data2VecAudioConfig # settings of a model
        operand transformers.models.data2vec.configuration_data2vec_text: Data2VecTextConfig # settings of a model
        operand transformers.models.data2vec.configuration_data2vec_vision: Data2VecVisionConfig # settings of a model
        operand transformers.models.donut.configuration_donut_swin: DonutSwinConfig # settings of a model
        operand transformers.models.maskformer.configuration_maskformer_swin: MaskFormerSwinConfig # settings of a model
        operand transformers.models.rt_detr.configuration_rt_detr_resnet: RTDetrResNetConfig # settings of a model
        operand transformers.models.*.modeling_*: bert.BertCrossAttention bert.BertPredictionHeadTransform bert.BertLMPredictionHead
            bert.BertOnlyMLMHead bert.BertOnlyNSPHead bert.BertPreTrainingHeads bert.BertPreTrainedModel bert.BertForPreTraining
            bert.BertLMHeadModel bert.BertForNextSentencePrediction bert.BertForMultipleChoice roberta.RobertaCrossAttention
            roberta.RobertaPreTrainedModel roberta.RobertaForCausalLM roberta.RobertaForMultipleChoice roberta.RobertaForQuestionAnswering
            distilbert.DistilBertSelfAttention distilbert.DistilBertPreTrainedModel distilbert.DistilBertForQuestionAnswering
            distilbert.DistilBertForMultipleChoice albert.AlbertEmbeddings albert.AlbertAttention albert.AlbertLayer albert.AlbertLayerGroup
            albert.AlbertTransformer albert.AlbertPreTrainedModel albert.AlbertForPreTraining albert.AlbertMLMHead albert.AlbertSOPHead
            albert.AlbertForTokenClassification albert.AlbertForQuestionAnswering albert.AlbertForMultipleChoice electra.ElectraEmbeddings
            electra.ElectraSelfAttention electra.ElectraCrossAttention electra.ElectraSelfOutput electra.ElectraAttention
            electra.ElectraIntermediate electra.ElectraOutput electra.ElectraLayer electra.ElectraEncoder
            electra.ElectraDiscriminatorPredictions electra.ElectraGeneratorPredictions electra.ElectraPreTrainedModel
            electra.ElectraClassificationHead electra.ElectraSequenceSummary electra.ElectraForMaskedLM electra.ElectraForQuestionAnswering
            electra.ElectraForMultipleChoice electra.ElectraForCausalLM deberta.DebertaLayerNorm deberta.DebertaSelfOutput
            deberta.DisentangledSelfAttention deberta.DebertaEmbeddings deberta.DebertaAttention deberta.DebertaIntermediate
            deberta.DebertaOutput deberta.DebertaLayer deberta.DebertaEncoder deberta.DebertaPreTrainedModel deberta.DebertaModel
            deberta.LegacyDebertaPredictionHeadTransform deberta.LegacyDebertaLMPredictionHead deberta.LegacyDebertaOnlyMLMHead
            deberta.DebertaLMPredictionHead deberta.DebertaOnlyMLMHead deberta.DebertaForMaskedLM deberta.ContextPooler
            deberta.DebertaForSequenceClassification deberta.DebertaForTokenClassification deberta.DebertaForQuestionAnswering
            deberta_v2.DebertaV2SelfOutput deberta_v2.DisentangledSelfAttention deberta_v2.DebertaV2Attention
            deberta_v2.DebertaV2Intermediate deberta_v2.DebertaV2Output deberta_v2.DebertaV2Layer deberta_v2.ConvLayer
            deberta_v2.DebertaV2Embeddings deberta_v2.DebertaV2Encoder deberta_v2.DebertaV2PreTrainedModel
            deberta_v2.LegacyDebertaV2PredictionHeadTransform deberta_v2.LegacyDebertaV2LMPredictionHead
            deberta_v2.LegacyDebertaV2OnlyMLMHead deberta_v2.DebertaV2LMPredictionHead deberta_v2.DebertaV2OnlyMLMHead
            deberta_v2.DebertaV2ForMaskedLM deberta_v2.ContextPooler deberta_v2.DebertaV2ForQuestionAnswering
            deberta_v2.DebertaV2ForMultipleChoice xlm_roberta.XLMRobertaEmbeddings xlm_roberta.XLMRobertaSelfAttention
            xlm_roberta.XLMRobertaCrossAttention xlm_roberta.XLMRobertaSelfOutput xlm_roberta.XLMRobertaAttention
            xlm_roberta.XLMRobertaIntermediate xlm_roberta.XLMRobertaOutput xlm_roberta.XLMRobertaLayer xlm_roberta.XLMRobertaLMHead
            xlm_roberta.XLMRobertaPreTrainedModel xlm_roberta.XLMRobertaEncoder xlm_roberta.XLMRobertaPooler
            xlm_roberta.XLMRobertaForCausalLM xlm_roberta.XLMRobertaForMaskedLM xlm_roberta.XLMRobertaClassificationHead
            xlm_roberta.XLMRobertaForMultipleChoice xlm_roberta.XLMRobertaForQuestionAnswering camembert.CamembertEmbeddings
            camembert.CamembertSelfAttention camembert.CamembertCrossAttention camembert.CamembertSelfOutput camembert.CamembertAttention
            camembert.CamembertIntermediate camembert.CamembertOutput camembert.CamembertLayer camembert.CamembertLMHead
            camembert.CamembertPreTrainedModel camembert.CamembertEncoder camembert.CamembertPooler camembert.CamembertModel
            camembert.CamembertForMaskedLM camembert.CamembertClassificationHead camembert.CamembertForSequenceClassification
            camembert.CamembertForMultipleChoice camembert.CamembertForTokenClassification camembert.CamembertForQuestionAnswering
            camembert.CamembertForCausalLM mpnet.MPNetPreTrainedModel mpnet.MPNetEmbeddings mpnet.MPNetSelfAttention mpnet.MPNetAttention
            mpnet.MPNetIntermediate mpnet.MPNetOutput mpnet.MPNetLayer mpnet.MPNetEncoder mpnet.MPNetPooler mpnet.MPNetModel
            mpnet.MPNetForMaskedLM mpnet.MPNetLMHead mpnet.MPNetForSequenceClassification mpnet.MPNetForMultipleChoice
            mpnet.MPNetForTokenClassification mpnet.MPNetClassificationHead mpnet.MPNetForQuestionAnswering bart.BartClassificationHead
            bart.BartPreTrainedModel bart.PretrainedBartModel bart.BartPretrainedModel bart.BartForQuestionAnswering bart.BartDecoderWrapper
            bart.BartForCausalLM mbart.MBartLearnedPositionalEmbedding mbart.MBartScaledWordEmbedding mbart.MBartAttention
            mbart.MBartEncoderLayer mbart.MBartDecoderLayer mbart.MBartClassificationHead mbart.MBartPreTrainedModel mbart.MBartEncoder
            mbart.MBartDecoder mbart.MBartModel mbart.MBartForConditionalGeneration mbart.MBartForSequenceClassification
            mbart.MBartForQuestionAnswering mbart.MBartDecoderWrapper mbart.MBartForCausalLM t5.T5ClassificationHead t5.T5PreTrainedModel
            t5.T5ForSequenceClassification t5.T5ForTokenClassification t5.T5ForQuestionAnswering mt5.MT5LayerNorm mt5.MT5DenseActDense
            mt5.MT5DenseGatedActDense mt5.MT5LayerFF mt5.MT5Attention mt5.MT5LayerSelfAttention mt5.MT5LayerCrossAttention mt5.MT5Block
            mt5.MT5ClassificationHead mt5.MT5PreTrainedModel mt5.MT5Stack mt5.MT5Model mt5.MT5ForConditionalGeneration mt5.MT5EncoderModel
            mt5.MT5ForSequenceClassification mt5.MT5ForTokenClassification mt5.MT5ForQuestionAnswering
            pegasus.PegasusSinusoidalPositionalEmbedding pegasus.PegasusAttention pegasus.PegasusEncoderLayer pegasus.PegasusDecoderLayer
            pegasus.PegasusPreTrainedModel pegasus.PegasusEncoder pegasus.PegasusDecoder pegasus.PegasusModel
            pegasus.PegasusForConditionalGeneration pegasus.PegasusDecoderWrapper pegasus.PegasusForCausalLM
            marian.MarianSinusoidalPositionalEmbedding marian.MarianAttention marian.MarianEncoderLayer marian.MarianDecoderLayer
            marian.MarianPreTrainedModel marian.MarianEncoder marian.MarianDecoder marian.MarianModel marian.MarianMTModel
            marian.MarianDecoderWrapper marian.MarianForCausalLM gpt2.GPT2SequenceSummary gpt2.GPT2PreTrainedModel gpt2.GPT2DoubleHeadsModel
            gpt2.GPT2ForTokenClassification gpt2.GPT2ForQuestionAnswering gpt_neo.GPTNeoSelfAttention gpt_neo.GPTNeoFlashAttention2
            gpt_neo.GPTNeoAttention gpt_neo.GPTNeoMLP gpt_neo.GPTNeoBlock gpt_neo.GPTNeoPreTrainedModel gpt_neo.GPTNeoModel
            gpt_neo.GPTNeoForCausalLM gpt_neo.GPTNeoForSequenceClassification gpt_neo.GPTNeoForTokenClassification
            gpt_neo.GPTNeoForQuestionAnswering gpt_neox.GPTNeoXMLP gpt_neox.GPTNeoXRotaryEmbedding gpt_neox.GPTNeoXAttention
            gpt_neox.GPTNeoXLayer gpt_neox.GPTNeoXPreTrainedModel gpt_neox.GPTNeoXModel gpt_neox.GPTNeoXForCausalLM
            gpt_neox.GPTNeoXForSequenceClassification gpt_neox.GPTNeoXForTokenClassification gpt_neox.GPTNeoXForQuestionAnswering
            gptj.GPTJAttention gptj.GPTJFlashAttention2 gptj.GPTJMLP gptj.GPTJBlock gptj.GPTJPreTrainedModel gptj.GPTJModel
            gptj.GPTJForCausalLM gptj.GPTJForSequenceClassification gptj.GPTJForQuestionAnswering opt.OPTLearnedPositionalEmbedding
            opt.OPTAttention opt.OPTDecoderLayer opt.OPTPreTrainedModel opt.OPTDecoder opt.OPTModel opt.OPTForCausalLM
            opt.OPTForSequenceClassification opt.OPTForQuestionAnswering bloom.BloomGelu bloom.BloomAttention bloom.BloomMLP
            bloom.BloomBlock bloom.BloomPreTrainedModel bloom.BloomModel bloom.BloomForCausalLM bloom.BloomForSequenceClassification
            bloom.BloomForTokenClassification bloom.BloomForQuestionAnswering llama.LlamaPreTrainedModel llama.LlamaForQuestionAnswering
            llama.LlamaForTokenClassification mistral.MistralPreTrainedModel mistral.MistralForTokenClassification
            mistral.MistralForSequenceClassification mistral.MistralForQuestionAnswering mixtral.MixtralExperts mixtral.MixtralTopKRouter
            mixtral.MixtralSparseMoeBlock mixtral.MixtralRMSNorm mixtral.MixtralRotaryEmbedding mixtral.MixtralAttention
            mixtral.MixtralDecoderLayer mixtral.MixtralPreTrainedModel mixtral.MixtralModel mixtral.MixtralForCausalLM
            mixtral.MixtralForSequenceClassification mixtral.MixtralForTokenClassification mixtral.MixtralForQuestionAnswering
            qwen2.Qwen2PreTrainedModel qwen2.Qwen2ForSequenceClassification qwen2.Qwen2ForTokenClassification
            qwen2.Qwen2ForQuestionAnswering qwen2_moe.Qwen2MoeRMSNorm qwen2_moe.Qwen2MoeRotaryEmbedding qwen2_moe.Qwen2MoeMLP
            qwen2_moe.Qwen2MoeAttention qwen2_moe.Qwen2MoeExperts qwen2_moe.Qwen2MoeTopKRouter qwen2_moe.Qwen2MoeSparseMoeBlock
            qwen2_moe.Qwen2MoeDecoderLayer qwen2_moe.Qwen2MoePreTrainedModel qwen2_moe.Qwen2MoeModel qwen2_moe.Qwen2MoeForCausalLM
            qwen2_moe.Qwen2MoeForSequenceClassification qwen2_moe.Qwen2MoeForTokenClassification qwen2_moe.Qwen2MoeForQuestionAnswering
            qwen3.Qwen3RMSNorm qwen3.Qwen3MLP qwen3.Qwen3RotaryEmbedding qwen3.Qwen3Attention qwen3.Qwen3DecoderLayer
            qwen3.Qwen3PreTrainedModel qwen3.Qwen3Model qwen3.Qwen3ForCausalLM qwen3.Qwen3ForSequenceClassification
            qwen3.Qwen3ForTokenClassification qwen3.Qwen3ForQuestionAnswering gemma.GemmaTextScaledWordEmbedding gemma.GemmaRMSNorm
            gemma.GemmaMLP gemma.GemmaRotaryEmbedding gemma.GemmaAttention gemma.GemmaDecoderLayer gemma.GemmaPreTrainedModel
            gemma.GemmaModel gemma.GemmaForCausalLM gemma.GemmaForSequenceClassification gemma.GemmaForTokenClassification
            gemma2.Gemma2RMSNorm gemma2.Gemma2MLP gemma2.Gemma2RotaryEmbedding gemma2.Gemma2Attention gemma2.Gemma2DecoderLayer
            gemma2.Gemma2TextScaledWordEmbedding gemma2.Gemma2PreTrainedModel gemma2.Gemma2Model gemma2.Gemma2ForCausalLM
            gemma2.Gemma2ForSequenceClassification gemma2.Gemma2ForTokenClassification gemma3.Gemma3TextScaledWordEmbedding gemma3.Gemma3MLP
            gemma3.Gemma3RMSNorm gemma3.Gemma3RotaryEmbedding gemma3.Gemma3Attention gemma3.Gemma3DecoderLayer gemma3.Gemma3PreTrainedModel
            gemma3.Gemma3TextModel gemma3.Gemma3ForCausalLM gemma3.Gemma3MultiModalProjector gemma3.Gemma3Model
            gemma3.Gemma3ForConditionalGeneration gemma3.Gemma3TextForSequenceClassification gemma3.Gemma3ForSequenceClassification
            phi.PhiRotaryEmbedding phi.PhiAttention phi.PhiMLP phi.PhiDecoderLayer phi.PhiPreTrainedModel phi.PhiModel phi.PhiForCausalLM
            phi.PhiForSequenceClassification phi.PhiForTokenClassification phi3.Phi3MLP phi3.Phi3RotaryEmbedding phi3.Phi3Attention
            phi3.Phi3RMSNorm phi3.Phi3DecoderLayer phi3.Phi3PreTrainedModel phi3.Phi3Model phi3.Phi3ForCausalLM
            phi3.Phi3ForSequenceClassification phi3.Phi3ForTokenClassification falcon.FalconLinear falcon.FalconRotaryEmbedding
            falcon.FalconAttention falcon.FalconFlashAttention2 falcon.FalconMLP falcon.FalconDecoderLayer falcon.FalconPreTrainedModel
            falcon.FalconModel falcon.FalconForCausalLM falcon.FalconForSequenceClassification falcon.FalconForTokenClassification
            falcon.FalconForQuestionAnswering vit.ViTMLP vit.ViTPreTrainedModel vit.ViTForMaskedImageModeling deit.DeiTPatchEmbeddings
            deit.DeiTEmbeddings deit.DeiTAttention deit.DeiTMLP deit.DeiTLayer deit.DeiTPreTrainedModel deit.DeiTPooler deit.DeiTModel
            deit.DeiTForMaskedImageModeling deit.DeiTForImageClassification deit.DeiTForImageClassificationWithTeacher
            beit.BeitPatchEmbeddings beit.BeitEmbeddings beit.BeitRelativePositionBias beit.BeitAttention beit.BeitMLP beit.BeitDropPath
            beit.BeitLayer beit.BeitPreTrainedModel beit.BeitModel beit.BeitPooler beit.BeitForMaskedImageModeling
            beit.BeitForImageClassification beit.BeitConvLayer beit.BeitPyramidPoolingBlock beit.BeitPyramidPoolingModule beit.BeitUperHead
            beit.BeitFCNHead beit.BeitFPNUpBlock beit.BeitFPNNeck beit.BeitForSemanticSegmentation beit.BeitBackbone swin.SwinDropPath
            swin.SwinEmbeddings swin.SwinPatchEmbeddings swin.SwinPatchMerging swin.SwinRelativePositionBias swin.SwinAttention swin.SwinMLP
            swin.SwinLayer swin.SwinStage swin.SwinPreTrainedModel swin.SwinEncoder swin.SwinModel swin.SwinForMaskedImageModeling
            swin.SwinForImageClassification swin.SwinBackbone convnext.ConvNextLayerNorm convnext.ConvNextEmbeddings
            convnext.ConvNextDropPath convnext.ConvNextLayer convnext.ConvNextStage convnext.ConvNextPreTrainedModel
            convnext.ConvNextEncoder convnext.ConvNextModel convnext.ConvNextForImageClassification convnext.ConvNextBackbone
            resnet.ResNetConvLayer resnet.ResNetEmbeddings resnet.ResNetShortCut resnet.ResNetBasicLayer resnet.ResNetBottleNeckLayer
            resnet.ResNetStage resnet.ResNetEncoder resnet.ResNetPreTrainedModel resnet.ResNetModel resnet.ResNetForImageClassification
            resnet.ResNetBackbone dinov2.Dinov2Embeddings dinov2.Dinov2PatchEmbeddings dinov2.Dinov2SelfAttention dinov2.Dinov2SelfOutput
            dinov2.Dinov2Attention dinov2.Dinov2LayerScale dinov2.Dinov2MLP dinov2.Dinov2SwiGLUFFN dinov2.Dinov2DropPath dinov2.Dinov2Layer
            dinov2.Dinov2PreTrainedModel dinov2.Dinov2Encoder dinov2.Dinov2Model dinov2.Dinov2ForImageClassification dinov2.Dinov2Backbone
            clip.CLIPPreTrainedModel clip.CLIPTextModelWithProjection clip.CLIPVisionModelWithProjection clip.CLIPForImageClassification
            siglip.SiglipVisionEmbeddings siglip.SiglipTextEmbeddings siglip.SiglipAttention siglip.SiglipMLP siglip.SiglipEncoderLayer
            siglip.SiglipPreTrainedModel siglip.SiglipEncoder siglip.SiglipTextModel siglip.SiglipVisionModel
            siglip.SiglipMultiheadAttentionPoolingHead siglip.SiglipModel siglip.SiglipForImageClassification blip.BlipVisionEmbeddings
            blip.BlipTextEmbeddings blip.BlipAttention blip.BlipMLP blip.BlipEncoderLayer blip.BlipPreTrainedModel blip.BlipEncoder
            blip.BlipVisionModel blip.BlipModel blip.BlipForConditionalGeneration blip.BlipForQuestionAnswering
            blip.BlipForImageTextRetrieval whisper.WhisperPreTrainedModel whisper.WhisperDecoderWrapper whisper.WhisperForCausalLM
            whisper.WhisperForAudioClassification wav2vec2.Wav2Vec2NoLayerNormConvLayer wav2vec2.Wav2Vec2LayerNormConvLayer
            wav2vec2.Wav2Vec2GroupNormConvLayer wav2vec2.Wav2Vec2PositionalConvEmbedding wav2vec2.Wav2Vec2SamePadLayer
            wav2vec2.Wav2Vec2EncoderLayerStableLayerNorm wav2vec2.Wav2Vec2EncoderStableLayerNorm wav2vec2.Wav2Vec2GumbelVectorQuantizer
            wav2vec2.Wav2Vec2Adapter wav2vec2.Wav2Vec2AdapterLayer wav2vec2.Wav2Vec2AttnAdapterLayer wav2vec2.Wav2Vec2PreTrainedModel
            wav2vec2.Wav2Vec2ForPreTraining wav2vec2.Wav2Vec2ForAudioFrameClassification wav2vec2.AMSoftmaxLoss wav2vec2.TDNNLayer
            wav2vec2.Wav2Vec2ForXVector hubert.HubertPositionalConvEmbedding hubert.HubertSamePadLayer hubert.HubertNoLayerNormConvLayer
            hubert.HubertLayerNormConvLayer hubert.HubertGroupNormConvLayer hubert.HubertFeatureEncoder hubert.HubertFeatureProjection
            hubert.HubertAttention hubert.HubertFeedForward hubert.HubertEncoderLayer hubert.HubertEncoder hubert.HubertAttnAdapterLayer
            hubert.HubertEncoderLayerStableLayerNorm hubert.HubertEncoderStableLayerNorm hubert.HubertPreTrainedModel hubert.HubertModel
            hubert.HubertForCTC hubert.HubertForSequenceClassification detr.DetrFrozenBatchNorm2d detr.DetrConvEncoder
            detr.DetrSinePositionEmbedding detr.DetrLearnedPositionEmbedding detr.DetrSelfAttention detr.DetrCrossAttention detr.DetrMLP
            detr.DetrEncoderLayer detr.DetrDecoderLayer detr.DetrConvBlock detr.DetrFPNFusionStage detr.DetrMaskHeadSmallConv
            detr.DetrMHAttentionMap detr.DetrPreTrainedModel detr.DetrEncoder detr.DetrDecoder detr.DetrModel detr.DetrMLPPredictionHead
            detr.DetrForObjectDetection detr.DetrForSegmentation segformer.SegformerOverlapPatchEmbeddings
            segformer.SegformerSequenceReduction segformer.SegformerAttention segformer.SegformerDepthWiseConv segformer.SegformerMixMLP
            segformer.SegformerDropPath segformer.SegformerLayer segformer.SegformerStage segformer.SegformerPreTrainedModel
            segformer.SegformerModel segformer.SegformerForImageClassification segformer.SegformerMLP segformer.SegformerDecodeHead
            segformer.SegformerForSemanticSegmentation sam.SamPatchEmbeddings sam.SamMLPBlock sam.SamLayerNorm sam.SamAttention
            sam.SamTwoWayAttentionBlock sam.SamTwoWayTransformer sam.SamFeedForward sam.SamMaskDecoder sam.SamPositionalEmbedding
            sam.SamMaskEmbedding sam.SamPromptEncoder sam.SamVisionAttention sam.SamVisionSdpaAttention sam.SamVisionLayer sam.SamVisionNeck
            sam.SamPreTrainedModel sam.SamVisionEncoder sam.SamVisionModel sam.SamModel xlnet.XLNetRelativeAttention xlnet.XLNetFeedForward
            xlnet.XLNetLayer xlnet.XLNetPoolerStartLogits xlnet.XLNetPoolerEndLogits xlnet.XLNetPoolerAnswerClass xlnet.XLNetSequenceSummary
            xlnet.XLNetPreTrainedModel xlnet.XLNetModel xlnet.XLNetLMHeadModel xlnet.XLNetForSequenceClassification
            xlnet.XLNetForTokenClassification xlnet.XLNetForMultipleChoice xlnet.XLNetForQuestionAnsweringSimple
            xlnet.XLNetForQuestionAnswering longformer.LongformerEmbeddings longformer.LongformerSelfAttention
            longformer.LongformerSelfOutput longformer.LongformerAttention longformer.LongformerIntermediate longformer.LongformerOutput
            longformer.LongformerLayer longformer.LongformerEncoder longformer.LongformerPooler longformer.LongformerLMHead
            longformer.LongformerPreTrainedModel longformer.LongformerModel longformer.LongformerForMaskedLM
            longformer.LongformerForSequenceClassification longformer.LongformerClassificationHead longformer.LongformerForQuestionAnswering
            longformer.LongformerForTokenClassification longformer.LongformerForMultipleChoice layoutlm.LayoutLMEmbeddings
            layoutlm.LayoutLMSelfAttention layoutlm.LayoutLMSelfOutput layoutlm.LayoutLMAttention layoutlm.LayoutLMIntermediate
            layoutlm.LayoutLMOutput layoutlm.LayoutLMLayer layoutlm.LayoutLMEncoder layoutlm.LayoutLMPooler
            layoutlm.LayoutLMPredictionHeadTransform layoutlm.LayoutLMLMPredictionHead layoutlm.LayoutLMOnlyMLMHead
            layoutlm.LayoutLMPreTrainedModel layoutlm.LayoutLMModel layoutlm.LayoutLMForMaskedLM layoutlm.LayoutLMForSequenceClassification
            layoutlm.LayoutLMForTokenClassification layoutlm.LayoutLMForQuestionAnswering mobilebert.NoNorm mobilebert.MobileBertEmbeddings
            mobilebert.MobileBertSelfAttention mobilebert.MobileBertSelfOutput mobilebert.MobileBertAttention
            mobilebert.MobileBertIntermediate mobilebert.OutputBottleneck mobilebert.MobileBertOutput mobilebert.BottleneckLayer
            mobilebert.Bottleneck mobilebert.FFNOutput mobilebert.FFNLayer mobilebert.MobileBertLayer mobilebert.MobileBertEncoder
            mobilebert.MobileBertPooler mobilebert.MobileBertPredictionHeadTransform mobilebert.MobileBertLMPredictionHead
            mobilebert.MobileBertOnlyMLMHead mobilebert.MobileBertPreTrainingHeads mobilebert.MobileBertPreTrainedModel
            mobilebert.MobileBertModel mobilebert.MobileBertForPreTraining mobilebert.MobileBertForMaskedLM mobilebert.MobileBertOnlyNSPHead
            mobilebert.MobileBertForNextSentencePrediction mobilebert.MobileBertForSequenceClassification
            mobilebert.MobileBertForQuestionAnswering mobilebert.MobileBertForMultipleChoice mobilebert.MobileBertForTokenClassification
            funnel.FunnelEmbeddings funnel.FunnelAttentionStructure funnel.FunnelRelMultiheadAttention funnel.FunnelPositionwiseFFN
            funnel.FunnelLayer funnel.FunnelEncoder funnel.FunnelDecoder funnel.FunnelDiscriminatorPredictions funnel.FunnelPreTrainedModel
            funnel.FunnelClassificationHead funnel.FunnelBaseModel funnel.FunnelModel funnel.FunnelForPreTraining funnel.FunnelForMaskedLM
            funnel.FunnelForSequenceClassification funnel.FunnelForMultipleChoice funnel.FunnelForTokenClassification
            funnel.FunnelForQuestionAnswering led.LEDLearnedPositionalEmbedding led.LEDEncoderSelfAttention led.LEDEncoderAttention
            led.LEDDecoderAttention led.LEDEncoderLayer led.LEDDecoderLayer led.LEDClassificationHead led.LEDPreTrainedModel led.LEDEncoder
            led.LEDDecoder led.LEDModel led.LEDForConditionalGeneration led.LEDForQuestionAnswering
            bigbird_pegasus.BigBirdPegasusLearnedPositionalEmbedding bigbird_pegasus.BigBirdPegasusScaledWordEmbedding
            bigbird_pegasus.BigBirdPegasusSelfAttention bigbird_pegasus.BigBirdPegasusBlockSparseAttention
            bigbird_pegasus.BigBirdPegasusEncoderAttention bigbird_pegasus.BigBirdPegasusDecoderAttention
            bigbird_pegasus.BigBirdPegasusEncoderLayer bigbird_pegasus.BigBirdPegasusDecoderLayer
            bigbird_pegasus.BigBirdPegasusClassificationHead bigbird_pegasus.BigBirdPegasusPreTrainedModel
            bigbird_pegasus.BigBirdPegasusEncoder bigbird_pegasus.BigBirdPegasusDecoder bigbird_pegasus.BigBirdPegasusModel
            bigbird_pegasus.BigBirdPegasusForConditionalGeneration bigbird_pegasus.BigBirdPegasusForSequenceClassification
            bigbird_pegasus.BigBirdPegasusForQuestionAnswering bigbird_pegasus.BigBirdPegasusDecoderWrapper
            bigbird_pegasus.BigBirdPegasusForCausalLM big_bird.BigBirdEmbeddings big_bird.BigBirdSelfAttention
            big_bird.BigBirdBlockSparseAttention big_bird.BigBirdSelfOutput big_bird.BigBirdAttention big_bird.BigBirdIntermediate
            big_bird.BigBirdOutput big_bird.BigBirdLayer big_bird.BigBirdEncoder big_bird.BigBirdPredictionHeadTransform
            big_bird.BigBirdLMPredictionHead big_bird.BigBirdOnlyMLMHead big_bird.BigBirdOnlyNSPHead big_bird.BigBirdPreTrainingHeads
            big_bird.BigBirdPreTrainedModel big_bird.BigBirdModel big_bird.BigBirdForPreTraining big_bird.BigBirdForMaskedLM
            big_bird.BigBirdForCausalLM big_bird.BigBirdClassificationHead big_bird.BigBirdForSequenceClassification
            big_bird.BigBirdForMultipleChoice big_bird.BigBirdForTokenClassification big_bird.BigBirdForQuestionAnsweringHead
            big_bird.BigBirdForQuestionAnswering squeezebert.SqueezeBertEmbeddings squeezebert.MatMulWrapper
            squeezebert.SqueezeBertLayerNorm squeezebert.ConvDropoutLayerNorm squeezebert.ConvActivation
            squeezebert.SqueezeBertSelfAttention squeezebert.SqueezeBertModule squeezebert.SqueezeBertEncoder squeezebert.SqueezeBertPooler
            squeezebert.SqueezeBertPredictionHeadTransform squeezebert.SqueezeBertLMPredictionHead squeezebert.SqueezeBertOnlyMLMHead
            squeezebert.SqueezeBertPreTrainedModel squeezebert.SqueezeBertModel squeezebert.SqueezeBertForMaskedLM
            squeezebert.SqueezeBertForSequenceClassification squeezebert.SqueezeBertForMultipleChoice
            squeezebert.SqueezeBertForTokenClassification squeezebert.SqueezeBertForQuestionAnswering
            roformer.RoFormerSinusoidalPositionalEmbedding roformer.RoFormerEmbeddings roformer.RoFormerSelfAttention
            roformer.RoFormerSelfOutput roformer.RoFormerAttention roformer.RoFormerIntermediate roformer.RoFormerOutput
            roformer.RoFormerLayer roformer.RoFormerEncoder roformer.RoFormerSequenceSummary roformer.RoFormerPredictionHeadTransform
            roformer.RoFormerLMPredictionHead roformer.RoFormerOnlyMLMHead roformer.RoFormerPreTrainedModel roformer.RoFormerModel
            roformer.RoFormerForMaskedLM roformer.RoFormerForCausalLM roformer.RoFormerClassificationHead
            roformer.RoFormerForSequenceClassification roformer.RoFormerForMultipleChoice roformer.RoFormerForTokenClassification
            roformer.RoFormerForQuestionAnswering wavlm.WavLMSamePadLayer wavlm.WavLMPositionalConvEmbedding wavlm.WavLMFeatureProjection
            wavlm.WavLMAttention wavlm.WavLMFeedForward wavlm.WavLMEncoderLayer wavlm.WavLMEncoderLayerStableLayerNorm wavlm.WavLMEncoder
            wavlm.WavLMEncoderStableLayerNorm wavlm.WavLMGumbelVectorQuantizer wavlm.WavLMPreTrainedModel wavlm.WavLMNoLayerNormConvLayer
            wavlm.WavLMLayerNormConvLayer wavlm.WavLMGroupNormConvLayer wavlm.WavLMFeatureEncoder wavlm.WavLMAdapterLayer wavlm.WavLMAdapter
            wavlm.WavLMModel wavlm.WavLMForCTC wavlm.WavLMForSequenceClassification wavlm.WavLMForAudioFrameClassification
            wavlm.AMSoftmaxLoss wavlm.TDNNLayer wavlm.WavLMForXVector speecht5.SpeechT5NoLayerNormConvLayer
            speecht5.SpeechT5LayerNormConvLayer speecht5.SpeechT5GroupNormConvLayer speecht5.SpeechT5SinusoidalPositionalEmbedding
            speecht5.SpeechT5PositionalConvEmbedding speecht5.SpeechT5ScaledPositionalEncoding speecht5.SpeechT5RelativePositionalEncoding
            speecht5.SpeechT5SamePadLayer speecht5.SpeechT5FeatureEncoder speecht5.SpeechT5FeatureProjection
            speecht5.SpeechT5SpeechEncoderPrenet speecht5.SpeechT5SpeechDecoderPrenet speecht5.SpeechT5BatchNormConvLayer
            speecht5.SpeechT5SpeechDecoderPostnet speecht5.SpeechT5TextEncoderPrenet speecht5.SpeechT5TextDecoderPrenet
            speecht5.SpeechT5TextDecoderPostnet speecht5.SpeechT5Attention speecht5.SpeechT5FeedForward speecht5.SpeechT5EncoderLayer
            speecht5.SpeechT5DecoderLayer speecht5.SpeechT5PreTrainedModel speecht5.SpeechT5Encoder speecht5.SpeechT5EncoderWithSpeechPrenet
            speecht5.SpeechT5EncoderWithTextPrenet speecht5.SpeechT5EncoderWithoutPrenet speecht5.SpeechT5Decoder
            speecht5.SpeechT5DecoderWithSpeechPrenet speecht5.SpeechT5DecoderWithTextPrenet speecht5.SpeechT5DecoderWithoutPrenet
            speecht5.SpeechT5GuidedMultiheadAttentionLoss speecht5.SpeechT5SpectrogramLoss speecht5.SpeechT5Model
            speecht5.SpeechT5ForSpeechToText speecht5.SpeechT5ForTextToSpeech speecht5.SpeechT5ForSpeechToSpeech
            speecht5.HifiGanResidualBlock speecht5.SpeechT5HifiGan vit_mae.ViTMAEPatchEmbeddings vit_mae.ViTMAEEmbeddings
            vit_mae.ViTMAEAttention vit_mae.ViTMAEMLP vit_mae.ViTMAELayer vit_mae.ViTMAEDecoder vit_mae.ViTMAEPreTrainedModel
            vit_mae.ViTMAEModel vit_mae.ViTMAEForPreTraining trocr.TrOCRLearnedPositionalEmbedding trocr.TrOCRScaledWordEmbedding
            trocr.TrOCRSinusoidalPositionalEmbedding trocr.TrOCRAttention trocr.TrOCRDecoderLayer trocr.TrOCRPreTrainedModel
            trocr.TrOCRDecoder trocr.TrOCRDecoderWrapper trocr.TrOCRForCausalLM yolos.YolosEmbeddings
            yolos.InterpolateInitialPositionEmbeddings yolos.InterpolateMidPositionEmbeddings yolos.YolosPatchEmbeddings
            yolos.YolosSelfAttention yolos.YolosSelfOutput yolos.YolosAttention yolos.YolosIntermediate yolos.YolosOutput yolos.YolosLayer
            yolos.YolosEncoder yolos.YolosPreTrainedModel yolos.YolosModel yolos.YolosPooler yolos.YolosMLPPredictionHead
            yolos.YolosForObjectDetection dpt.DPTViTHybridEmbeddings dpt.DPTViTEmbeddings dpt.DPTViTPatchEmbeddings dpt.DPTSelfAttention
            dpt.DPTViTSelfOutput dpt.DPTViTAttention dpt.DPTViTIntermediate dpt.DPTViTOutput dpt.DPTViTLayer dpt.DPTReassembleStage
            dpt.DPTReassembleLayer dpt.DPTFeatureFusionStage dpt.DPTPreActResidualLayer dpt.DPTFeatureFusionLayer dpt.DPTPreTrainedModel
            dpt.DPTViTEncoder dpt.DPTModel dpt.DPTViTPooler dpt.DPTNeck dpt.DPTDepthEstimationHead dpt.DPTForDepthEstimation
            dpt.DPTSemanticSegmentationHead dpt.DPTAuxiliaryHead dpt.DPTForSemanticSegmentation vilt.ViltEmbeddings vilt.TextEmbeddings
            vilt.ViltPatchEmbeddings vilt.ViltSelfAttention vilt.ViltSelfOutput vilt.ViltAttention vilt.ViltIntermediate vilt.ViltOutput
            vilt.ViltLayer vilt.ViltEncoder vilt.ViltPreTrainedModel vilt.ViltModel vilt.ViltPooler vilt.ViltForMaskedLM
            vilt.ViltPredictionHeadTransform vilt.ViltMLMHead vilt.ViltForQuestionAnswering vilt.ViltForImageAndTextRetrieval
            vilt.ViltForImagesAndTextClassification vilt.ViltForTokenClassification blip_2.Blip2VisionEmbeddings blip_2.Blip2Attention
            blip_2.Blip2MLP blip_2.Blip2EncoderLayer blip_2.Blip2PreTrainedModel blip_2.Blip2Encoder blip_2.Blip2VisionModel
            blip_2.Blip2QFormerMultiHeadAttention blip_2.Blip2QFormerSelfOutput blip_2.Blip2QFormerAttention blip_2.Blip2QFormerIntermediate
            blip_2.Blip2QFormerOutput blip_2.Blip2QFormerLayer blip_2.Blip2QFormerEncoder blip_2.Blip2TextEmbeddings
            blip_2.Blip2QFormerModel blip_2.Blip2Model blip_2.Blip2TextModelWithProjection blip_2.Blip2VisionModelWithProjection
            blip_2.Blip2ForConditionalGeneration blip_2.Blip2ForImageTextRetrieval # a model or a part of one [Module]
        value transformers.modeling_outputs: BaseModelOutputWithNoAttention BaseModelOutputWithPoolingAndNoAttention
            BaseModelOutputWithCrossAttentions BaseModelOutputWithPoolingAndCrossAttentions BaseModelOutputWithPastAndCrossAttentions
            MoEModelOutput MoeModelOutputWithPast MoeCausalLMOutputWithPast MoEModelOutputWithPastAndCrossAttentions Seq2SeqMoEModelOutput
            CausalLMOutputWithCrossAttentions SequenceClassifierOutputWithPast Seq2SeqMoEOutput NextSentencePredictorOutput
            Seq2SeqSequenceClassifierOutput MultipleChoiceModelOutput Seq2SeqQuestionAnsweringModelOutput SemanticSegmenterOutput
            ImageClassifierOutputWithNoAttention DepthEstimatorOutput ImageSuperResolutionOutput Wav2Vec2BaseModelOutput XVectorOutput
            BackboneOutput BaseModelOutputWithPoolingAndProjection Seq2SeqSpectrogramOutput Seq2SeqTSModelOutput Seq2SeqTSPredictionOutput
            SampleTSPredictionOutput MaskedImageModelingOutput # tensors by name
        operand transformers.trainer_utils: EvalPrediction # tensors and a tuple of them
        operand transformers.models.*.image_processing_*: aria.AriaImageProcessor beit.BeitImageProcessor bit.BitImageProcessor
            blip.BlipImageProcessor bridgetower.BridgeTowerImageProcessor chameleon.ChameleonImageProcessor
            chinese_clip.ChineseCLIPImageProcessor chmv2.CHMv2ImageProcessor clip.CLIPImageProcessor
            cohere2_vision.Cohere2VisionImageProcessor cohere_compass.CohereCompassImageProcessor
            conditional_detr.ConditionalDetrImageProcessor convnext.ConvNextImageProcessor cosmos3_edge.Cosmos3EdgeImageProcessor
            deepseek_ocr2.DeepseekOcr2ImageProcessor deepseek_vl.DeepseekVLImageProcessor deepseek_vl_hybrid.DeepseekVLHybridImageProcessor
            deformable_detr.DeformableDetrImageProcessor deit.DeiTImageProcessor depth_pro.DepthProImageProcessor detr.DetrImageProcessor
            dinov3_vit.DINOv3ViTImageProcessor donut.DonutImageProcessor dpt.DPTImageProcessor efficientloftr.EfficientLoFTRImageProcessor
            efficientnet.EfficientNetImageProcessor emu3.Emu3ImageProcessor eomt.EomtImageProcessor
            ernie4_5_vl_moe.Ernie4_5_VLMoeImageProcessor ernie4_5_vl_moe.Ernie4_5_VL_MoeImageProcessor flava.FlavaImageProcessor
            fuyu.FuyuImageProcessor gemma3.Gemma3ImageProcessor gemma4.Gemma4ImageProcessor gemma4_unified.Gemma4UnifiedImageProcessor
            glm46v.Glm46VImageProcessor glm4v.Glm4vImageProcessor glm5_next.Glm5NextImageProcessor glm_image.GlmImageImageProcessor
            glmga.GlmgaImageProcessor glpn.GLPNImageProcessor got_ocr2.GotOcr2ImageProcessor grounding_dino.GroundingDinoImageProcessor
            hunyuan_vl.HunYuanVLImageProcessor idefics.IdeficsImageProcessor idefics2.Idefics2ImageProcessor idefics3.Idefics3ImageProcessor
            imagegpt.ImageGPTImageProcessor inkling.InklingImageProcessor janus.JanusImageProcessor kimi_k25.Kimi_K25ImageProcessor
            kosmos2_5.Kosmos2_5ImageProcessor layoutlmv2.LayoutLMv2ImageProcessor layoutlmv3.LayoutLMv3ImageProcessor
            levit.LevitImageProcessor lfm2_vl.Lfm2VlImageProcessor lightglue.LightGlueImageProcessor llama4.Llama4ImageProcessor
            llava.LlavaImageProcessor llava_next.LlavaNextImageProcessor llava_onevision.LlavaOnevisionImageProcessor
            mask2former.Mask2FormerImageProcessor maskformer.MaskFormerImageProcessor minicpmv4_6.MiniCPMV4_6ImageProcessor
            minimax_m3_vl.MiniMaxM3VLImageProcessor mllama.MllamaImageProcessor mobilenet_v1.MobileNetV1ImageProcessor
            mobilenet_v2.MobileNetV2ImageProcessor mobilevit.MobileViTImageProcessor muse_glimmer.MuseGlimmerImageProcessor
            neomme.NeoMMEImageProcessor nougat.NougatImageProcessor oneformer.OneFormerImageProcessor ovis2.Ovis2ImageProcessor
            owlv2.Owlv2ImageProcessor owlvit.OwlViTImageProcessor paddleocr_vl.PaddleOCRVLImageProcessor perceiver.PerceiverImageProcessor
            perception_lm.PerceptionLMImageProcessor phi4_multimodal.Phi4MultimodalImageProcessor pi0.PI0ImageProcessor
            pix2struct.Pix2StructImageProcessor pixtral.PixtralImageProcessor poolformer.PoolFormerImageProcessor
            pp_chart2table.PPChart2TableImageProcessor pp_doclayout_v2.PPDocLayoutV2ImageProcessor
            pp_doclayout_v3.PPDocLayoutV3ImageProcessor pp_formulanet.PPFormulaNetImageProcessor pp_lcnet.PPLCNetImageProcessor
            pp_ocrv5_server_det.PPOCRV5ServerDetImageProcessor pp_ocrv5_server_rec.PPOCRV5ServerRecImageProcessor
            pp_ocrv6_small_rec.PPOCRV6SmallRecImageProcessor prompt_depth_anything.PromptDepthAnythingImageProcessor pvt.PvtImageProcessor
            qwen2_vl.Qwen2VLImageProcessor rf_detr.RfDetrImageProcessor rt_detr.RTDetrImageProcessor sam.SamImageProcessor
            sam2.Sam2ImageProcessor sam3.Sam3ImageProcessor sapiens2.Sapiens2ImageProcessor segformer.SegformerImageProcessor
            seggpt.SegGptImageProcessor siglip.SiglipImageProcessor siglip2.Siglip2ImageProcessor slanext.SLANeXtImageProcessor
            smolvlm.SmolVLMImageProcessor step3p7.Step3p7ImageProcessor superglue.SuperGlueImageProcessor
            superpoint.SuperPointImageProcessor swin2sr.Swin2SRImageProcessor textnet.TextNetImageProcessor
            timm_wrapper.TimmWrapperImageProcessor tipsv2.Tipsv2ImageProcessor tipsv2_dpt.Tipsv2DptImageProcessor tvp.TvpImageProcessor
            uvdoc.UVDocImageProcessor video_llama_3.VideoLlama3ImageProcessor video_llava.VideoLlavaImageProcessor
            videomae.VideoMAEImageProcessor vilt.ViltImageProcessor vit.ViTImageProcessor vitmatte.VitMatteImageProcessor
            vitpose.VitPoseImageProcessor vivit.VivitImageProcessor yolos.YolosImageProcessor zoedepth.ZoeDepthImageProcessor # settings of
            how images are made ready
        operand transformers.models.*.feature_extraction_*: audio_spectrogram_transformer.ASTFeatureExtractor clap.ClapFeatureExtractor
            clvp.ClvpFeatureExtractor cohere_asr.CohereAsrFeatureExtractor dac.DacFeatureExtractor dia.DiaFeatureExtractor
            encodec.EncodecFeatureExtractor fun_asr_nano.FunAsrNanoFeatureExtractor gemma3n.Gemma3nAudioFeatureExtractor
            gemma4.Gemma4AudioFeatureExtractor gemma4_unified.Gemma4UnifiedAudioFeatureExtractor
            granite_speech.GraniteSpeechFeatureExtractor granite_speech5.GraniteSpeech5FeatureExtractor inkling.InklingFeatureExtractor
            kyutai_speech_to_text.KyutaiSpeechToTextFeatureExtractor lasr.LasrFeatureExtractor markuplm.MarkupLMFeatureExtractor
            musicgen_melody.MusicgenMelodyFeatureExtractor nemotron_asr_streaming.NemotronAsrStreamingFeatureExtractor
            neucodec.NeuCodecFeatureExtractor parakeet.ParakeetFeatureExtractor pe_audio.PeAudioFeatureExtractor
            phi4_multimodal.Phi4MultimodalFeatureExtractor pop2piano.Pop2PianoFeatureExtractor qwen3_asr.Qwen3ASRFeatureExtractor
            seamless_m4t.SeamlessM4TFeatureExtractor speech_to_text.Speech2TextFeatureExtractor speecht5.SpeechT5FeatureExtractor
            univnet.UnivNetFeatureExtractor vibevoice_acoustic_tokenizer.VibeVoiceAcousticTokenizerFeatureExtractor
            voxtral_realtime.VoxtralRealtimeFeatureExtractor wav2vec2.Wav2Vec2FeatureExtractor whisper.WhisperFeatureExtractor
            xcodec2.Xcodec2FeatureExtractor # settings of how sounds or images are made ready
        operand transformers.trainer_callback: ExportableState TrainerCallback CallbackHandler DefaultFlowCallback PrinterCallback
            EarlyStoppingCallback # settings of a run
        """;
}
