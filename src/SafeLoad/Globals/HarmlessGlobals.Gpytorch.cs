namespace SafeLoad.Globals;

/// <content>GPyTorch: kernels, means, likelihoods, priors and constraints of Gaussian processes.</content>
internal static partial class HarmlessGlobals
{
    // Models of processes are classes of the program's own.
    private const string Gpytorch = """
        operand gpytorch.kernels.additive_structure_kernel: AdditiveStructureKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.arc_kernel: ArcKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.constant_kernel: ConstantKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.cosine_kernel: CosineKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.cylindrical_kernel: CylindricalKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.distributional_input_kernel: DistributionalInputKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.gaussian_symmetrized_kl_kernel: GaussianSymmetrizedKLKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.grid_interpolation_kernel: GridInterpolationKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.grid_kernel: GridKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.hamming_kernel: HammingIMQKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.index_kernel: IndexKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.inducing_point_kernel: InducingPointKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.kernel: Kernel AdditiveKernel ProductKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.lcm_kernel: LCMKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.linear_kernel: LinearKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.matern52_kernel_grad: Matern52KernelGrad # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.matern_kernel: MaternKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.multitask_kernel: MultitaskKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.newton_girard_additive_kernel: NewtonGirardAdditiveKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.periodic_kernel: PeriodicKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.piecewise_polynomial_kernel: PiecewisePolynomialKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.polynomial_kernel: PolynomialKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.polynomial_kernel_grad: PolynomialKernelGrad # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.product_structure_kernel: ProductStructureKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.rbf_kernel: RBFKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.rbf_kernel_grad: RBFKernelGrad # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.rbf_kernel_gradgrad: RBFKernelGradGrad # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.rff_kernel: RFFKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.rq_kernel: RQKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.scale_kernel: ScaleKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.spectral_delta_kernel: SpectralDeltaKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.kernels.spectral_mixture_kernel: SpectralMixtureKernel # a kernel: tensors and numbers [Kernel]
        operand gpytorch.constraints.constraints: Interval GreaterThan Positive LessThan # a part of a Gaussian process: tensors and numbers
            [Module]
        operand gpytorch.kernels.kernel: Distance # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.kernels.multi_device_kernel: MultiDeviceKernel # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.likelihoods.bernoulli_likelihood: BernoulliLikelihood # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.likelihoods.beta_likelihood: BetaLikelihood # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.likelihoods.gaussian_likelihood: _GaussianLikelihoodBase GaussianLikelihood GaussianLikelihoodWithMissingObs
            FixedNoiseGaussianLikelihood DirichletClassificationLikelihood # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.likelihoods.hadamard_gaussian_likelihood: HadamardGaussianLikelihood # a part of a Gaussian process: tensors and
            numbers [Module]
        operand gpytorch.likelihoods.laplace_likelihood: LaplaceLikelihood # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.likelihoods.likelihood: _Likelihood Likelihood _OneDimensionalLikelihood # a part of a Gaussian process: tensors
            and numbers [Module]
        operand gpytorch.likelihoods.likelihood_list: LikelihoodList # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.likelihoods.multitask_gaussian_likelihood: _MultitaskGaussianLikelihoodBase MultitaskGaussianLikelihood # a part of
            a Gaussian process: tensors and numbers [Module]
        operand gpytorch.likelihoods.negative_binomial_likelihood: NegativeBinomialLikelihood # a part of a Gaussian process: tensors and
            numbers [Module]
        operand gpytorch.likelihoods.noise_models: Noise _HomoskedasticNoiseBase HomoskedasticNoise MultitaskHomoskedasticNoise
            HeteroskedasticNoise FixedGaussianNoise # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.likelihoods.poisson_likelihood: PoissonLikelihood # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.likelihoods.softmax_likelihood: SoftmaxLikelihood # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.likelihoods.student_t_likelihood: StudentTLikelihood # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.means.constant_mean: ConstantMean # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.means.constant_mean_grad: ConstantMeanGrad # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.means.constant_mean_gradgrad: ConstantMeanGradGrad # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.means.linear_mean: LinearMean # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.means.linear_mean_grad: LinearMeanGrad # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.means.linear_mean_gradgrad: LinearMeanGradGrad # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.means.mean: Mean # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.means.multitask_mean: MultitaskMean # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.means.zero_mean: ZeroMean # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.mlls: VariationalMarginalLogLikelihood VariationalELBOEmpirical # a part of a Gaussian process: tensors and numbers
            [Module]
        operand gpytorch.mlls._approximate_mll: _ApproximateMarginalLogLikelihood # a part of a Gaussian process: tensors and numbers
            [Module]
        operand gpytorch.mlls.deep_approximate_mll: DeepApproximateMLL # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.mlls.deep_predictive_log_likelihood: DeepPredictiveLogLikelihood # a part of a Gaussian process: tensors and
            numbers [Module]
        operand gpytorch.mlls.exact_marginal_log_likelihood: ExactMarginalLogLikelihood # a part of a Gaussian process: tensors and numbers
            [Module]
        operand gpytorch.mlls.gamma_robust_variational_elbo: GammaRobustVariationalELBO # a part of a Gaussian process: tensors and numbers
            [Module]
        operand gpytorch.mlls.leave_one_out_pseudo_likelihood: LeaveOneOutPseudoLikelihood # a part of a Gaussian process: tensors and
            numbers [Module]
        operand gpytorch.mlls.marginal_log_likelihood: MarginalLogLikelihood # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.mlls.predictive_log_likelihood: PredictiveLogLikelihood # a part of a Gaussian process: tensors and numbers
            [Module]
        operand gpytorch.mlls.sum_marginal_log_likelihood: SumMarginalLogLikelihood # a part of a Gaussian process: tensors and numbers
            [Module]
        operand gpytorch.mlls.variational_elbo: VariationalELBO # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.models: PyroVariationalGP # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.models.approximate_gp: ApproximateGP # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.models.deep_gps.deep_gp: DeepGPLayer DeepGP DeepLikelihood # a part of a Gaussian process: tensors and numbers
            [Module]
        operand gpytorch.models.deep_gps.dspp: DSPPLayer DSPP # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.models.exact_gp: ExactGP # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.models.gp: GP # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.models.gplvm.bayesian_gplvm: BayesianGPLVM # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.models.gplvm.latent_variable: LatentVariable PointLatentVariable MAPLatentVariable VariationalLatentVariable # a
            part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.models.model_list: IndependentModelList # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.module: Module # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.priors.horseshoe_prior: HorseshoePrior # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.priors.lkj_prior: LKJCholeskyFactorPrior LKJPrior LKJCovariancePrior # a part of a Gaussian process: tensors and
            numbers [Module]
        operand gpytorch.priors.prior: Prior # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.priors.smoothed_box_prior: SmoothedBoxPrior # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.priors.torch_priors: NormalPrior HalfNormalPrior LogNormalPrior UniformPrior HalfCauchyPrior GammaPrior
            MultivariateNormalPrior # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.priors.wishart_prior: WishartPrior InverseWishartPrior # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.utils.grid: ScaleToBounds # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.utils.nearest_neighbors: NNUtil # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.utils.quadrature: GaussHermiteQuadrature1D # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.variational._variational_distribution: _VariationalDistribution # a part of a Gaussian process: tensors and numbers
            [Module]
        operand gpytorch.variational._variational_strategy: _BaseExactGP _VariationalStrategy # a part of a Gaussian process: tensors and
            numbers [Module]
        operand gpytorch.variational.additive_grid_interpolation_variational_strategy: AdditiveGridInterpolationVariationalStrategy # a part
            of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.variational.batch_decoupled_variational_strategy: BatchDecoupledVariationalStrategy # a part of a Gaussian process:
            tensors and numbers [Module]
        operand gpytorch.variational.cholesky_variational_distribution: CholeskyVariationalDistribution # a part of a Gaussian process:
            tensors and numbers [Module]
        operand gpytorch.variational.ciq_variational_strategy: CiqVariationalStrategy # a part of a Gaussian process: tensors and numbers
            [Module]
        operand gpytorch.variational.delta_variational_distribution: DeltaVariationalDistribution # a part of a Gaussian process: tensors
            and numbers [Module]
        operand gpytorch.variational.grid_interpolation_variational_strategy: GridInterpolationVariationalStrategy # a part of a Gaussian
            process: tensors and numbers [Module]
        operand gpytorch.variational.independent_multitask_variational_strategy: IndependentMultitaskVariationalStrategy
            MultitaskVariationalStrategy # a part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.variational.large_batch_variational_strategy: LargeBatchVariationalStrategy # a part of a Gaussian process: tensors
            and numbers [Module]
        operand gpytorch.variational.lmc_variational_strategy: LMCVariationalStrategy # a part of a Gaussian process: tensors and numbers
            [Module]
        operand gpytorch.variational.mean_field_variational_distribution: MeanFieldVariationalDistribution # a part of a Gaussian process:
            tensors and numbers [Module]
        operand gpytorch.variational.natural_variational_distribution: _NaturalVariationalDistribution NaturalVariationalDistribution # a
            part of a Gaussian process: tensors and numbers [Module]
        operand gpytorch.variational.nearest_neighbor_variational_strategy: NNVariationalStrategy # a part of a Gaussian process: tensors
            and numbers [Module]
        operand gpytorch.variational.orthogonally_decoupled_variational_strategy: OrthogonallyDecoupledVariationalStrategy # a part of a
            Gaussian process: tensors and numbers [Module]
        operand gpytorch.variational.tril_natural_variational_distribution: TrilNaturalVariationalDistribution # a part of a Gaussian
            process: tensors and numbers [Module]
        operand gpytorch.variational.unwhitened_variational_strategy: UnwhitenedVariationalStrategy # a part of a Gaussian process: tensors
            and numbers [Module]
        operand gpytorch.variational.variational_strategy: VariationalStrategy # a part of a Gaussian process: tensors and numbers [Module]
        name gpytorch.utils.transforms: inv_softplus inv_sigmoid # a function of tensors, kept as an attribute
        """;
}
