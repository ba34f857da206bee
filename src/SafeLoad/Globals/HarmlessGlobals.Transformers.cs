namespace SafeLoad.Globals;

/// <content>Hugging Face transformers and what stands on it.</content>
internal static partial class HarmlessGlobals
{
    // Configurations and models have no __setstate__. Not here: tokenizers,
    // whose __setstate__ opens the vocabulary file that the state names; pipelines; dynamic modules.
    private const string Transformers = """
        operand transformers.training_args: TrainingArguments # settings of a run: plain attributes; __post_init__ does not run when it is
            unpickled
        operand transformers.training_args_seq2seq: Seq2SeqTrainingArguments # settings of a run: plain attributes; __post_init__ does not
            run when it is unpickled
        shared transformers.training_args: OptimizerNames ParallelMode # a member of an enumeration
        shared transformers.trainer_utils: IntervalStrategy SaveStrategy EvaluationStrategy HubStrategy SchedulerType FSDPOption # a member
            of an enumeration
        value transformers.trainer_utils: PredictionOutput EvalLoopOutput TrainOutput BestRun # a named tuple of results
        operand transformers.trainer_pt_utils: AcceleratorConfig # settings of a run
        operand transformers.trainer_callback: TrainerState TrainerControl # numbers of a run
        shared transformers.debug_utils: DebugOption # a member of an enumeration
        shared transformers.utils.generic,transformers.file_utils: ExplicitEnum PaddingStrategy TensorType # a member of an enumeration
        operand transformers.integrations.deepspeed,transformers.deepspeed,transformers.integrations: HfTrainerDeepSpeedConfig
            HfDeepSpeedConfig # settings of a run
        shared transformers.utils.quantization_config: QuantizationMethod AWQLinearVersion # a member of an enumeration
        operand transformers.utils.quantization_config: BitsAndBytesConfig GPTQConfig AwqConfig # settings of a model
        operand transformers.configuration_utils: PretrainedConfig PreTrainedConfig # settings of a model
        operand transformers.generation.configuration_utils: GenerationConfig # settings of a model
        operand transformers.tokenization_utils_base,tokenizers: AddedToken # a word and five switches; its __setstate__ reads them in
            native code
        operand transformers.tokenization_utils_base: BatchEncoding # tensors by name; its __setstate__ stores them
        operand transformers.feature_extraction_utils,transformers.image_processing_base: BatchFeature # tensors by name; its __setstate__
            stores them
        operand transformers.modeling_utils: PreTrainedModel # a model [Module]
        operand transformers.pytorch_utils,transformers.modeling_utils: Conv1D # a layer [Module]
        operand transformers.activations: GELUActivation NewGELUActivation FastGELUActivation QuickGELUActivation SiLUActivation
            PytorchGELUTanh ClippedGELUActivation ReLUSquaredActivation MishActivation LinearActivation # an activation [Module]
        name transformers.modeling_rope_utils: _compute_default_rope_parameters _compute_linear_scaling_rope_parameters
            _compute_dynamic_ntk_parameters _compute_yarn_parameters _compute_longrope_parameters _compute_llama3_parameters # a function of
            numbers, kept as an attribute
        operand transformers.cache_utils: DynamicCache StaticCache # tensors
        value transformers.modeling_outputs: BaseModelOutput BaseModelOutputWithPooling BaseModelOutputWithPast CausalLMOutput
            CausalLMOutputWithPast MaskedLMOutput SequenceClassifierOutput TokenClassifierOutput QuestionAnsweringModelOutput
            Seq2SeqLMOutput Seq2SeqModelOutput ImageClassifierOutput # tensors by name
        operand sentence_transformers.SentenceTransformer: SentenceTransformer # modules one after the other [Module]
        operand sentence_transformers.models.Transformer: Transformer # a module around a model [Module]
        operand sentence_transformers.models.Pooling: Pooling # a layer [Module]
        operand sentence_transformers.models.Normalize: Normalize # a layer [Module]
        operand sentence_transformers.models.Dense: Dense # a layer [Module]
        operand peft.peft_model: PeftModel PeftModelForCausalLM PeftModelForSequenceClassification # a model around another [Module]
        operand peft.tuners.lora,peft.tuners.lora.config: LoraConfig LoraRuntimeConfig # settings
        operand peft.tuners.lora,peft.tuners.lora.model: LoraModel # a model around another [Module]
        operand peft.tuners.lora,peft.tuners.lora.layer: Linear Embedding Conv2d # a layer [Module]
        shared peft.utils.peft_types,peft.utils.config: PeftType TaskType # a member of an enumeration
        operand trl.trainer.sft_config: SFTConfig # settings of a run
        operand trl.trainer.dpo_config: DPOConfig # settings of a run
        operand trl.trainer.grpo_config: GRPOConfig # settings of a run
        operand trl.trainer.reward_config: RewardConfig # settings of a run
        operand trl.trainer.kto_config: KTOConfig # settings of a run
        operand trl.trainer.orpo_config: ORPOConfig # settings of a run
        operand diffusers.configuration_utils: FrozenDict # a dict that cannot be changed
        operand transformers.models.bert.configuration_bert: BertConfig # settings of a model
        operand transformers.models.bert.modeling_bert: BertModel BertForMaskedLM BertForSequenceClassification BertForTokenClassification
            BertForQuestionAnswering BertEmbeddings BertEncoder BertLayer BertAttention BertSelfAttention BertSdpaSelfAttention
            BertSelfOutput BertIntermediate BertOutput BertPooler # a model or a part of one [Module]
        operand transformers.models.roberta.configuration_roberta: RobertaConfig # settings of a model
        operand transformers.models.roberta.modeling_roberta: RobertaModel RobertaForMaskedLM RobertaForSequenceClassification
            RobertaForTokenClassification RobertaEmbeddings RobertaEncoder RobertaLayer RobertaAttention RobertaSelfAttention
            RobertaSdpaSelfAttention RobertaSelfOutput RobertaIntermediate RobertaOutput RobertaPooler RobertaClassificationHead
            RobertaLMHead # a model or a part of one [Module]
        operand transformers.models.distilbert.configuration_distilbert: DistilBertConfig # settings of a model
        operand transformers.models.distilbert.modeling_distilbert: DistilBertModel DistilBertForSequenceClassification
            DistilBertForMaskedLM DistilBertForTokenClassification Embeddings FFN MultiHeadSelfAttention DistilBertSdpaAttention Transformer
            TransformerBlock # a model or a part of one [Module]
        operand transformers.models.gpt2.configuration_gpt2: GPT2Config # settings of a model
        operand transformers.models.gpt2.modeling_gpt2: GPT2Model GPT2LMHeadModel GPT2ForSequenceClassification GPT2Block GPT2Attention
            GPT2SdpaAttention GPT2MLP # a model or a part of one [Module]
        operand transformers.models.t5.configuration_t5: T5Config # settings of a model
        operand transformers.models.t5.modeling_t5: T5Model T5ForConditionalGeneration T5EncoderModel T5Stack T5Block T5Attention
            T5LayerSelfAttention T5LayerCrossAttention T5LayerFF T5LayerNorm T5DenseActDense T5DenseGatedActDense # a model or a part of one
            [Module]
        operand transformers.models.llama.configuration_llama: LlamaConfig # settings of a model
        operand transformers.models.llama.modeling_llama: LlamaModel LlamaForCausalLM LlamaForSequenceClassification LlamaDecoderLayer
            LlamaAttention LlamaSdpaAttention LlamaFlashAttention2 LlamaMLP LlamaRMSNorm LlamaRotaryEmbedding # a model or a part of one
            [Module]
        operand transformers.models.mistral.configuration_mistral: MistralConfig # settings of a model
        operand transformers.models.mistral.modeling_mistral: MistralModel MistralForCausalLM MistralDecoderLayer MistralAttention
            MistralMLP MistralRMSNorm MistralRotaryEmbedding # a model or a part of one [Module]
        operand transformers.models.qwen2.configuration_qwen2: Qwen2Config # settings of a model
        operand transformers.models.qwen2.modeling_qwen2: Qwen2Model Qwen2ForCausalLM Qwen2DecoderLayer Qwen2Attention Qwen2MLP Qwen2RMSNorm
            Qwen2RotaryEmbedding # a model or a part of one [Module]
        operand transformers.models.vit.configuration_vit: ViTConfig # settings of a model
        operand transformers.models.vit.modeling_vit: ViTModel ViTForImageClassification ViTEmbeddings ViTPatchEmbeddings ViTEncoder
            ViTLayer ViTAttention ViTSelfAttention ViTSdpaAttention ViTSelfOutput ViTIntermediate ViTOutput ViTPooler # a model or a part of
            one [Module]
        operand transformers.models.clip.configuration_clip: CLIPConfig # settings of a model
        operand transformers.models.clip.modeling_clip: CLIPModel CLIPTextModel CLIPVisionModel CLIPTextTransformer CLIPVisionTransformer
            CLIPTextEmbeddings CLIPVisionEmbeddings CLIPEncoder CLIPEncoderLayer CLIPAttention CLIPSdpaAttention CLIPMLP # a model or a part
            of one [Module]
        operand transformers.models.whisper.configuration_whisper: WhisperConfig # settings of a model
        operand transformers.models.whisper.modeling_whisper: WhisperModel WhisperForConditionalGeneration WhisperEncoder WhisperDecoder
            WhisperEncoderLayer WhisperDecoderLayer WhisperAttention WhisperSdpaAttention WhisperPositionalEmbedding # a model or a part of
            one [Module]
        operand transformers.models.wav2vec2.configuration_wav2vec2: Wav2Vec2Config # settings of a model
        operand transformers.models.wav2vec2.modeling_wav2vec2: Wav2Vec2Model Wav2Vec2ForCTC Wav2Vec2ForSequenceClassification
            Wav2Vec2Encoder Wav2Vec2EncoderLayer Wav2Vec2Attention Wav2Vec2FeatureEncoder Wav2Vec2FeatureProjection Wav2Vec2FeedForward # a
            model or a part of one [Module]
        operand transformers.models.bart.configuration_bart: BartConfig # settings of a model
        operand transformers.models.bart.modeling_bart: BartModel BartForConditionalGeneration BartForSequenceClassification BartEncoder
            BartDecoder BartEncoderLayer BartDecoderLayer BartAttention BartSdpaAttention BartLearnedPositionalEmbedding
            BartScaledWordEmbedding # a model or a part of one [Module]
        operand transformers.models.albert.configuration_albert: AlbertConfig # settings of a model
        operand transformers.models.albert.modeling_albert: AlbertModel AlbertForSequenceClassification AlbertForMaskedLM # a model or a
            part of one [Module]
        operand transformers.models.electra.configuration_electra: ElectraConfig # settings of a model
        operand transformers.models.electra.modeling_electra: ElectraModel ElectraForSequenceClassification ElectraForTokenClassification
            ElectraForPreTraining # a model or a part of one [Module]
        operand transformers.models.xlm_roberta.configuration_xlm_roberta: XLMRobertaConfig # settings of a model
        operand transformers.models.xlm_roberta.modeling_xlm_roberta: XLMRobertaModel XLMRobertaForSequenceClassification
            XLMRobertaForTokenClassification # a model or a part of one [Module]
        operand transformers.models.deberta_v2.configuration_deberta_v2: DebertaV2Config # settings of a model
        operand transformers.models.deberta_v2.modeling_deberta_v2: DebertaV2Model DebertaV2ForSequenceClassification
            DebertaV2ForTokenClassification # a model or a part of one [Module]
        operand transformers.configuration_bert: BertConfig # settings of a model, under the path of versions before 4
        operand transformers.modeling_bert: BertModel BertForMaskedLM BertForSequenceClassification BertForTokenClassification
            BertForQuestionAnswering BertEmbeddings BertEncoder BertLayer BertAttention BertSelfAttention BertSelfOutput BertIntermediate
            BertOutput BertPooler # a model or a part of one, under the path of versions before 4 [Module]
        operand transformers.configuration_roberta: RobertaConfig # settings of a model, under the path of versions before 4
        operand transformers.modeling_roberta: RobertaModel RobertaForMaskedLM RobertaForSequenceClassification
            RobertaForTokenClassification RobertaEmbeddings RobertaEncoder RobertaLayer RobertaAttention RobertaSelfAttention
            RobertaSelfOutput RobertaIntermediate RobertaOutput RobertaPooler RobertaClassificationHead RobertaLMHead # a model or a part of
            one, under the path of versions before 4 [Module]
        operand transformers.configuration_gpt2: GPT2Config # settings of a model, under the path of versions before 4
        operand transformers.modeling_gpt2: GPT2Model GPT2LMHeadModel GPT2ForSequenceClassification Block Attention MLP # a model or a part
            of one, under the path of versions before 4 [Module]
        operand transformers.configuration_distilbert: DistilBertConfig # settings of a model, under the path of versions before 4
        operand transformers.modeling_distilbert: DistilBertModel DistilBertForSequenceClassification DistilBertForMaskedLM
            DistilBertForTokenClassification Embeddings FFN MultiHeadSelfAttention Transformer TransformerBlock # a model or a part of one,
            under the path of versions before 4 [Module]
        operand transformers.configuration_t5: T5Config # settings of a model, under the path of versions before 4
        operand transformers.modeling_t5: T5Model T5ForConditionalGeneration T5Stack T5Block T5Attention T5LayerSelfAttention
            T5LayerCrossAttention T5LayerFF T5LayerNorm T5DenseReluDense # a model or a part of one, under the path of versions before 4
            [Module]
        operand transformers.models.gpt_neo.configuration_gpt_neo: GPTNeoConfig # settings of a model
        operand transformers.models.gpt_neox.configuration_gpt_neox: GPTNeoXConfig # settings of a model
        operand transformers.models.gptj.configuration_gptj: GPTJConfig # settings of a model
        operand transformers.models.opt.configuration_opt: OPTConfig # settings of a model
        operand transformers.models.bloom.configuration_bloom: BloomConfig # settings of a model
        operand transformers.models.falcon.configuration_falcon: FalconConfig # settings of a model
        operand transformers.models.phi.configuration_phi: PhiConfig # settings of a model
        operand transformers.models.phi3.configuration_phi3: Phi3Config # settings of a model
        operand transformers.models.gemma.configuration_gemma: GemmaConfig # settings of a model
        operand transformers.models.gemma2.configuration_gemma2: Gemma2Config # settings of a model
        operand transformers.models.mixtral.configuration_mixtral: MixtralConfig # settings of a model
        operand transformers.models.qwen3.configuration_qwen3: Qwen3Config # settings of a model
        operand transformers.models.swin.configuration_swin: SwinConfig # settings of a model
        operand transformers.models.convnext.configuration_convnext: ConvNextConfig # settings of a model
        operand transformers.models.deit.configuration_deit: DeiTConfig # settings of a model
        operand transformers.models.beit.configuration_beit: BeitConfig # settings of a model
        operand transformers.models.detr.configuration_detr: DetrConfig # settings of a model
        operand transformers.models.segformer.configuration_segformer: SegformerConfig # settings of a model
        operand transformers.models.blip.configuration_blip: BlipConfig # settings of a model
        operand transformers.models.hubert.configuration_hubert: HubertConfig # settings of a model
        operand transformers.models.longformer.configuration_longformer: LongformerConfig # settings of a model
        operand transformers.models.mt5.configuration_mt5: MT5Config # settings of a model
        operand transformers.models.marian.configuration_marian: MarianConfig # settings of a model
        operand transformers.models.pegasus.configuration_pegasus: PegasusConfig # settings of a model
        operand transformers.models.xlnet.configuration_xlnet: XLNetConfig # settings of a model
        operand transformers.models.deberta.configuration_deberta: DebertaConfig # settings of a model
        operand transformers.models.mpnet.configuration_mpnet: MPNetConfig # settings of a model
        operand transformers.models.camembert.configuration_camembert: CamembertConfig # settings of a model
        operand transformers.models.layoutlm.configuration_layoutlm: LayoutLMConfig # settings of a model
        operand transformers.models.siglip.configuration_siglip: SiglipConfig # settings of a model
        operand transformers.models.dinov2.configuration_dinov2: Dinov2Config # settings of a model
        operand transformers.models.sam.configuration_sam: SamConfig # settings of a model
        operand transformers.models.trocr.configuration_trocr: TrOCRConfig # settings of a model
        """;
}
