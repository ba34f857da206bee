namespace SafeLoad.Sharding.DeepSpeed;

/// <summary>What a file of a DeepSpeed checkpoint holds.</summary>
internal enum ZeroFileKind
{
    /// <summary>The model as one process has it: <c>mp_rank_00_model_states.pt</c>.</summary>
    Model,
    /// <summary>What one of many processes has of the model: <c>zero_pp_rank_0_mp_rank_00_model_states.pt</c>.</summary>
    ModelOfRank,
    /// <summary>One process's part of the optimizer, and of the weights in full precision:
    /// <c>bf16_zero_pp_rank_0_mp_rank_00_optim_states.pt</c>.</summary>
    Optimizer,
    /// <summary>An expert: <c>layer_0_expert_3_mp_rank_00_model_states.pt</c>.</summary>
    Expert,
    /// <summary>A layer of a pipeline: <c>layer_01-model_00-model_states.pt</c>.</summary>
    Layer,
}
