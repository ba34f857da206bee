namespace SafeLoad.Globals;

/// <content>What checkpoints of many processes hold: descriptions of shards, placements and meshes.</content>
internal static partial class HarmlessGlobals
{
    // Not here: process groups, stores and sharded tensors, whose __setstate__ asks the process group.
    private const string Distributed = """
        operand torch.distributed.checkpoint.metadata: Metadata MetadataIndex ChunkStorageMetadata TensorStorageMetadata
            BytesStorageMetadata StorageMeta # describes the shards of a checkpoint
        operand torch.distributed.checkpoint.metadata: TensorProperties # describes a tensor; its __setstate__ takes the tuple of its fields
            apart
        shared torch.distributed.checkpoint.metadata: _MEM_FORMAT_ENCODING # a member of an enumeration
        operand torch.distributed.checkpoint.filesystem: _StorageInfo _StoragePrefix # a file's name, an offset and a length
        operand torch.distributed._shard.metadata: ShardMetadata # describes a shard
        operand torch.distributed._shard.sharded_tensor.metadata: ShardedTensorMetadata TensorProperties # describes a tensor; its
            __setstate__ takes the tuple of its fields apart
        shared torch.distributed._shard.sharded_tensor.metadata: MEM_FORMAT_ENCODING # a member of an enumeration
        operand torch.distributed._shard.sharding_spec.chunk_sharding_spec: ChunkShardingSpec # which process holds which shard
        operand torch.distributed._shard.sharding_spec.api: EnumerableShardingSpec # which process holds which shard
        operand torch.distributed.remote_device: _remote_device # the name of a process and its device
        name torch.distributed.tensor,torch.distributed.tensor.api,torch.distributed.tensor._api,torch.distributed._tensor.api: DTensor #
            the class of a tensor in shards
        operand torch.distributed.tensor._dtensor_spec,torch.distributed._tensor._dtensor_spec,torch.distributed._tensor.placement_types:
            DTensorSpec # describes a tensor in shards
        value torch.distributed.tensor._dtensor_spec,torch.distributed._tensor._dtensor_spec,torch.distributed.tensor._op_schema: TensorMeta
            # a named tuple that describes a tensor
        value torch.distributed._tensor.placement_types: TensorMeta # a named tuple that describes a tensor
        value torch.distributed.tensor._dtensor_spec: ShardOrderEntry # a named tuple of dimensions
        operand torch.distributed.tensor.placement_types,torch.distributed._tensor.placement_types: Placement Shard Replicate Partial
            _Partial _StridedShard # where the parts of a tensor are; its __setstate__ stores a name or a number
        operand torch.distributed.device_mesh,torch.distributed._tensor.device_mesh: DeviceMesh # numbers of processes in rows and columns;
            its __setstate__, where it has one, stores them
        operand torch.distributed._mesh_layout: _MeshLayout # sizes and strides of a mesh
        value torch.distributed.algorithms.join: _JoinConfig # a named tuple of settings
        operand torch.distributed.algorithms._checkpoint.checkpoint_wrapper: CheckpointWrapper OffloadWrapper # a module around another
            [Module]
        shared torch.distributed.algorithms._checkpoint.checkpoint_wrapper: CheckpointImpl # a member of an enumeration
        shared torch.distributed.fsdp.api,torch.distributed.fsdp.fully_sharded_data_parallel: ShardingStrategy BackwardPrefetch
            StateDictType # a member of an enumeration
        operand torch.distributed.fsdp.api,torch.distributed.fsdp.fully_sharded_data_parallel: MixedPrecision CPUOffload StateDictConfig
            FullStateDictConfig LocalStateDictConfig ShardedStateDictConfig OptimStateDictConfig FullOptimStateDictConfig
            LocalOptimStateDictConfig ShardedOptimStateDictConfig StateDictSettings # settings
        operand accelerate.state: PartialState AcceleratorState GradientState # settings of a run
        shared accelerate.utils.dataclasses: DistributedType PrecisionType LoggerType SageMakerDistributedType DynamoBackend RNGType
            CustomDtype ComputeEnvironment FP8BackendType # a member of an enumeration
        operand accelerate.utils.dataclasses: DeepSpeedPlugin FullyShardedDataParallelPlugin MegatronLMPlugin TorchDynamoPlugin
            GradientAccumulationPlugin DataLoaderConfiguration ProjectConfiguration DistributedDataParallelKwargs GradScalerKwargs
            InitProcessGroupKwargs FP8RecipeKwargs AutocastKwargs TorchTensorParallelPlugin # settings of a run
        operand deepspeed.runtime.zero.config: DeepSpeedZeroConfig # settings of a run; its __setstate__ is that of pydantic's models, which
            stores attributes and checks none
        shared deepspeed.runtime.zero.config: ZeroStageEnum # a member of an enumeration
        shared deepspeed.runtime.zero.offload_config: OffloadDeviceEnum # a member of an enumeration
        operand deepspeed.runtime.fp16.loss_scaler: LossScaler DynamicLossScaler LossScalerBase # a scale and its growth
        operand deepspeed.utils.tensor_fragment: fragment_address # an offset and a length
        shared megatron.core.enums: ModelType # a member of an enumeration
        shared megatron.core.transformer.enums: AttnBackend AttnMaskType AttnType LayerType # a member of an enumeration
        operand apex.amp.scaler: LossScaler # a scale and its growth
        """;
}
