namespace SafeLoad.Globals;

/// <content>scikit-learn, under the module paths before version 0.22.</content>
internal static partial class HarmlessGlobals
{
    private const string SklearnOldPaths = """
        operand sklearn.cluster.affinity_propagation_: AffinityPropagation # an estimator [Estimator]
        operand sklearn.cluster.birch: Birch # an estimator [Estimator]
        operand sklearn.cluster.birch: _CFNode _CFSubcluster # a node of a tree: arrays
        operand sklearn.cluster.dbscan_: DBSCAN # an estimator [Estimator]
        operand sklearn.cluster.hierarchical: AgglomerativeClustering FeatureAgglomeration # an estimator [Estimator]
        operand sklearn.cluster.k_means_: KMeans MiniBatchKMeans # an estimator [Estimator]
        operand sklearn.cluster.mean_shift_: MeanShift # an estimator [Estimator]
        operand sklearn.cluster.spectral: SpectralClustering # an estimator [Estimator]
        operand sklearn.decomposition.factor_analysis: FactorAnalysis # an estimator [Estimator]
        operand sklearn.decomposition.fastica_: FastICA # an estimator [Estimator]
        operand sklearn.decomposition.incremental_pca: IncrementalPCA # an estimator [Estimator]
        operand sklearn.decomposition.kernel_pca: KernelPCA # an estimator [Estimator]
        operand sklearn.decomposition.nmf: NMF # an estimator [Estimator]
        operand sklearn.decomposition.online_lda: LatentDirichletAllocation # an estimator [Estimator]
        operand sklearn.decomposition.pca: PCA RandomizedPCA # an estimator [Estimator]
        operand sklearn.decomposition.truncated_svd: TruncatedSVD # an estimator [Estimator]
        operand sklearn.ensemble.bagging: BaggingClassifier BaggingRegressor # an estimator [Estimator]
        operand sklearn.ensemble.forest: RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor
            RandomTreesEmbedding # an estimator [Estimator]
        operand sklearn.ensemble.gradient_boosting: GradientBoostingClassifier GradientBoostingRegressor LogOddsEstimator MeanEstimator
            QuantileEstimator ZeroEstimator PriorProbabilityEstimator ScaledLogOddsEstimator # an estimator [Estimator]
        operand sklearn.ensemble.gradient_boosting: BinomialDeviance MultinomialDeviance LeastSquaresError LeastAbsoluteError
            HuberLossFunction QuantileLossFunction ExponentialLoss # a loss: numbers
        operand sklearn.ensemble.iforest: IsolationForest # an estimator [Estimator]
        operand sklearn.ensemble.voting: VotingClassifier VotingRegressor # an estimator [Estimator]
        operand sklearn.ensemble.voting_classifier: VotingClassifier # an estimator [Estimator]
        operand sklearn.ensemble.weight_boosting: AdaBoostClassifier AdaBoostRegressor # an estimator [Estimator]
        operand sklearn.feature_extraction.dict_vectorizer: DictVectorizer # an estimator [Estimator]
        operand sklearn.feature_extraction.hashing: FeatureHasher # an estimator [Estimator]
        operand sklearn.feature_selection.from_model: SelectFromModel # an estimator [Estimator]
        operand sklearn.feature_selection.rfe: RFE RFECV # an estimator [Estimator]
        operand sklearn.feature_selection.univariate_selection: SelectKBest SelectPercentile # an estimator [Estimator]
        operand sklearn.feature_selection.variance_threshold: VarianceThreshold # an estimator [Estimator]
        operand sklearn.gaussian_process.gpr: GaussianProcessRegressor # an estimator [Estimator]
        operand sklearn.gaussian_process.gpc: GaussianProcessClassifier # an estimator [Estimator]
        operand sklearn.grid_search: GridSearchCV RandomizedSearchCV # an estimator [Estimator]
        operand sklearn.linear_model.base: LinearRegression # an estimator [Estimator]
        operand sklearn.linear_model.bayes: ARDRegression BayesianRidge # an estimator [Estimator]
        operand sklearn.linear_model.coordinate_descent: ElasticNet ElasticNetCV Lasso LassoCV # an estimator [Estimator]
        operand sklearn.linear_model.huber: HuberRegressor # an estimator [Estimator]
        operand sklearn.linear_model.least_angle: Lars LassoLars LassoLarsCV # an estimator [Estimator]
        operand sklearn.linear_model.logistic: LogisticRegression LogisticRegressionCV # an estimator [Estimator]
        operand sklearn.linear_model.passive_aggressive: PassiveAggressiveClassifier PassiveAggressiveRegressor # an estimator [Estimator]
        operand sklearn.linear_model.perceptron: Perceptron # an estimator [Estimator]
        operand sklearn.linear_model.ransac: RANSACRegressor # an estimator [Estimator]
        operand sklearn.linear_model.ridge: Ridge RidgeCV RidgeClassifier RidgeClassifierCV # an estimator [Estimator]
        operand sklearn.linear_model.stochastic_gradient: SGDClassifier SGDRegressor # an estimator [Estimator]
        operand sklearn.manifold.isomap: Isomap # an estimator [Estimator]
        operand sklearn.manifold.t_sne: TSNE # an estimator [Estimator]
        operand sklearn.mixture.gaussian_mixture: GaussianMixture # an estimator [Estimator]
        operand sklearn.mixture.gmm: GMM # an estimator [Estimator]
        operand sklearn.neighbors.classification: KNeighborsClassifier RadiusNeighborsClassifier # an estimator [Estimator]
        operand sklearn.neighbors.kde: KernelDensity # an estimator [Estimator]
        operand sklearn.neighbors.lof: LocalOutlierFactor # an estimator [Estimator]
        operand sklearn.neighbors.nearest_centroid: NearestCentroid # an estimator [Estimator]
        operand sklearn.neighbors.regression: KNeighborsRegressor RadiusNeighborsRegressor # an estimator [Estimator]
        operand sklearn.neighbors.unsupervised: NearestNeighbors # an estimator [Estimator]
        operand sklearn.neural_network.multilayer_perceptron: MLPClassifier MLPRegressor # an estimator [Estimator]
        operand sklearn.neural_network.rbm: BernoulliRBM # an estimator [Estimator]
        operand sklearn.preprocessing.data: StandardScaler MinMaxScaler MaxAbsScaler RobustScaler Normalizer Binarizer PolynomialFeatures
            QuantileTransformer PowerTransformer OneHotEncoder # an estimator [Estimator]
        operand sklearn.preprocessing.imputation: Imputer # an estimator [Estimator]
        operand sklearn.preprocessing.label: LabelEncoder LabelBinarizer MultiLabelBinarizer # an estimator [Estimator]
        operand sklearn.svm.classes: SVC NuSVC LinearSVC SVR NuSVR LinearSVR OneClassSVM # an estimator [Estimator]
        operand sklearn.tree.tree: DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor # an estimator
            [Estimator]
        operand sklearn.neighbors.kd_tree: KDTree # points in a tree; its __setstate__ stores arrays
        operand sklearn.neighbors.ball_tree: BallTree # points in a tree; its __setstate__ stores arrays
        value sklearn.neighbors.kd_tree,sklearn.neighbors.ball_tree,sklearn.neighbors.dist_metrics: newObj # makes an empty instance of a
            class that the pickle names and that is judged by its own name, as NEWOBJ does
        operand sklearn.neighbors.dist_metrics: EuclideanDistance ManhattanDistance ChebyshevDistance MinkowskiDistance HaversineDistance
            HammingDistance # a distance: numbers; its __setstate__ stores them
        value sklearn.linear_model.sgd_fast: Log Hinge SquaredHinge ModifiedHuber Huber EpsilonInsensitive SquaredEpsilonInsensitive
            SquaredLoss # a loss: made of numbers
        operand sklearn.datasets.base: Bunch # a dict whose items are attributes; its __setstate__ does nothing
        operand sklearn.utils.deprecation: DeprecationDict # a dict that warns when it is read
        """;
}
