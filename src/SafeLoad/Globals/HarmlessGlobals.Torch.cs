namespace SafeLoad.Globals;

/// <content>PyTorch's other classes: optimizers, schedulers, distributions, datasets, what utilities leave in modules.</content>
internal static partial class HarmlessGlobals
{
    // Not here: GraphModule (its reduce runs generated code), everything of torch.jit (code of the file),
    // DataLoader (holds workers), LambdaLR and MultiplicativeLR (hold functions).
    private const string Torch = """
        operand torch.optim.adadelta: Adadelta # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim._adafactor,torch.optim: Adafactor # an optimizer; its __setstate__ stores the attributes and fills in missing
            ones
        operand torch.optim.adagrad: Adagrad # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim.adam: Adam # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim.adamax: Adamax # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim.adamw: AdamW # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim.asgd: ASGD # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim.lbfgs: LBFGS # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim._muon: Muon # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim.nadam: NAdam # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim.optimizer: Optimizer # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        name torch.optim.optimizer: required _RequiredParameter # a mark for options without a default
        operand torch.optim.radam: RAdam # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim.rmsprop: RMSprop # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim.rprop: Rprop # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim.sgd: SGD # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim.sparse_adam: SparseAdam # an optimizer; its __setstate__ stores the attributes and fills in missing ones
        operand torch.optim.swa_utils: AveragedModel SWALR # averaged weights and their schedule [Module]
        operand torch.optim.lr_scheduler: LRScheduler _LRScheduler StepLR MultiStepLR ConstantLR LinearLR ExponentialLR SequentialLR
            PolynomialLR CosineAnnealingLR ChainedScheduler ReduceLROnPlateau CyclicLR CosineAnnealingWarmRestarts OneCycleLR # a schedule:
            numbers and the optimizer
        operand torch.cuda.amp.grad_scaler,torch.amp.grad_scaler: GradScaler # a scale and its growth; its __setstate__ stores the
            attributes
        shared torch.cuda.amp.grad_scaler,torch.amp.grad_scaler: OptState # a member of an enumeration
        value torch.nn.parameter: UninitializedParameter UninitializedBuffer # a parameter without a shape yet; its __setstate__ sets the
            data, whether gradients are kept and hooks
        operand torch.nn.parallel.data_parallel: DataParallel # a module around another [Module]
        operand torch.nn.parallel.distributed: DistributedDataParallel # a module around another; its __setstate__ joins the process group
            that the program has set up already
        value torch.nn.parallel.distributed: _MixedPrecision _BufferCommHookLocation # settings
        operand torch.nn.utils.weight_norm: WeightNorm # a hook of a module: a name and a dimension
        operand torch.nn.utils.spectral_norm: SpectralNorm SpectralNormLoadStateDictPreHook SpectralNormStateDictHook # a hook of a module:
            names and numbers
        operand torch.nn.utils.prune: PruningContainer Identity RandomUnstructured L1Unstructured RandomStructured LnStructured
            CustomFromMask # a hook of a module: a name and numbers
        operand torch.nn.utils.parametrize: ParametrizationList # modules around a parameter [Module]
        operand torch.nn.utils.parametrizations: _Orthogonal _SpectralNorm _WeightNorm # a module around a parameter [Module]
        value torch.nn.utils.rnn: PackedSequence PackedSequence_ # a named tuple of tensors, which its constructor asks for their device
        operand torch.nn.attention.flex_attention: BlockMask # tensors that say which blocks to attend to
        name torch.nn.functional: relu gelu silu tanh sigmoid softmax leaky_relu elu selu hardswish mish log_softmax cross_entropy mse_loss
            binary_cross_entropy nll_loss # a function of tensors, kept as an attribute
        name torch._C._nn: gelu # a function of tensors, kept as an attribute
        value torch._C,torch: Generator # a generator of random numbers; its state is a tensor, which its __setstate__ takes
        name torch: dtype layout memory_format qscheme strided sparse_coo sparse_csr contiguous_format channels_last channels_last_3d
            preserve_format relu tanh sigmoid # a constant, a class that is referred to, or a function of tensors
        value torch._utils: _rebuild_sparse_csr_tensor _rebuild_xla_tensor # rebuilds a tensor of data
        value torch.nested._internal.nested_tensor: _rebuild_njt # rebuilds a nested tensor of tensors
        name torch.nested._internal.nested_tensor: NestedTensor # the class of a nested tensor
        value torch._dynamo.decorators: _DimRange # a dimension and its bounds, without methods of its own; its __setstate__ stores them
        value torch.fx.immutable_collections: immutable_list immutable_dict # a list or dict that cannot be changed
        operand torch.utils.data.dataset: Dataset IterableDataset TensorDataset ConcatDataset ChainDataset Subset StackDataset # data that
            the pickle holds itself
        operand torch.utils.data.sampler: Sampler SequentialSampler RandomSampler SubsetRandomSampler WeightedRandomSampler BatchSampler #
            an order of indices
        operand torch.utils.data.distributed: DistributedSampler # an order of indices
        operand torch.distributions.bernoulli: Bernoulli # a distribution: tensors
        operand torch.distributions.beta: Beta # a distribution: tensors
        operand torch.distributions.binomial: Binomial # a distribution: tensors
        operand torch.distributions.categorical: Categorical # a distribution: tensors
        operand torch.distributions.cauchy: Cauchy # a distribution: tensors
        operand torch.distributions.dirichlet: Dirichlet # a distribution: tensors
        operand torch.distributions.exponential: Exponential # a distribution: tensors
        operand torch.distributions.gamma: Gamma # a distribution: tensors
        operand torch.distributions.gumbel: Gumbel # a distribution: tensors
        operand torch.distributions.half_normal: HalfNormal # a distribution: tensors
        operand torch.distributions.independent: Independent # a distribution: tensors
        operand torch.distributions.laplace: Laplace # a distribution: tensors
        operand torch.distributions.log_normal: LogNormal # a distribution: tensors
        operand torch.distributions.lowrank_multivariate_normal: LowRankMultivariateNormal # a distribution: tensors
        operand torch.distributions.mixture_same_family: MixtureSameFamily # a distribution: tensors
        operand torch.distributions.multinomial: Multinomial # a distribution: tensors
        operand torch.distributions.multivariate_normal: MultivariateNormal # a distribution: tensors
        operand torch.distributions.normal: Normal # a distribution: tensors
        operand torch.distributions.one_hot_categorical: OneHotCategorical OneHotCategoricalStraightThrough # a distribution: tensors
        operand torch.distributions.poisson: Poisson # a distribution: tensors
        operand torch.distributions.relaxed_bernoulli: RelaxedBernoulli LogitRelaxedBernoulli # a distribution: tensors
        operand torch.distributions.studentT: StudentT # a distribution: tensors
        operand torch.distributions.uniform: Uniform # a distribution: tensors
        operand torch.distributions.weibull: Weibull # a distribution: tensors
        operand torch.distributions.chi2: Chi2 # a distribution: tensors
        operand torch.distributions.constraints: Constraint _Dependent _IndependentConstraint MixtureSameFamilyConstraint _Boolean _OneHot
            _IntegerInterval _IntegerLessThan _IntegerGreaterThan _Real _GreaterThan _GreaterThanEq _LessThan _Interval _HalfOpenInterval
            _Simplex _Multinomial _LowerTriangular _LowerCholesky _CorrCholesky _Square _Symmetric _PositiveSemidefinite _PositiveDefinite
            _Cat _Stack # which values are allowed
        operand torch.distributions.continuous_bernoulli: ContinuousBernoulli # a distribution: tensors
        operand torch.distributions.distribution: Distribution # a distribution: tensors
        operand torch.distributions.exp_family: ExponentialFamily # a distribution: tensors
        operand torch.distributions.fishersnedecor: FisherSnedecor # a distribution: tensors
        operand torch.distributions.generalized_pareto: GeneralizedPareto # a distribution: tensors
        operand torch.distributions.geometric: Geometric # a distribution: tensors
        operand torch.distributions.half_cauchy: HalfCauchy # a distribution: tensors
        operand torch.distributions.inverse_gamma: InverseGamma # a distribution: tensors
        operand torch.distributions.kumaraswamy: Kumaraswamy # a distribution: tensors
        operand torch.distributions.lkj_cholesky: LKJCholesky # a distribution: tensors
        operand torch.distributions.logistic_normal: LogisticNormal # a distribution: tensors
        operand torch.distributions.negative_binomial: NegativeBinomial # a distribution: tensors
        operand torch.distributions.pareto: Pareto # a distribution: tensors
        operand torch.distributions.relaxed_categorical: ExpRelaxedCategorical RelaxedOneHotCategorical # a distribution: tensors
        operand torch.distributions.transformed_distribution: TransformedDistribution # a distribution: tensors
        operand torch.distributions.transforms: Transform _InverseTransform ComposeTransform IndependentTransform ReshapeTransform
            ExpTransform PowerTransform SigmoidTransform SoftplusTransform TanhTransform AbsTransform AffineTransform CorrCholeskyTransform
            SoftmaxTransform StickBreakingTransform LowerCholeskyTransform PositiveDefiniteTransform CatTransform StackTransform
            CumulativeDistributionTransform # a transformation: tensors and numbers
        operand torch.distributions.von_mises: VonMises # a distribution: tensors
        operand torch.distributions.wishart: Wishart # a distribution: tensors
        operand torch.utils.hooks: RemovableHandle # refers to a dict of hooks that the pickle holds; its __setstate__ keeps weak references
            to dicts, and counts on from a number for all hooks: the scanner wants a whole one
        operand torch.utils.data.dataloader: DataLoader _InfiniteConstantSampler # data, an order and settings: it starts workers when
            somebody asks for its items
        name torch.utils.data._utils.collate: default_collate default_convert # a function of tensors, kept as an attribute
        name torch.utils.data._utils.pin_memory: pin_memory # a function of tensors, kept as an attribute
        operand torch.nn.utils.prune: BasePruningMethod # a hook of a module: a name and numbers
        name torch.nn.functional: adaptive_avg_pool1d adaptive_avg_pool2d adaptive_max_pool2d avg_pool2d batch_norm
            binary_cross_entropy_with_logits celu conv2d cosine_similarity dropout embedding glu group_norm gumbel_softmax hardsigmoid
            hardtanh huber_loss instance_norm interpolate kl_div l1_loss layer_norm linear logsigmoid max_pool2d normalize one_hot pad
            pairwise_distance pixel_shuffle poisson_nll_loss prelu relu6 rms_norm rrelu scaled_dot_product_attention smooth_l1_loss softmin
            softplus softsign tanhshrink threshold triplet_margin_loss unfold # a function of tensors, kept as an attribute
        name torch._C._nn: softplus log_sigmoid linear scaled_dot_product_attention # a function of tensors, kept as an attribute
        name torch: abs cat ceil clamp cos cosh erf exp floor log log10 log1p log2 log_softmax logsumexp matmul max mean min mul add neg
            norm pow round rsqrt selu sign sin sinh softmax sqrt square stack std sub sum tan var # a function of tensors, kept as an
            attribute
        value torch.return_types: max min sort topk mode median nanmedian kthvalue cummax cummin aminmax frexp geqrf qr svd slogdet
            histogram histogramdd lu_unpack triangular_solve linalg_svd linalg_eig linalg_eigh linalg_qr linalg_slogdet linalg_lu
            linalg_inv_ex linalg_cholesky_ex linalg_lstsq linalg_ldl_factor linalg_lu_factor # a named tuple of tensors
        operand torch.torch_version: TorchVersion # a text that compares as a version; its __new__ keeps the text
        name torch._C: _VariableFunctionsClass _VariableFunctions # a class of functions of tensors, of which the few that may be named may
            be got
        """;
}
