namespace SafeLoad.Globals;

/// <content>Frameworks of training, graphs and boosted trees.</content>
internal static partial class HarmlessGlobals
{
    // The boosters' __setstate__ hands bytes to the parser of the native library, which makes trees and calls nothing;
    // what such a parser does with broken bytes is the library's.
    private const string Frameworks = """
        object pytorch_lightning.utilities.parsing,lightning.pytorch.utilities.parsing,lightning_fabric.utilities.data,
            lightning.fabric.utilities.data: AttributeDict # a dict whose items are attributes
        object pytorch_lightning.callbacks.model_checkpoint,lightning.pytorch.callbacks.model_checkpoint: ModelCheckpoint # names of files
            as text; opens none until it is used
        object pytorch_lightning.callbacks.early_stopping,pytorch_lightning.callbacks.pt_callbacks,
            lightning.pytorch.callbacks.early_stopping: EarlyStopping # numbers
        object pytorch_lightning.callbacks.lr_monitor,lightning.pytorch.callbacks.lr_monitor: LearningRateMonitor # numbers
        object pytorch_lightning.callbacks.progress.tqdm_progress,lightning.pytorch.callbacks.progress.tqdm_progress: TQDMProgressBar
            # settings
        object pytorch_lightning.callbacks.timer,lightning.pytorch.callbacks.timer: Timer # numbers
        object pytorch_lightning.callbacks.stochastic_weight_avg,lightning.pytorch.callbacks.stochastic_weight_avg:
            StochasticWeightAveraging # weights
        object torchmetrics.metric: CompositionalMetric # a metric: tensors
        object torchmetrics.aggregation: MeanMetric SumMetric MaxMetric MinMetric CatMetric # a metric: tensors; its __setstate__ wraps its
            own methods anew
        object torchmetrics.collections: MetricCollection # metrics
        object torchmetrics.classification.accuracy: Accuracy BinaryAccuracy MulticlassAccuracy MultilabelAccuracy # a metric: tensors; its
            __setstate__ wraps its own methods anew
        object torchmetrics.classification.f_beta: F1Score FBetaScore BinaryF1Score MulticlassF1Score # a metric: tensors; its __setstate__
            wraps its own methods anew
        object torchmetrics.regression.mse: MeanSquaredError # a metric: tensors; its __setstate__ wraps its own methods anew
        object torchmetrics.regression.mae: MeanAbsoluteError # a metric: tensors; its __setstate__ wraps its own methods anew
        object torch_geometric.data.data: Data DataEdgeAttr DataTensorAttr # a graph: tensors by name; its __setstate__ stores them
        object torch_geometric.data.hetero_data: HeteroData # a graph: tensors by name; its __setstate__ stores them
        object torch_geometric.data.batch: Batch DataBatch HeteroDataBatch # graphs
        object torch_geometric.data.temporal: TemporalData # a graph: tensors by name
        object torch_geometric.data.storage: BaseStorage NodeStorage EdgeStorage GlobalStorage # tensors by name; its __setstate__ stores
            them with a weak reference to the graph
        object torch_geometric.data.graph_store: EdgeAttr # a name of edges
        call torch_geometric.data.graph_store: EdgeLayout # a member of an enumeration
        object torch_geometric.data.feature_store: TensorAttr # a name of a tensor
        call torch_geometric.data.feature_store: _FieldStatus # a member of an enumeration
        object torch_geometric.nn.dense.linear: Linear HeteroLinear # a layer
        object fastai.layers: AdaptiveConcatPool2d BatchNorm1dFlat ConvLayer Flatten Identity LinBnDrop PixelShuffle_ICNR ResBlock
            SelfAttention SigmoidRange # a layer
        object fastai.losses: CrossEntropyLossFlat BCEWithLogitsLossFlat BCELossFlat MSELossFlat LabelSmoothingCrossEntropy
            LabelSmoothingCrossEntropyFlat # a loss
        object fastai.vision.models.unet: DynamicUnet UnetBlock # a model or a part of one
        object fastai.vision.models.xresnet: XResNet # a model
        object fastai.tabular.model: TabularModel # a model
        object fastai.text.models.awdlstm: AWD_LSTM WeightDropout EmbeddingDropout RNNDropout # a model or a part of one
        object fairseq.data.dictionary: Dictionary # words and their counts
        object stable_baselines3.common.torch_layers: FlattenExtractor NatureCNN MlpExtractor # a layer
        object gym.spaces.box,gymnasium.spaces.box: Box # bounds of numbers
        object gym.spaces.discrete,gymnasium.spaces.discrete: Discrete # bounds of numbers; its __setstate__ fills in a missing start
        object gym.spaces.dict,gymnasium.spaces.dict: Dict # spaces by name
        object gym.spaces.multi_discrete,gymnasium.spaces.multi_discrete: MultiDiscrete # bounds of numbers
        object xgboost.core: Booster # boosted trees; its __setstate__ hands bytes to the native parser of models
        object xgboost.sklearn: XGBModel XGBClassifier XGBRegressor XGBRanker XGBRFClassifier XGBRFRegressor # a booster and its settings
        object lightgbm.basic: Booster # boosted trees; its __setstate__ hands text to the native parser of models
        object lightgbm.sklearn: LGBMModel LGBMClassifier LGBMRegressor LGBMRanker # a booster and its settings
        object catboost.core: CatBoost CatBoostClassifier CatBoostRegressor CatBoostRanker # boosted trees; its __setstate__ hands bytes to
            the native parser of models
        object gensim.models.keyedvectors: KeyedVectors Word2VecKeyedVectors FastTextKeyedVectors Vocab # words and vectors
        object gensim.models.word2vec: Word2Vec Word2VecVocab Word2VecTrainables # words and vectors
        object gensim.models.doc2vec: Doc2Vec TaggedDocument # words and vectors
        object gensim.models.ldamodel: LdaModel LdaState # words and numbers
        object gensim.corpora.dictionary: Dictionary # words and numbers
        object nltk.tokenize.punkt: PunktSentenceTokenizer PunktParameters PunktLanguageVars PunktToken PunktTrainer # words and numbers;
            where it has a __setstate__, it stores nothing
        call nltk.probability: FreqDist # words and numbers
        object hmmlearn.hmm: GaussianHMM GMMHMM MultinomialHMM CategoricalHMM # an estimator
        object imblearn.pipeline: Pipeline # steps one after the other
        object imblearn.over_sampling._smote.base: SMOTE # an estimator
        """;
}
