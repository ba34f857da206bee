namespace SafeLoad.Globals;

/// <content>PyTorch Geometric's layers that pass no messages, and what transforms graphs.</content>
internal static partial class HarmlessGlobals
{
    // Not here: what passes messages, since MessagePassing.__setstate__ writes code of what the state says and runs it, and Sequential,
    // which does so too.
    private const string Graphs = """
        operand torch_geometric.nn.aggr.attention: AttentionalAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.base: Aggregation # a layer [Module]
        operand torch_geometric.nn.aggr.basic: SumAggregation MeanAggregation MaxAggregation MinAggregation MulAggregation VarAggregation
            StdAggregation SoftmaxAggregation PowerMeanAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.deep_sets: DeepSetsAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.equilibrium: ResNetPotential MomentumOptimizer EquilibriumAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.fused: FusedAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.gmt: GraphMultisetTransformer # a layer [Module]
        operand torch_geometric.nn.aggr.gru: GRUAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.lcm: LCMAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.lstm: LSTMAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.mlp: MLPAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.multi: MultiAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.patch_transformer: PatchTransformerAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.quantile: QuantileAggregation MedianAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.scaler: DegreeScalerAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.set2set: Set2Set # a layer [Module]
        operand torch_geometric.nn.aggr.set_transformer: SetTransformerAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.sort: SortAggregation # a layer [Module]
        operand torch_geometric.nn.aggr.utils: MultiheadAttentionBlock SetAttentionBlock InducedSetAttentionBlock
            PoolingByMultiheadAttention # a layer [Module]
        operand torch_geometric.nn.aggr.variance_preserving: VariancePreservingAggregation # a layer [Module]
        operand torch_geometric.nn.attention.performer: PerformerProjection PerformerAttention # a layer [Module]
        operand torch_geometric.nn.attention.polynormer: PolynormerAttention # a layer [Module]
        operand torch_geometric.nn.attention.qformer: QFormer # a layer [Module]
        operand torch_geometric.nn.attention.sgformer: SGFormerAttention # a layer [Module]
        operand torch_geometric.nn.conv.antisymmetric_conv: AntiSymmetricConv # a layer [Module]
        operand torch_geometric.nn.conv.dir_gnn_conv: DirGNNConv # a layer [Module]
        operand torch_geometric.nn.conv.dna_conv: Linear Attention MultiHead # a layer [Module]
        operand torch_geometric.nn.conv.gen_conv: MLP # a layer [Module]
        operand torch_geometric.nn.conv.gps_conv: GPSConv # a layer [Module]
        operand torch_geometric.nn.conv.hetero_conv: HeteroConv # a layer [Module]
        operand torch_geometric.nn.conv.wl_conv: WLConv # a layer [Module]
        operand torch_geometric.nn.conv.x_conv: XConv # a layer [Module]
        operand torch_geometric.nn.data_parallel: DataParallel # a layer [Module]
        operand torch_geometric.nn.dense.dense_gat_conv: DenseGATConv # a layer [Module]
        operand torch_geometric.nn.dense.dense_gcn_conv: DenseGCNConv # a layer [Module]
        operand torch_geometric.nn.dense.dense_gin_conv: DenseGINConv # a layer [Module]
        operand torch_geometric.nn.dense.dense_graph_conv: DenseGraphConv # a layer [Module]
        operand torch_geometric.nn.dense.dense_sage_conv: DenseSAGEConv # a layer [Module]
        operand torch_geometric.nn.dense.dmon_pool: DMoNPooling # a layer [Module]
        operand torch_geometric.nn.dense.linear: HeteroDictLinear # a layer [Module]
        operand torch_geometric.nn.encoding: PositionalEncoding TemporalEncoding # a layer [Module]
        operand torch_geometric.nn.glob: GlobalAttention # a layer [Module]
        operand torch_geometric.nn.kge.base: KGEModel # a layer [Module]
        operand torch_geometric.nn.kge.complex: ComplEx # a layer [Module]
        operand torch_geometric.nn.kge.distmult: DistMult # a layer [Module]
        operand torch_geometric.nn.kge.rotate: RotatE # a layer [Module]
        operand torch_geometric.nn.kge.transe: TransE # a layer [Module]
        operand torch_geometric.nn.models.attentive_fp: AttentiveFP # a layer [Module]
        operand torch_geometric.nn.models.attract_repel: ARLinkPredictor # a layer [Module]
        operand torch_geometric.nn.models.autoencoder: InnerProductDecoder GAE VGAE ARGA ARGVA # a layer [Module]
        operand torch_geometric.nn.models.basic_gnn: BasicGNN GCN GraphSAGE GIN GAT PNA EdgeCNN # a layer [Module]
        operand torch_geometric.nn.models.correct_and_smooth: CorrectAndSmooth # a layer [Module]
        operand torch_geometric.nn.models.deep_graph_infomax: DeepGraphInfomax # a layer [Module]
        operand torch_geometric.nn.models.deepgcn: DeepGCNLayer # a layer [Module]
        operand torch_geometric.nn.models.dimenet: Envelope BesselBasisLayer SphericalBasisLayer EmbeddingBlock ResidualLayer
            InteractionBlock InteractionPPBlock OutputBlock OutputPPBlock DimeNet DimeNetPlusPlus # a layer [Module]
        operand torch_geometric.nn.models.gnnff: GaussianFilter NodeBlock EdgeBlock GNNFF # a layer [Module]
        operand torch_geometric.nn.models.gpse: Linear ResGatedGCNConv GeneralLayer GeneralMultiLayer BatchNorm1dNode BatchNorm1dEdge MLP
            GNNStackStage GNNInductiveHybridMultiHead IdentityHead GPSE GPSENodeEncoder # a layer [Module]
        operand torch_geometric.nn.models.graph_mixer: NodeEncoder LinkEncoder # a layer [Module]
        operand torch_geometric.nn.models.graph_unet: GraphUNet # a layer [Module]
        operand torch_geometric.nn.models.jumping_knowledge: JumpingKnowledge HeteroJumpingKnowledge # a layer [Module]
        operand torch_geometric.nn.models.lightgcn: LightGCN BPRLoss # a layer [Module]
        operand torch_geometric.nn.models.linkx: LINKX # a layer [Module]
        operand torch_geometric.nn.models.lpformer: LPFormer MLP # a layer [Module]
        operand torch_geometric.nn.models.mask_label: MaskLabel # a layer [Module]
        operand torch_geometric.nn.models.meta: MetaLayer # a layer [Module]
        operand torch_geometric.nn.models.metapath2vec: MetaPath2Vec # a layer [Module]
        operand torch_geometric.nn.models.mlp: MLP # a layer [Module]
        operand torch_geometric.nn.models.neural_fingerprint: NeuralFingerprint # a layer [Module]
        operand torch_geometric.nn.models.node2vec: Node2Vec # a layer [Module]
        operand torch_geometric.nn.models.pmlp: PMLP # a layer [Module]
        operand torch_geometric.nn.models.polynormer: Polynormer # a layer [Module]
        operand torch_geometric.nn.models.re_net: RENet # a layer [Module]
        operand torch_geometric.nn.models.rect: RECT_L # a layer [Module]
        operand torch_geometric.nn.models.rev_gnn: InvertibleModule GroupAddRev # a layer [Module]
        operand torch_geometric.nn.models.schnet: SchNet RadiusInteractionGraph InteractionBlock GaussianSmearing ShiftedSoftplus # a layer
            [Module]
        operand torch_geometric.nn.models.sgformer: GraphModule SGModule SGFormer # a layer [Module]
        operand torch_geometric.nn.models.signed_gcn: SignedGCN # a layer [Module]
        operand torch_geometric.nn.models.tgn: TGNMemory IdentityMessage LastAggregator MeanAggregator TimeEncoder # a layer [Module]
        operand torch_geometric.nn.models.visnet: CosineCutoff ExpNormalSmearing Sphere VecLayerNorm Distance EdgeEmbedding ViSNetBlock
            GatedEquivariantBlock EquivariantScalar Atomref ViSNet # a layer [Module]
        operand torch_geometric.nn.module_dict: ModuleDict # a layer [Module]
        operand torch_geometric.nn.norm.batch_norm: BatchNorm HeteroBatchNorm # a layer [Module]
        operand torch_geometric.nn.norm.diff_group_norm: DiffGroupNorm # a layer [Module]
        operand torch_geometric.nn.norm.graph_norm: GraphNorm # a layer [Module]
        operand torch_geometric.nn.norm.graph_size_norm: GraphSizeNorm # a layer [Module]
        operand torch_geometric.nn.norm.instance_norm: InstanceNorm # a layer [Module]
        operand torch_geometric.nn.norm.layer_norm: LayerNorm HeteroLayerNorm # a layer [Module]
        operand torch_geometric.nn.norm.mean_subtraction_norm: MeanSubtractionNorm # a layer [Module]
        operand torch_geometric.nn.norm.msg_norm: MessageNorm # a layer [Module]
        operand torch_geometric.nn.norm.pair_norm: PairNorm # a layer [Module]
        operand torch_geometric.nn.parameter_dict: ParameterDict # a layer [Module]
        operand torch_geometric.nn.pool.asap: ASAPooling # a layer [Module]
        operand torch_geometric.nn.pool.cluster_pool: ClusterPooling # a layer [Module]
        operand torch_geometric.nn.pool.connect.base: Connect # a layer [Module]
        operand torch_geometric.nn.pool.connect.filter_edges: FilterEdges # a layer [Module]
        operand torch_geometric.nn.pool.edge_pool: EdgePooling # a layer [Module]
        operand torch_geometric.nn.pool.mem_pool: MemPooling # a layer [Module]
        operand torch_geometric.nn.pool.pan_pool: PANPooling # a layer [Module]
        operand torch_geometric.nn.pool.sag_pool: SAGPooling # a layer [Module]
        operand torch_geometric.nn.pool.select.base: Select # a layer [Module]
        operand torch_geometric.nn.pool.select.topk: SelectTopK # a layer [Module]
        operand torch_geometric.nn.pool.topk_pool: TopKPooling # a layer [Module]
        operand torch_geometric.nn.reshape: Reshape # a layer [Module]
        operand torch_geometric.nn.to_hetero_module: ToHeteroLinear ToHeteroMessagePassing # a layer [Module]
        operand torch_geometric.nn.to_hetero_with_bases_transformer: HeteroBasisConv LinearAlign # a layer [Module]
        operand torch_geometric.transforms.add_gpse: AddGPSE # settings; runs when it is given a graph
        operand torch_geometric.transforms.add_metapaths: AddMetaPaths AddRandomMetaPaths # settings; runs when it is given a graph
        operand torch_geometric.transforms.add_positional_encoding: AddLaplacianEigenvectorPE AddRandomWalkPE # settings; runs when it is
            given a graph
        operand torch_geometric.transforms.add_remaining_self_loops: AddRemainingSelfLoops # settings; runs when it is given a graph
        operand torch_geometric.transforms.add_self_loops: AddSelfLoops # settings; runs when it is given a graph
        operand torch_geometric.transforms.base_transform: BaseTransform # settings; runs when it is given a graph
        operand torch_geometric.transforms.cartesian: Cartesian # settings; runs when it is given a graph
        operand torch_geometric.transforms.center: Center # settings; runs when it is given a graph
        operand torch_geometric.transforms.compose: Compose ComposeFilters # settings; runs when it is given a graph
        operand torch_geometric.transforms.constant: Constant # settings; runs when it is given a graph
        operand torch_geometric.transforms.delaunay: Delaunay # settings; runs when it is given a graph
        operand torch_geometric.transforms.distance: Distance # settings; runs when it is given a graph
        operand torch_geometric.transforms.face_to_edge: FaceToEdge # settings; runs when it is given a graph
        operand torch_geometric.transforms.feature_propagation: FeaturePropagation # settings; runs when it is given a graph
        operand torch_geometric.transforms.fixed_points: FixedPoints # settings; runs when it is given a graph
        operand torch_geometric.transforms.gcn_norm: GCNNorm # settings; runs when it is given a graph
        operand torch_geometric.transforms.gdc: GDC # settings; runs when it is given a graph
        operand torch_geometric.transforms.generate_mesh_normals: GenerateMeshNormals # settings; runs when it is given a graph
        operand torch_geometric.transforms.grid_sampling: GridSampling # settings; runs when it is given a graph
        operand torch_geometric.transforms.half_hop: HalfHop # settings; runs when it is given a graph
        operand torch_geometric.transforms.knn_graph: KNNGraph # settings; runs when it is given a graph
        operand torch_geometric.transforms.laplacian_lambda_max: LaplacianLambdaMax # settings; runs when it is given a graph
        operand torch_geometric.transforms.largest_connected_components: LargestConnectedComponents # settings; runs when it is given a
            graph
        operand torch_geometric.transforms.line_graph: LineGraph # settings; runs when it is given a graph
        operand torch_geometric.transforms.linear_transformation: LinearTransformation # settings; runs when it is given a graph
        operand torch_geometric.transforms.local_cartesian: LocalCartesian # settings; runs when it is given a graph
        operand torch_geometric.transforms.local_degree_profile: LocalDegreeProfile # settings; runs when it is given a graph
        operand torch_geometric.transforms.mask: IndexToMask MaskToIndex # settings; runs when it is given a graph
        operand torch_geometric.transforms.node_property_split: NodePropertySplit # settings; runs when it is given a graph
        operand torch_geometric.transforms.normalize_features: NormalizeFeatures # settings; runs when it is given a graph
        operand torch_geometric.transforms.normalize_rotation: NormalizeRotation # settings; runs when it is given a graph
        operand torch_geometric.transforms.normalize_scale: NormalizeScale # settings; runs when it is given a graph
        operand torch_geometric.transforms.one_hot_degree: OneHotDegree # settings; runs when it is given a graph
        operand torch_geometric.transforms.pad: Padding UniformPadding MappingPadding AttrNamePadding NodeTypePadding EdgeTypePadding Pad #
            settings; runs when it is given a graph
        operand torch_geometric.transforms.point_pair_features: PointPairFeatures # settings; runs when it is given a graph
        operand torch_geometric.transforms.polar: Polar # settings; runs when it is given a graph
        operand torch_geometric.transforms.radius_graph: RadiusGraph # settings; runs when it is given a graph
        operand torch_geometric.transforms.random_flip: RandomFlip # settings; runs when it is given a graph
        operand torch_geometric.transforms.random_jitter: RandomJitter # settings; runs when it is given a graph
        operand torch_geometric.transforms.random_link_split: RandomLinkSplit # settings; runs when it is given a graph
        operand torch_geometric.transforms.random_node_split: RandomNodeSplit # settings; runs when it is given a graph
        operand torch_geometric.transforms.random_rotate: RandomRotate # settings; runs when it is given a graph
        operand torch_geometric.transforms.random_scale: RandomScale # settings; runs when it is given a graph
        operand torch_geometric.transforms.random_shear: RandomShear # settings; runs when it is given a graph
        operand torch_geometric.transforms.remove_duplicated_edges: RemoveDuplicatedEdges # settings; runs when it is given a graph
        operand torch_geometric.transforms.remove_isolated_nodes: RemoveIsolatedNodes # settings; runs when it is given a graph
        operand torch_geometric.transforms.remove_self_loops: RemoveSelfLoops # settings; runs when it is given a graph
        operand torch_geometric.transforms.remove_training_classes: RemoveTrainingClasses # settings; runs when it is given a graph
        operand torch_geometric.transforms.rooted_subgraph: RootedSubgraph RootedEgoNets RootedRWSubgraph # settings; runs when it is given
            a graph
        operand torch_geometric.transforms.sample_points: SamplePoints # settings; runs when it is given a graph
        operand torch_geometric.transforms.sign: SIGN # settings; runs when it is given a graph
        operand torch_geometric.transforms.spherical: Spherical # settings; runs when it is given a graph
        operand torch_geometric.transforms.svd_feature_reduction: SVDFeatureReduction # settings; runs when it is given a graph
        operand torch_geometric.transforms.target_indegree: TargetIndegree # settings; runs when it is given a graph
        operand torch_geometric.transforms.to_dense: ToDense # settings; runs when it is given a graph
        operand torch_geometric.transforms.to_device: ToDevice # settings; runs when it is given a graph
        operand torch_geometric.transforms.to_sparse_tensor: ToSparseTensor # settings; runs when it is given a graph
        operand torch_geometric.transforms.to_superpixels: ToSLIC # settings; runs when it is given a graph
        operand torch_geometric.transforms.to_undirected: ToUndirected # settings; runs when it is given a graph
        operand torch_geometric.transforms.two_hop: TwoHop # settings; runs when it is given a graph
        operand torch_geometric.transforms.virtual_node: VirtualNode # settings; runs when it is given a graph
        """;
}
