namespace SafeLoad.Training;

/// <summary>How much a value looks like weights, from the least to the most.</summary>
internal enum WeightsShape
{
    /// <summary>No tensor stands in it directly.</summary>
    None,
    /// <summary>Tensors of one number alone, as losses and other measures are: weights only where nothing else is.</summary>
    Numbers,
    /// <summary>A state dict, or a whole module.</summary>
    Parameters,
}
