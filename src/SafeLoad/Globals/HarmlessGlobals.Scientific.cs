namespace SafeLoad.Globals;

/// <content>SciPy, and what is built on it.</content>
internal static partial class HarmlessGlobals
{
    // Not here: scipy.stats distributions. rv_generic.__setstate__ executes a text of its state, so they are known to be dangerous.
    private const string Scientific = """
        operand scipy.sparse.csr,scipy.sparse._csr: csr_matrix # a sparse matrix: arrays
        operand scipy.sparse._csr: csr_array # a sparse matrix: arrays
        operand scipy.sparse.csc,scipy.sparse._csc: csc_matrix # a sparse matrix: arrays
        operand scipy.sparse._csc: csc_array # a sparse matrix: arrays
        operand scipy.sparse.coo,scipy.sparse._coo: coo_matrix # a sparse matrix: arrays; its __setstate__ stores them under their new names
        operand scipy.sparse._coo: coo_array # a sparse matrix: arrays; its __setstate__ stores them under their new names
        operand scipy.sparse.bsr,scipy.sparse._bsr: bsr_matrix # a sparse matrix: arrays
        operand scipy.sparse._bsr: bsr_array # a sparse matrix: arrays
        operand scipy.sparse.dia,scipy.sparse._dia: dia_matrix # a sparse matrix: arrays
        operand scipy.sparse._dia: dia_array # a sparse matrix: arrays
        operand scipy.sparse.lil,scipy.sparse._lil: lil_matrix lil_array # a sparse matrix: arrays
        operand scipy.sparse.dok,scipy.sparse._dok: dok_matrix # a sparse matrix: a dict
        operand scipy.sparse._dok,scipy.sparse._arrays: dok_array # a sparse matrix: a dict
        operand scipy.sparse._arrays: csr_array csc_array coo_array bsr_array dia_array lil_array # a sparse matrix: arrays, under the path
            of SciPy 1.8 to 1.10
        operand scipy.interpolate._interpolate,scipy.interpolate.interpolate: PPoly BPoly # coefficients; its __setstate__ imports the
            module of arrays of what the state has as _xp, asking that for __array_namespace__
        operand scipy.interpolate._interpolate: _PPoly # coefficients in slots
        operand scipy.interpolate._bsplines: BSpline # coefficients; its __setstate__ stores another object and asks its arrays for their
            module
        operand scipy.interpolate._cubic: CubicSpline PchipInterpolator Akima1DInterpolator # coefficients; its __setstate__ asks an array
            of the state for its module and stores the attributes
        operand xarray.core.variable: Variable IndexVariable # an array and names of its dimensions, in slots
        operand xarray.core.dataarray: DataArray # an array with coordinates, in slots
        operand xarray.core.dataset: Dataset # arrays by name, in slots
        operand skimage.transform._geometric: AffineTransform EuclideanTransform SimilarityTransform ProjectiveTransform
            EssentialMatrixTransform FundamentalMatrixTransform PolynomialTransform # a matrix
        operand scipy.optimize._optimize,scipy.optimize.optimize: OptimizeResult # a dict whose items are attributes
        operand scipy.spatial.transform._rotation,scipy.spatial.transform.rotation: Rotation # a rotation; its __setstate__ stores an array
        value tables.filters,tables.Leaf: Filters # how a dataset of PyTables is compressed: its constructor makes int, str and bool of
            its arguments, compares the library's name with those that it was built with, and stores them; it has no __setstate__
        operand scipy.interpolate._interpolate,scipy.interpolate.interpolate: interp1d # arrays, and which of its own methods to call
        operand scipy.interpolate._interpolate,scipy.interpolate.interpolate: NdPPoly # coefficients
        operand scipy.interpolate._interpolate,scipy.interpolate.interpolate: interp2d # arrays
        operand scipy.interpolate._interpolate: _BPoly # coefficients in slots
        operand scipy.interpolate._bsplines: _BSpline # coefficients
        operand scipy.interpolate._cubic: CubicHermiteSpline # coefficients; its __setstate__ asks an array of the state for its module and
            stores the attributes
        operand scipy.interpolate._ndbspline: NdBSpline # coefficients
        operand scipy.interpolate._bary_rational: AAA FloaterHormannInterpolator # coefficients
        operand scipy.interpolate._fitpack2,scipy.interpolate.fitpack2: UnivariateSpline InterpolatedUnivariateSpline LSQUnivariateSpline
            BivariateSpline SmoothBivariateSpline LSQBivariateSpline RectBivariateSpline SphereBivariateSpline SmoothSphereBivariateSpline
            LSQSphereBivariateSpline RectSphereBivariateSpline # coefficients
        operand scipy.interpolate._polyint,scipy.interpolate.polyint: KroghInterpolator BarycentricInterpolator # coefficients
        operand scipy.interpolate._rbfinterp: RBFInterpolator # coefficients; its __setstate__ takes the tuple of its fields apart and asks
            its arrays for their module
        operand scipy.interpolate._rgi: RegularGridInterpolator # arrays, and the function that makes them
        operand scipy.interpolate._ndgriddata: NearestNDInterpolator # arrays and a tree of points
        operand scipy.interpolate._interpnd,scipy.interpolate.interpnd: LinearNDInterpolator CloughTocher2DInterpolator # arrays and a
            triangulation
        name scipy._external.array_api_compat.numpy._aliases,scipy._lib.array_api_compat.numpy._aliases: asarray # a function of arrays,
            kept as an attribute
        operand scipy.spatial._qhull,scipy.spatial.qhull: Delaunay ConvexHull Voronoi HalfspaceIntersection # arrays; its __del__ closes
            what computes on, of which a pickle has none
        operand scipy.spatial._spherical_voronoi: SphericalVoronoi # arrays
        operand scipy.spatial._kdtree,scipy.spatial.kdtree: Rectangle # bounds
        operand scipy.spatial.transform._rotation: Slerp # rotations and times
        operand scipy.spatial.transform._rotation_spline: RotationSpline # rotations and times
        operand scipy.optimize._constraints: Bounds LinearConstraint # bounds: arrays
        operand scipy.optimize._constraints: NonlinearConstraint # bounds, and a function that the pickle names and that is judged by its
            own name
        operand scipy.optimize._hessian_update_strategy: BFGS SR1 # a matrix and numbers
        operand scipy.optimize._lbfgsb_py,scipy.optimize.lbfgsb: LbfgsInvHessProduct # a matrix as steps; its __setstate__ asks an array of
            the state for its module and stores the attributes
        operand scipy.optimize._zeros_py: RootResults # a dict whose items are attributes
        operand scipy._lib._util: _RichResult # a dict whose items are attributes
        operand scipy.integrate._ivp.ivp: OdeResult # a dict whose items are attributes
        operand scipy.integrate._bvp: BVPResult # a dict whose items are attributes
        operand scipy.integrate._ivp.common: OdeSolution # a solution in pieces
        operand scipy.integrate._ivp.base: ConstantDenseOutput # a piece of a solution: arrays
        operand scipy.integrate._ivp.bdf: BdfDenseOutput # a piece of a solution: arrays
        operand scipy.integrate._ivp.lsoda: LsodaDenseOutput # a piece of a solution: arrays
        operand scipy.integrate._ivp.radau: RadauDenseOutput # a piece of a solution: arrays
        operand scipy.integrate._ivp.rk: RkDenseOutput Dop853DenseOutput # a piece of a solution: arrays
        operand scipy.signal._ltisys,scipy.signal.ltisys: lti dlti TransferFunction TransferFunctionContinuous TransferFunctionDiscrete
            ZerosPolesGain ZerosPolesGainContinuous ZerosPolesGainDiscrete StateSpace StateSpaceContinuous StateSpaceDiscrete # a linear
            system: arrays
        operand scipy.signal._short_time_fft: ShortTimeFFT # a window and numbers
        operand scipy.signal._czt: CZT ZoomFFT # arrays
        operand scipy.cluster.hierarchy,scipy.cluster.hierarchy._hierarchy_impl: ClusterNode # a node of a tree
        operand scipy.odr._odrpack,scipy.odr.odrpack: Data RealData # arrays; its __getattr__ looks into a dict of its own
        operand scipy.odr._odrpack,scipy.odr.odrpack: Output # arrays
        operand scipy.sparse.linalg._interface,scipy.sparse.linalg.interface: MatrixLinearOperator IdentityOperator # a matrix; its
            __setstate__ asks an array of the state for its module and stores the attributes
        operand scipy.sparse.linalg._special_sparse_arrays: LaplacianNd Sakurai MikotaM MikotaK # a matrix as numbers; its __setstate__ asks
            an array of the state for its module and stores the attributes
        operand scipy.stats._kde,scipy.stats.kde: gaussian_kde # points and numbers
        operand scipy.stats._covariance: Covariance CovViaPrecision CovViaDiagonal CovViaCholesky CovViaEigendecomposition CovViaPSD # a
            matrix
        operand scipy.stats._multivariate: _PSD multivariate_normal_gen multivariate_normal_frozen matrix_normal_gen matrix_normal_frozen
            matrix_t_gen matrix_t_frozen dirichlet_gen dirichlet_frozen wishart_gen wishart_frozen invwishart_gen invwishart_frozen
            multinomial_gen multinomial_frozen special_ortho_group_gen special_ortho_group_frozen ortho_group_gen ortho_group_frozen
            random_correlation_gen random_correlation_frozen unitary_group_gen unitary_group_frozen multivariate_t_gen multivariate_t_frozen
            multivariate_hypergeom_gen multivariate_hypergeom_frozen random_table_gen random_table_frozen uniform_direction_gen
            uniform_direction_frozen dirichlet_multinomial_gen dirichlet_multinomial_frozen vonmises_fisher_gen vonmises_fisher_frozen
            normal_inverse_gamma_gen normal_inverse_gamma_frozen # a distribution of vectors: arrays and a generator; unlike those of
            numbers it has no __setstate__ and runs no text
        operand scipy.stats._qmc: Halton LatinHypercube Sobol PoissonDisk MultivariateNormalQMC MultinomialQMC # a sequence of points:
            arrays and a generator
        operand scipy.stats._survival: EmpiricalDistributionFunction ECDFResult LogRankResult # arrays, and an interpolation of them
        operand scipy.stats._censored_data: CensoredData # arrays
        operand scipy.stats._binomtest: BinomTestResult # numbers
        operand scipy.stats._hypotests: CramerVonMisesResult SomersDResult BarnardExactResult BoschlooExactResult TukeyHSDResult # numbers
        operand scipy.stats._multicomp: DunnettResult # numbers
        operand scipy.stats._odds_ratio: OddsRatioResult # numbers
        operand scipy.stats._page_trend_test: PageTrendTestResult # numbers
        operand scipy.stats._relative_risk: RelativeRiskResult # numbers
        operand scipy.stats._resampling: BootstrapResult MonteCarloTestResult PowerResult PermutationTestResult # arrays
        operand scipy.stats._stats_py: AlexanderGovernResult QuantileTestResult # numbers
        operand scipy.stats._morestats: DirectionalStats # numbers
        value scipy.stats._stats_py: ModeResult DescribeResult SkewtestResult KurtosistestResult NormaltestResult HistogramResult
            CumfreqResult RelfreqResult SigmaclipResult F_onewayResult ConfidenceInterval Ttest_indResult Power_divergenceResult
            RanksumsResult KruskalResult FriedmanchisquareResult BrunnerMunzelResult # a named tuple of numbers
        value scipy.stats._morestats: Mean Variance Std_dev ShapiroResult AnsariResult BartlettResult LeveneResult FlignerResult # a named
            tuple of numbers
        value scipy.stats._common: ConfidenceInterval # a named tuple of numbers
        value scipy.stats._fit: GoodnessOfFitResult # a named tuple of numbers
        value scipy.stats._binned_statistic: BinnedStatisticResult BinnedStatistic2dResult BinnedStatisticddResult # a named tuple of
            numbers
        value scipy.stats._stats_py: SignificanceResult PearsonRResultBase TtestResultBase KstestResult LinregressResult # a named tuple
            with more fields, which keywords give
        value scipy.stats._stats_mstats_common: LinregressResult TheilslopesResult SiegelslopesResult # a named tuple with more fields,
            which keywords give
        value scipy.stats.contingency: Chi2ContingencyResult # a named tuple with more fields, which keywords give
        value scipy.stats._crosstab: CrosstabResult # a named tuple with more fields, which keywords give
        value scipy.stats._morestats: AndersonResult Anderson_ksampResult WilcoxonResult MedianTestResult # a named tuple with more fields,
            which keywords give
        value scipy.stats._mannwhitneyu: MannwhitneyuResult # a named tuple with more fields, which keywords give
        value scipy.stats._mgc: MGCResult # a named tuple with more fields, which keywords give
        value scipy.stats._stats_py: PearsonRResult TtestResult # a named tuple with more fields, which keywords give
        name scipy.special._ufuncs,scipy.special: expit logit log_expit erf erfc erfinv gamma gammaln digamma psi xlogy xlog1py exp10 cbrt
            ndtr ndtri i0 i1 j0 j1 inv_boxcox boxcox boxcox1p huber pseudo_huber rel_entr entr # a function of numbers, kept as an attribute
        name scipy.special._logsumexp: softmax log_softmax logsumexp # a function of numbers, kept as an attribute
        value scipy.linalg._misc: LinAlgWarning # an exception as a value: it is made, not raised; its __setstate__ sets the attributes of a
            dict
        value scipy.optimize._optimize: OptimizeWarning # an exception as a value: it is made, not raised; its __setstate__ sets the
            attributes of a dict
        operand scipy.spatial._ckdtree,scipy.spatial.ckdtree: cKDTree # points in a tree; its __setstate__ takes the memory of the tree's
            nodes, whose numbers the scanner follows first
        operand scipy.spatial._kdtree: KDTree # points in a tree; its __setstate__ takes the memory of the tree's nodes, whose numbers the
            scanner follows first
        """;
}
