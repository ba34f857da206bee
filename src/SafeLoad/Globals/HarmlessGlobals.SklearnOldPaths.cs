namespace SafeLoad.Globals;

/// <content>scikit-learn, under the module paths before version 0.22.</content>
internal static partial class HarmlessGlobals
{
    private const string SklearnOldPaths = """
        operand sklearn.cluster.affinity_propagation_: AffinityPropagation # an estimator; BaseEstimator.__setstate__ compares the version
            and stores the attributes
        operand sklearn.cluster.birch: Birch _CFNode _CFSubcluster # an estimator; BaseEstimator.__setstate__ compares the version and
            stores the attributes
        operand sklearn.cluster.dbscan_: DBSCAN # an estimator; BaseEstimator.__setstate__ compares the version and stores the attributes
        operand sklearn.cluster.hierarchical: AgglomerativeClustering FeatureAgglomeration # an estimator; BaseEstimator.__setstate__
            compares the version and stores the attributes
        operand sklearn.cluster.k_means_: KMeans MiniBatchKMeans # an estimator; BaseEstimator.__setstate__ compares the version and stores
            the attributes
        operand sklearn.cluster.mean_shift_: MeanShift # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.cluster.spectral: SpectralClustering # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.decomposition.factor_analysis: FactorAnalysis # an estimator; BaseEstimator.__setstate__ compares the version and
            stores the attributes
        operand sklearn.decomposition.fastica_: FastICA # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.decomposition.incremental_pca: IncrementalPCA # an estimator; BaseEstimator.__setstate__ compares the version and
            stores the attributes
        operand sklearn.decomposition.kernel_pca: KernelPCA # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.decomposition.nmf: NMF # an estimator; BaseEstimator.__setstate__ compares the version and stores the attributes
        operand sklearn.decomposition.online_lda: LatentDirichletAllocation # an estimator; BaseEstimator.__setstate__ compares the version
            and stores the attributes
        operand sklearn.decomposition.pca: PCA RandomizedPCA # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.decomposition.truncated_svd: TruncatedSVD # an estimator; BaseEstimator.__setstate__ compares the version and stores
            the attributes
        operand sklearn.ensemble.bagging: BaggingClassifier BaggingRegressor # an estimator; BaseEstimator.__setstate__ compares the version
            and stores the attributes
        operand sklearn.ensemble.forest: RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor
            RandomTreesEmbedding # an estimator; BaseEstimator.__setstate__ compares the version and stores the attributes
        operand sklearn.ensemble.gradient_boosting: GradientBoostingClassifier GradientBoostingRegressor BinomialDeviance
            MultinomialDeviance LeastSquaresError LeastAbsoluteError HuberLossFunction QuantileLossFunction ExponentialLoss LogOddsEstimator
            MeanEstimator QuantileEstimator ZeroEstimator PriorProbabilityEstimator ScaledLogOddsEstimator # an estimator;
            BaseEstimator.__setstate__ compares the version and stores the attributes
        operand sklearn.ensemble.iforest: IsolationForest # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.ensemble.voting: VotingClassifier VotingRegressor # an estimator; BaseEstimator.__setstate__ compares the version
            and stores the attributes
        operand sklearn.ensemble.voting_classifier: VotingClassifier # an estimator; BaseEstimator.__setstate__ compares the version and
            stores the attributes
        operand sklearn.ensemble.weight_boosting: AdaBoostClassifier AdaBoostRegressor # an estimator; BaseEstimator.__setstate__ compares
            the version and stores the attributes
        operand sklearn.feature_extraction.dict_vectorizer: DictVectorizer # an estimator; BaseEstimator.__setstate__ compares the version
            and stores the attributes
        operand sklearn.feature_extraction.hashing: FeatureHasher # an estimator; BaseEstimator.__setstate__ compares the version and stores
            the attributes
        operand sklearn.feature_selection.from_model: SelectFromModel # an estimator; BaseEstimator.__setstate__ compares the version and
            stores the attributes
        operand sklearn.feature_selection.rfe: RFE RFECV # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.feature_selection.univariate_selection: SelectKBest SelectPercentile # an estimator; BaseEstimator.__setstate__
            compares the version and stores the attributes
        operand sklearn.feature_selection.variance_threshold: VarianceThreshold # an estimator; BaseEstimator.__setstate__ compares the
            version and stores the attributes
        operand sklearn.gaussian_process.gpr: GaussianProcessRegressor # an estimator; BaseEstimator.__setstate__ compares the version and
            stores the attributes
        operand sklearn.gaussian_process.gpc: GaussianProcessClassifier # an estimator; BaseEstimator.__setstate__ compares the version and
            stores the attributes
        operand sklearn.grid_search: GridSearchCV RandomizedSearchCV # an estimator; BaseEstimator.__setstate__ compares the version and
            stores the attributes
        operand sklearn.linear_model.base: LinearRegression # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.linear_model.bayes: ARDRegression BayesianRidge # an estimator; BaseEstimator.__setstate__ compares the version and
            stores the attributes
        operand sklearn.linear_model.coordinate_descent: ElasticNet ElasticNetCV Lasso LassoCV # an estimator; BaseEstimator.__setstate__
            compares the version and stores the attributes
        operand sklearn.linear_model.huber: HuberRegressor # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.linear_model.least_angle: Lars LassoLars LassoLarsCV # an estimator; BaseEstimator.__setstate__ compares the version
            and stores the attributes
        operand sklearn.linear_model.logistic: LogisticRegression LogisticRegressionCV # an estimator; BaseEstimator.__setstate__ compares
            the version and stores the attributes
        operand sklearn.linear_model.passive_aggressive: PassiveAggressiveClassifier PassiveAggressiveRegressor # an estimator;
            BaseEstimator.__setstate__ compares the version and stores the attributes
        operand sklearn.linear_model.perceptron: Perceptron # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.linear_model.ransac: RANSACRegressor # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.linear_model.ridge: Ridge RidgeCV RidgeClassifier RidgeClassifierCV # an estimator; BaseEstimator.__setstate__
            compares the version and stores the attributes
        operand sklearn.linear_model.stochastic_gradient: SGDClassifier SGDRegressor # an estimator; BaseEstimator.__setstate__ compares the
            version and stores the attributes
        operand sklearn.manifold.isomap: Isomap # an estimator; BaseEstimator.__setstate__ compares the version and stores the attributes
        operand sklearn.manifold.t_sne: TSNE # an estimator; BaseEstimator.__setstate__ compares the version and stores the attributes
        operand sklearn.mixture.gaussian_mixture: GaussianMixture # an estimator; BaseEstimator.__setstate__ compares the version and stores
            the attributes
        operand sklearn.mixture.gmm: GMM # an estimator; BaseEstimator.__setstate__ compares the version and stores the attributes
        operand sklearn.neighbors.classification: KNeighborsClassifier RadiusNeighborsClassifier # an estimator; BaseEstimator.__setstate__
            compares the version and stores the attributes
        operand sklearn.neighbors.kde: KernelDensity # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.neighbors.lof: LocalOutlierFactor # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.neighbors.nearest_centroid: NearestCentroid # an estimator; BaseEstimator.__setstate__ compares the version and
            stores the attributes
        operand sklearn.neighbors.regression: KNeighborsRegressor RadiusNeighborsRegressor # an estimator; BaseEstimator.__setstate__
            compares the version and stores the attributes
        operand sklearn.neighbors.unsupervised: NearestNeighbors # an estimator; BaseEstimator.__setstate__ compares the version and stores
            the attributes
        operand sklearn.neural_network.multilayer_perceptron: MLPClassifier MLPRegressor # an estimator; BaseEstimator.__setstate__ compares
            the version and stores the attributes
        operand sklearn.neural_network.rbm: BernoulliRBM # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.preprocessing.data: StandardScaler MinMaxScaler MaxAbsScaler RobustScaler Normalizer Binarizer PolynomialFeatures
            QuantileTransformer PowerTransformer OneHotEncoder # an estimator; BaseEstimator.__setstate__ compares the version and stores
            the attributes
        operand sklearn.preprocessing.imputation: Imputer # an estimator; BaseEstimator.__setstate__ compares the version and stores the
            attributes
        operand sklearn.preprocessing.label: LabelEncoder LabelBinarizer MultiLabelBinarizer # an estimator; BaseEstimator.__setstate__
            compares the version and stores the attributes
        operand sklearn.svm.classes: SVC NuSVC LinearSVC SVR NuSVR LinearSVR OneClassSVM # an estimator; BaseEstimator.__setstate__ compares
            the version and stores the attributes
        operand sklearn.tree.tree: DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor # an estimator;
            BaseEstimator.__setstate__ compares the version and stores the attributes
        operand sklearn.neighbors.kd_tree: KDTree # points in a tree; its __setstate__ stores arrays
        operand sklearn.neighbors.ball_tree: BallTree # points in a tree; its __setstate__ stores arrays
        value sklearn.neighbors.kd_tree,sklearn.neighbors.ball_tree,sklearn.neighbors.dist_metrics: newObj # makes an empty instance of a
            class that the pickle names and that is judged by its own name, as NEWOBJ does
        operand sklearn.neighbors.dist_metrics: EuclideanDistance ManhattanDistance ChebyshevDistance MinkowskiDistance HaversineDistance
            HammingDistance # a distance: numbers
        value sklearn.linear_model.sgd_fast: Log Hinge SquaredHinge ModifiedHuber Huber EpsilonInsensitive SquaredEpsilonInsensitive
            SquaredLoss # a loss: made of numbers
        operand sklearn.datasets.base: Bunch # a dict whose items are attributes; its __setstate__ does nothing
        operand sklearn.utils.deprecation: DeprecationDict # a dict that warns when it is read
        """;
}
