namespace SafeLoad.Globals;

/// <content>scikit-learn's later estimators, what scores them, and the functions that do.</content>
internal static partial class HarmlessGlobals
{
    // Not here: callbacks, which reach other processes; data sets, which are fetched.
    private const string SklearnLater = """
        operand sklearn.calibration: _TemperatureScaling # an estimator [Estimator]
        operand sklearn.cluster._bicluster: SpectralCoclustering SpectralBiclustering # an estimator [Estimator]
        operand sklearn.covariance._graph_lasso: GraphicalLasso GraphicalLassoCV # an estimator [Estimator]
        operand sklearn.cross_decomposition._pls: _PLS # an estimator [Estimator]
        operand sklearn.ensemble._forest: ForestClassifier ForestRegressor # an estimator [Estimator]
        operand sklearn.feature_extraction.image: PatchExtractor # an estimator [Estimator]
        operand sklearn.kernel_approximation: PolynomialCountSketch # an estimator [Estimator]
        operand sklearn.linear_model._base: LinearModel MultiOutputLinearModel # an estimator [Estimator]
        operand sklearn.linear_model._coordinate_descent: LinearModelCV # an estimator [Estimator]
        operand sklearn.linear_model._glm.glm: _GeneralizedLinearRegressor # an estimator [Estimator]
        operand sklearn.linear_model._ridge: _IdentityRegressor _IdentityClassifier # an estimator [Estimator]
        operand sklearn.manifold._classical_mds: ClassicalMDS # an estimator [Estimator]
        operand sklearn.model_selection._classification_threshold: FixedThresholdClassifier TunedThresholdClassifierCV # an estimator
            [Estimator]
        operand sklearn.model_selection._search_successive_halving: HalvingGridSearchCV HalvingRandomSearchCV # an estimator [Estimator]
        operand sklearn.multioutput: _MultiOutputEstimator # an estimator [Estimator]
        operand sklearn.neighbors._base: NeighborsBase # an estimator [Estimator]
        operand sklearn.frozen._frozen: FrozenEstimator # an estimator around another, which its __getattr__ asks for what it lacks
            [Estimator]
        operand sklearn.cluster._bisect_k_means: _BisectingTree # a node of a tree: arrays
        operand sklearn.metrics._scorer,sklearn.metrics.scorer: _Scorer # holds a function, which the pickle names and which is judged by
            its own name
        operand sklearn.metrics._scorer,sklearn.metrics.scorer: _PredictScorer _ProbaScorer _ThresholdScorer # holds a function, which the
            pickle names and which is judged by its own name
        operand sklearn.metrics._scorer: _CurveScorer _MultimetricScorer # holds functions, which the pickle names and which are judged by
            their own names
        operand sklearn.utils._metadata_requests: MethodMetadataRequest MethodMapping MetadataRouter # which arguments a method asks for:
            names
        operand sklearn.utils._metadata_requests: MetadataRequest # which arguments methods ask for: names; its __getattr__ gathers them
        operand sklearn.compose._column_transformer: make_column_selector # a pattern and types that say which columns to take
        operand sklearn.model_selection._split: LeavePOut StratifiedGroupKFold LeaveOneGroupOut LeavePGroupsOut GroupShuffleSplit
            _CVIterableWrapper # an order of indices
        operand sklearn.model_selection._search: ParameterSampler # an estimator's settings, and how to draw them
        operand sklearn.model_selection._search_successive_halving: _SubsampleMetaSplitter # an order of indices
        operand sklearn.gaussian_process.kernels: PairwiseKernel # a kernel: numbers and the name of a metric, or a function that is judged
            by its own name
        operand sklearn.linear_model._linear_loss: LinearModelLoss # a loss around another: numbers
        operand sklearn.utils._tags: InputTags TargetTags TransformerTags ClassifierTags RegressorTags Tags # what an estimator can do:
            switches
        value sklearn.exceptions: NotFittedError ConvergenceWarning DataConversionWarning DataDimensionalityWarning EfficiencyWarning
            FitFailedWarning UndefinedMetricWarning PositiveSpectrumWarning # an exception as a value: it is made, not raised; its
            __setstate__ sets the attributes of a dict
        name sklearn.metrics._classification: accuracy_score confusion_matrix multilabel_confusion_matrix cohen_kappa_score jaccard_score
            matthews_corrcoef zero_one_loss f1_score fbeta_score precision_recall_fscore_support class_likelihood_ratios precision_score
            recall_score balanced_accuracy_score classification_report hamming_loss log_loss hinge_loss brier_score_loss d2_log_loss_score
            d2_brier_score # a function of arrays, kept as an attribute
        name sklearn.metrics._ranking: auc average_precision_score det_curve roc_auc_score confusion_matrix_at_thresholds
            precision_recall_curve roc_curve label_ranking_average_precision_score coverage_error label_ranking_loss dcg_score ndcg_score
            top_k_accuracy_score metric_at_thresholds # a function of arrays, kept as an attribute
        name sklearn.metrics._regression: mean_absolute_error mean_pinball_loss mean_absolute_percentage_error mean_squared_error
            root_mean_squared_error mean_squared_log_error root_mean_squared_log_error median_absolute_error explained_variance_score
            r2_score max_error mean_tweedie_deviance mean_poisson_deviance mean_gamma_deviance d2_tweedie_score d2_pinball_score
            d2_absolute_error_score # a function of arrays, kept as an attribute
        name sklearn.metrics.cluster._supervised: check_clusterings contingency_matrix pair_confusion_matrix rand_score adjusted_rand_score
            homogeneity_completeness_v_measure homogeneity_score completeness_score v_measure_score mutual_info_score
            adjusted_mutual_info_score normalized_mutual_info_score fowlkes_mallows_score entropy # a function of arrays, kept as an
            attribute
        name sklearn.metrics.cluster._unsupervised: check_number_of_labels silhouette_score silhouette_samples calinski_harabasz_score
            davies_bouldin_score # a function of arrays, kept as an attribute
        name sklearn.metrics.pairwise: check_pairwise_arrays check_paired_arrays euclidean_distances nan_euclidean_distances
            pairwise_distances_argmin_min pairwise_distances_argmin haversine_distances manhattan_distances cosine_distances
            paired_euclidean_distances paired_manhattan_distances paired_cosine_distances paired_distances linear_kernel polynomial_kernel
            sigmoid_kernel rbf_kernel laplacian_kernel cosine_similarity additive_chi2_kernel chi2_kernel distance_metrics
            pairwise_distances_chunked pairwise_distances kernel_metrics pairwise_kernels # a function of arrays, kept as an attribute
        name sklearn.feature_selection._univariate_selection: f_oneway r_regression # a function of arrays, kept as an attribute
        name sklearn.feature_selection._mutual_info: mutual_info_classif mutual_info_regression # a function of arrays, kept as an attribute
        name sklearn.cluster._kmeans: _kmeans_single_lloyd _kmeans_single_elkan # a function of arrays, kept as an attribute
        name sklearn.preprocessing._data: scale minmax_scale maxabs_scale robust_scale normalize binarize power_transform quantile_transform
            # a function of arrays, kept as an attribute
        name sklearn.linear_model._huber: _huber_loss_and_gradient # a function of arrays, kept as an attribute
        value sklearn._loss._loss: __pyx_unpickle_CyHalfSquaredError __pyx_unpickle_CyAbsoluteError __pyx_unpickle_CyPinballLoss
            __pyx_unpickle_CyHuberLoss __pyx_unpickle_CyHalfPoissonLoss __pyx_unpickle_CyHalfGammaLoss __pyx_unpickle_CyHalfTweedieLoss
            __pyx_unpickle_CyHalfTweedieLossIdentity __pyx_unpickle_CyHalfBinomialLoss __pyx_unpickle_CyHalfMultinomialLoss
            __pyx_unpickle_CyExponentialLoss # makes an empty loss of a class that the pickle names and that is judged by its own name, and
            stores numbers
        name sklearn.metrics._scorer: _passthrough_scorer # a function that asks an estimator for its score, kept as an attribute
        operand sklearn.metrics._dist_metrics,sklearn.neighbors._dist_metrics: MahalanobisDistance SEuclideanDistance CanberraDistance
            BrayCurtisDistance JaccardDistance MatchingDistance DiceDistance # a distance: numbers; its __setstate__ stores them
        operand sklearn.metrics._dist_metrics: MahalanobisDistance64 MahalanobisDistance32 SEuclideanDistance64 SEuclideanDistance32
            CanberraDistance64 CanberraDistance32 BrayCurtisDistance64 JaccardDistance64 ChebyshevDistance32 HaversineDistance32
            HammingDistance32 # a distance: numbers; its __setstate__ stores them
        """;
}
