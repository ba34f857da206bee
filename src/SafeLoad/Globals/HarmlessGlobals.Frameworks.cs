namespace SafeLoad.Globals;

/// <content>Frameworks of training, graphs and boosted trees.</content>
internal static partial class HarmlessGlobals
{
    // The boosters' __setstate__ hands bytes to the parser of the native library, which makes trees and calls nothing;
    // what such a parser does with broken bytes is the library's.
    private const string Frameworks = """
        operand pytorch_lightning.utilities.parsing,lightning.pytorch.utilities.parsing,lightning_fabric.utilities.data,
            lightning.fabric.utilities.data: AttributeDict # a dict whose items are attributes
        operand pytorch_lightning.callbacks.model_checkpoint,lightning.pytorch.callbacks.model_checkpoint: ModelCheckpoint # names of files
            as text; opens none until it is used
        operand pytorch_lightning.callbacks.early_stopping,pytorch_lightning.callbacks.pt_callbacks,
            lightning.pytorch.callbacks.early_stopping: EarlyStopping # numbers
        operand pytorch_lightning.callbacks.lr_monitor,lightning.pytorch.callbacks.lr_monitor: LearningRateMonitor # numbers
        operand pytorch_lightning.callbacks.progress.tqdm_progress,lightning.pytorch.callbacks.progress.tqdm_progress: TQDMProgressBar #
            settings
        operand pytorch_lightning.callbacks.timer,lightning.pytorch.callbacks.timer: Timer # numbers
        operand pytorch_lightning.callbacks.stochastic_weight_avg,lightning.pytorch.callbacks.stochastic_weight_avg:
            StochasticWeightAveraging # weights
        operand torchmetrics.metric: CompositionalMetric # a metric: tensors [Metric]
        operand torchmetrics.aggregation: MeanMetric SumMetric MaxMetric MinMetric CatMetric # a metric: tensors [Metric]
        operand torchmetrics.collections: MetricCollection # metrics [Module]
        operand torchmetrics.classification.accuracy: Accuracy BinaryAccuracy MulticlassAccuracy MultilabelAccuracy # a metric: tensors
            [Metric]
        operand torchmetrics.classification.f_beta: F1Score FBetaScore BinaryF1Score MulticlassF1Score # a metric: tensors [Metric]
        operand torchmetrics.regression.mse: MeanSquaredError # a metric: tensors [Metric]
        operand torchmetrics.regression.mae: MeanAbsoluteError # a metric: tensors [Metric]
        operand torch_geometric.data.data: Data DataEdgeAttr DataTensorAttr # a graph: tensors by name; its __setstate__ stores them
        operand torch_geometric.data.hetero_data: HeteroData # a graph: tensors by name; its __setstate__ stores them
        operand torch_geometric.data.batch: Batch DataBatch HeteroDataBatch # graphs; its __setstate__ stores their tensors by name
        operand torch_geometric.data.temporal: TemporalData # a graph: tensors by name; its __setstate__ stores them
        operand torch_geometric.data.storage: BaseStorage NodeStorage EdgeStorage GlobalStorage # tensors by name; its __setstate__ stores
            them with a weak reference to the graph
        operand torch_geometric.data.graph_store: EdgeAttr # a name of edges
        shared torch_geometric.data.graph_store: EdgeLayout # a member of an enumeration
        operand torch_geometric.data.feature_store: TensorAttr # a name of a tensor
        shared torch_geometric.data.feature_store: _FieldStatus # a member of an enumeration
        operand torch_geometric.nn.dense.linear: Linear HeteroLinear # a layer [Module]
        operand fastai.layers: AdaptiveConcatPool2d BatchNorm1dFlat ConvLayer Flatten Identity LinBnDrop PixelShuffle_ICNR ResBlock
            SelfAttention SigmoidRange # a layer [Module]
        operand fastai.losses: LabelSmoothingCrossEntropy # a loss [Module]
        operand fastai.losses: CrossEntropyLossFlat BCEWithLogitsLossFlat LabelSmoothingCrossEntropyFlat # a loss around another
        name fastai.losses: BCELossFlat MSELossFlat # a function that makes a loss, kept as an attribute
        operand fastai.vision.models.unet: UnetBlock # a part of a model [Module]
        operand fastai.vision.models.unet: DynamicUnet # a model; its __del__ asks its list of hooks to remove themselves [Module]
        operand fastai.vision.models.xresnet: XResNet # a model [Module]
        operand fastai.tabular.model: TabularModel # a model [Module]
        operand fastai.text.models.awdlstm: AWD_LSTM WeightDropout EmbeddingDropout RNNDropout # a model or a part of one [Module]
        operand fairseq.data.dictionary: Dictionary # words and their counts
        operand stable_baselines3.common.torch_layers: FlattenExtractor NatureCNN MlpExtractor # a layer [Module]
        operand gym.spaces.box,gymnasium.spaces.box: Box # bounds of numbers; its __setstate__ stores them and writes missing ones as text
        operand gym.spaces.discrete,gymnasium.spaces.discrete: Discrete # bounds of numbers; its __setstate__ fills in a missing start
        operand gym.spaces.dict,gymnasium.spaces.dict: Dict # spaces by name; its __setstate__ stores them
        operand gym.spaces.multi_discrete,gymnasium.spaces.multi_discrete: MultiDiscrete # bounds of numbers; its __setstate__ fills in
            missing starts with zeros
        operand xgboost.core: Booster # boosted trees; its __setstate__ hands bytes to the native parser of models, its __del__ frees what
            that made
        operand xgboost.sklearn: XGBModel XGBClassifier XGBRegressor XGBRanker XGBRFClassifier XGBRFRegressor # a booster and its settings;
            the __setstate__ of versions before 1.1 makes a booster of bytes, and of a text as the name of a file, which no honest state has
            [Estimator]
        operand lightgbm.basic: Booster # boosted trees; its __setstate__ hands text to the native parser of models, its __del__ frees what
            that made
        operand lightgbm.sklearn: LGBMModel LGBMClassifier LGBMRegressor LGBMRanker # a booster and its settings [Estimator]
        operand catboost.core: CatBoost CatBoostClassifier CatBoostRegressor CatBoostRanker # boosted trees; its __setstate__ hands bytes to
            the native parser of models
        operand gensim.models.keyedvectors: KeyedVectors Word2VecKeyedVectors FastTextKeyedVectors Vocab # words and vectors
        operand gensim.models.word2vec: Word2Vec Word2VecVocab Word2VecTrainables # words and vectors
        operand gensim.models.doc2vec: Doc2Vec TaggedDocument # words and vectors
        operand gensim.models.ldamodel: LdaModel LdaState # words and numbers
        operand gensim.corpora.dictionary: Dictionary # words and numbers
        operand nltk.tokenize.punkt: PunktSentenceTokenizer PunktParameters PunktLanguageVars PunktToken PunktTrainer # words and numbers;
            where it has a __setstate__, it stores nothing
        value nltk.probability: FreqDist # words and numbers
        operand hmmlearn.hmm: GaussianHMM GMMHMM MultinomialHMM CategoricalHMM # an estimator [Estimator]
        operand imblearn.pipeline: Pipeline # steps one after the other [Estimator]
        operand imblearn.over_sampling._smote.base: SMOTE # an estimator [Estimator]
        operand torch_geometric.data.batch: DynamicInheritanceGetter # makes the class of a batch, of a class of graphs: called by pickle
            itself, in one form that the scanner lets pass
        """;
}
