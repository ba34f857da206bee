namespace SafeLoad.Globals;

/// <content>scikit-learn, under the module paths of version 0.22 and later.</content>
internal static partial class HarmlessGlobals
{
    private const string Sklearn = """
        operand sklearn.cluster._affinity_propagation: AffinityPropagation # an estimator [Estimator]
        operand sklearn.cluster._agglomerative: AgglomerativeClustering FeatureAgglomeration # an estimator [Estimator]
        operand sklearn.cluster._birch: Birch _CFNode _CFSubcluster # an estimator [Estimator]
        operand sklearn.cluster._bisect_k_means: BisectingKMeans # an estimator [Estimator]
        operand sklearn.cluster._dbscan: DBSCAN # an estimator [Estimator]
        operand sklearn.cluster._hdbscan.hdbscan: HDBSCAN # an estimator [Estimator]
        operand sklearn.cluster._kmeans: KMeans MiniBatchKMeans # an estimator [Estimator]
        operand sklearn.cluster._mean_shift: MeanShift # an estimator [Estimator]
        operand sklearn.cluster._optics: OPTICS # an estimator [Estimator]
        operand sklearn.cluster._spectral: SpectralClustering # an estimator [Estimator]
        operand sklearn.calibration: CalibratedClassifierCV _CalibratedClassifier _SigmoidCalibration # an estimator [Estimator]
        operand sklearn.compose._column_transformer: ColumnTransformer # an estimator [Estimator]
        operand sklearn.compose._target: TransformedTargetRegressor # an estimator [Estimator]
        operand sklearn.covariance._elliptic_envelope: EllipticEnvelope # an estimator [Estimator]
        operand sklearn.covariance._empirical_covariance: EmpiricalCovariance # an estimator [Estimator]
        operand sklearn.covariance._robust_covariance: MinCovDet # an estimator [Estimator]
        operand sklearn.covariance._shrunk_covariance: LedoitWolf OAS ShrunkCovariance # an estimator [Estimator]
        operand sklearn.cross_decomposition._pls: CCA PLSCanonical PLSRegression PLSSVD # an estimator [Estimator]
        operand sklearn.decomposition._dict_learning: DictionaryLearning MiniBatchDictionaryLearning SparseCoder # an estimator [Estimator]
        operand sklearn.decomposition._factor_analysis: FactorAnalysis # an estimator [Estimator]
        operand sklearn.decomposition._fastica: FastICA # an estimator [Estimator]
        operand sklearn.decomposition._incremental_pca: IncrementalPCA # an estimator [Estimator]
        operand sklearn.decomposition._kernel_pca: KernelPCA # an estimator [Estimator]
        operand sklearn.decomposition._lda: LatentDirichletAllocation # an estimator [Estimator]
        operand sklearn.decomposition._nmf: NMF MiniBatchNMF # an estimator [Estimator]
        operand sklearn.decomposition._pca: PCA # an estimator [Estimator]
        operand sklearn.decomposition._sparse_pca: SparsePCA MiniBatchSparsePCA # an estimator [Estimator]
        operand sklearn.decomposition._truncated_svd: TruncatedSVD # an estimator [Estimator]
        operand sklearn.discriminant_analysis: LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis # an estimator [Estimator]
        operand sklearn.dummy: DummyClassifier DummyRegressor # an estimator [Estimator]
        operand sklearn.ensemble._bagging: BaggingClassifier BaggingRegressor # an estimator [Estimator]
        operand sklearn.ensemble._forest: RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor
            RandomTreesEmbedding # an estimator [Estimator]
        operand sklearn.ensemble._gb: GradientBoostingClassifier GradientBoostingRegressor VerboseReporter # an estimator [Estimator]
        operand sklearn.ensemble._hist_gradient_boosting.gradient_boosting: HistGradientBoostingClassifier HistGradientBoostingRegressor #
            an estimator [Estimator]
        operand sklearn.ensemble._hist_gradient_boosting.binning: _BinMapper # an estimator [Estimator]
        operand sklearn.ensemble._iforest: IsolationForest # an estimator [Estimator]
        operand sklearn.ensemble._stacking: StackingClassifier StackingRegressor # an estimator [Estimator]
        operand sklearn.ensemble._voting: VotingClassifier VotingRegressor # an estimator [Estimator]
        operand sklearn.ensemble._weight_boosting: AdaBoostClassifier AdaBoostRegressor # an estimator [Estimator]
        operand sklearn.feature_extraction._dict_vectorizer: DictVectorizer # an estimator [Estimator]
        operand sklearn.feature_extraction._hash: FeatureHasher # an estimator [Estimator]
        operand sklearn.feature_extraction.text: CountVectorizer TfidfVectorizer TfidfTransformer HashingVectorizer # an estimator
            [Estimator]
        operand sklearn.feature_selection._from_model: SelectFromModel # an estimator [Estimator]
        operand sklearn.feature_selection._rfe: RFE RFECV # an estimator [Estimator]
        operand sklearn.feature_selection._sequential: SequentialFeatureSelector # an estimator [Estimator]
        operand sklearn.feature_selection._univariate_selection: SelectKBest SelectPercentile SelectFpr SelectFdr SelectFwe
            GenericUnivariateSelect # an estimator [Estimator]
        operand sklearn.feature_selection._variance_threshold: VarianceThreshold # an estimator [Estimator]
        operand sklearn.gaussian_process._gpc: GaussianProcessClassifier _BinaryGaussianProcessClassifierLaplace # an estimator [Estimator]
        operand sklearn.gaussian_process._gpr: GaussianProcessRegressor # an estimator [Estimator]
        operand sklearn.impute._base: SimpleImputer MissingIndicator # an estimator [Estimator]
        operand sklearn.impute._iterative: IterativeImputer # an estimator [Estimator]
        operand sklearn.impute._knn: KNNImputer # an estimator [Estimator]
        operand sklearn.isotonic: IsotonicRegression # an estimator [Estimator]
        operand sklearn.kernel_approximation: AdditiveChi2Sampler Nystroem RBFSampler SkewedChi2Sampler # an estimator [Estimator]
        operand sklearn.kernel_ridge: KernelRidge # an estimator [Estimator]
        operand sklearn.linear_model._base: LinearRegression # an estimator [Estimator]
        operand sklearn.linear_model._bayes: ARDRegression BayesianRidge # an estimator [Estimator]
        operand sklearn.linear_model._coordinate_descent: ElasticNet ElasticNetCV Lasso LassoCV MultiTaskElasticNet MultiTaskElasticNetCV
            MultiTaskLasso MultiTaskLassoCV # an estimator [Estimator]
        operand sklearn.linear_model._glm.glm: GammaRegressor PoissonRegressor TweedieRegressor # an estimator [Estimator]
        operand sklearn.linear_model._huber: HuberRegressor # an estimator [Estimator]
        operand sklearn.linear_model._least_angle: Lars LarsCV LassoLars LassoLarsCV LassoLarsIC # an estimator [Estimator]
        operand sklearn.linear_model._logistic: LogisticRegression LogisticRegressionCV # an estimator [Estimator]
        operand sklearn.linear_model._omp: OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV # an estimator [Estimator]
        operand sklearn.linear_model._passive_aggressive: PassiveAggressiveClassifier PassiveAggressiveRegressor # an estimator [Estimator]
        operand sklearn.linear_model._perceptron: Perceptron # an estimator [Estimator]
        operand sklearn.linear_model._quantile: QuantileRegressor # an estimator [Estimator]
        operand sklearn.linear_model._ransac: RANSACRegressor # an estimator [Estimator]
        operand sklearn.linear_model._ridge: Ridge RidgeCV RidgeClassifier RidgeClassifierCV _RidgeGCV # an estimator [Estimator]
        operand sklearn.linear_model._stochastic_gradient: SGDClassifier SGDRegressor SGDOneClassSVM # an estimator [Estimator]
        operand sklearn.linear_model._theil_sen: TheilSenRegressor # an estimator [Estimator]
        operand sklearn.manifold._isomap: Isomap # an estimator [Estimator]
        operand sklearn.manifold._locally_linear: LocallyLinearEmbedding # an estimator [Estimator]
        operand sklearn.manifold._mds: MDS # an estimator [Estimator]
        operand sklearn.manifold._spectral_embedding: SpectralEmbedding # an estimator [Estimator]
        operand sklearn.manifold._t_sne: TSNE # an estimator [Estimator]
        operand sklearn.mixture._bayesian_mixture: BayesianGaussianMixture # an estimator [Estimator]
        operand sklearn.mixture._gaussian_mixture: GaussianMixture # an estimator [Estimator]
        operand sklearn.model_selection._search: GridSearchCV RandomizedSearchCV ParameterGrid # an estimator [Estimator]
        operand sklearn.model_selection._split: KFold GroupKFold StratifiedKFold RepeatedKFold RepeatedStratifiedKFold ShuffleSplit
            StratifiedShuffleSplit TimeSeriesSplit LeaveOneOut PredefinedSplit # an estimator [Estimator]
        operand sklearn.multiclass: OneVsRestClassifier OneVsOneClassifier OutputCodeClassifier _ConstantPredictor # an estimator
            [Estimator]
        operand sklearn.multioutput: MultiOutputClassifier MultiOutputRegressor ClassifierChain RegressorChain # an estimator [Estimator]
        operand sklearn.naive_bayes: GaussianNB MultinomialNB ComplementNB BernoulliNB CategoricalNB # an estimator [Estimator]
        operand sklearn.neighbors._classification: KNeighborsClassifier RadiusNeighborsClassifier # an estimator [Estimator]
        operand sklearn.neighbors._graph: KNeighborsTransformer RadiusNeighborsTransformer # an estimator [Estimator]
        operand sklearn.neighbors._kde: KernelDensity # an estimator [Estimator]
        operand sklearn.neighbors._lof: LocalOutlierFactor # an estimator [Estimator]
        operand sklearn.neighbors._nca: NeighborhoodComponentsAnalysis # an estimator [Estimator]
        operand sklearn.neighbors._nearest_centroid: NearestCentroid # an estimator [Estimator]
        operand sklearn.neighbors._regression: KNeighborsRegressor RadiusNeighborsRegressor # an estimator [Estimator]
        operand sklearn.neighbors._unsupervised: NearestNeighbors # an estimator [Estimator]
        operand sklearn.neural_network._multilayer_perceptron: MLPClassifier MLPRegressor # an estimator [Estimator]
        operand sklearn.neural_network._rbm: BernoulliRBM # an estimator [Estimator]
        operand sklearn.neural_network._stochastic_optimizers: AdamOptimizer SGDOptimizer # an estimator [Estimator]
        operand sklearn.pipeline: Pipeline FeatureUnion # an estimator [Estimator]
        operand sklearn.preprocessing._data: StandardScaler MinMaxScaler MaxAbsScaler RobustScaler Normalizer Binarizer PolynomialFeatures
            QuantileTransformer PowerTransformer KernelCenterer # an estimator [Estimator]
        operand sklearn.preprocessing._discretization: KBinsDiscretizer # an estimator [Estimator]
        operand sklearn.preprocessing._encoders: OneHotEncoder OrdinalEncoder # an estimator [Estimator]
        operand sklearn.preprocessing._label: LabelEncoder LabelBinarizer MultiLabelBinarizer # an estimator [Estimator]
        operand sklearn.preprocessing._polynomial: PolynomialFeatures SplineTransformer # an estimator [Estimator]
        operand sklearn.preprocessing._target_encoder: TargetEncoder # an estimator [Estimator]
        operand sklearn.random_projection: GaussianRandomProjection SparseRandomProjection # an estimator [Estimator]
        operand sklearn.semi_supervised._label_propagation: LabelPropagation LabelSpreading # an estimator [Estimator]
        operand sklearn.semi_supervised._self_training: SelfTrainingClassifier # an estimator [Estimator]
        operand sklearn.svm._classes: SVC NuSVC LinearSVC SVR NuSVR LinearSVR OneClassSVM # an estimator [Estimator]
        operand sklearn.tree._classes: DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor # an estimator
            [Estimator]
        value sklearn.tree._tree: Tree # the nodes of a tree; its __setstate__ takes arrays whose shape and type it checks
        shared sklearn.ensemble._hist_gradient_boosting.common: MonotonicConstraint # a member of an enumeration
        operand sklearn.ensemble._hist_gradient_boosting.predictor: TreePredictor # the nodes of a tree; its __setstate__ stores arrays
        operand sklearn.ensemble._gb_losses: BinomialDeviance MultinomialDeviance ExponentialLoss LeastSquaresError LeastAbsoluteError
            HuberLossFunction QuantileLossFunction # a loss: numbers
        operand sklearn._loss.loss: HalfSquaredError AbsoluteError PinballLoss HuberLoss HalfPoissonLoss HalfGammaLoss HalfTweedieLoss
            HalfTweedieLossIdentity HalfBinomialLoss HalfMultinomialLoss ExponentialLoss # a loss: numbers
        value sklearn._loss._loss: CyHalfSquaredError CyAbsoluteError CyPinballLoss CyHuberLoss CyHalfPoissonLoss CyHalfGammaLoss
            CyHalfTweedieLoss CyHalfTweedieLossIdentity CyHalfBinomialLoss CyHalfMultinomialLoss CyExponentialLoss # a loss: made of
            numbers; its __setstate__ has nothing to store
        operand sklearn._loss.link: IdentityLink LogLink LogitLink HalfLogitLink MultinomialLogit Interval # a link: numbers
        value sklearn.linear_model._sgd_fast: Log Hinge SquaredHinge ModifiedHuber Huber EpsilonInsensitive SquaredEpsilonInsensitive
            SquaredLoss Classification Regression # a loss: made of numbers
        operand sklearn.gaussian_process.kernels: RBF Matern WhiteKernel ConstantKernel RationalQuadratic ExpSineSquared DotProduct Sum
            Product Exponentiation CompoundKernel # a kernel: numbers
        value sklearn.gaussian_process.kernels: Hyperparameter # a named tuple of a name and bounds
        operand sklearn.neighbors._kd_tree: KDTree KDTree64 KDTree32 # points in a tree; its __setstate__ stores arrays
        operand sklearn.neighbors._ball_tree: BallTree BallTree64 BallTree32 # points in a tree; its __setstate__ stores arrays
        value sklearn.neighbors._kd_tree,sklearn.neighbors._ball_tree,sklearn.metrics._dist_metrics,sklearn.neighbors._dist_metrics: newObj
            # makes an empty instance of a class that the pickle names and that is judged by its own name, as NEWOBJ does
        operand sklearn.metrics._dist_metrics,sklearn.neighbors._dist_metrics: EuclideanDistance ManhattanDistance ChebyshevDistance
            MinkowskiDistance HaversineDistance HammingDistance # a distance: numbers; its __setstate__ stores them
        operand sklearn.metrics._dist_metrics: EuclideanDistance64 EuclideanDistance32 ManhattanDistance64 ManhattanDistance32
            ChebyshevDistance64 MinkowskiDistance64 MinkowskiDistance32 HaversineDistance64 HammingDistance64 # a distance: numbers; its
            __setstate__ stores them
        operand sklearn.utils,sklearn.utils._bunch: Bunch # a dict whose items are attributes; its __setstate__ does nothing
        operand sklearn.metrics._scorer: _PassthroughScorer # holds an estimator, and asks it for its score when it is called
        operand sklearn.preprocessing._function_transformer: FunctionTransformer # an estimator; the function that it holds is named by the
            pickle and judged by its own name [Estimator]
        name sklearn.feature_selection._univariate_selection: f_classif f_regression chi2 # a function of arrays, kept as an attribute
        name sklearn.utils._mask: _get_mask # a function of arrays, kept as an attribute
        """;
}
