namespace SafeLoad;

/// <summary>
/// Globals beyond PyTorch's list that SafeLoad can read as pure data, by own implementations. Opt-in: PyTorch's default refuses files that
/// name them. No set runs anything; an entry outside of the sets stays refused.
/// </summary>
[Flags]
public enum GlobalSets
{
    /// <summary>PyTorch's list alone.</summary>
    None = 0,
    /// <summary>NumPy arrays, scalars and dtypes, as NumPy 1 and 2 pickle them:
    /// the commonest reason why honest checkpoints are refused.</summary>
    Numpy = 1,
    /// <summary>Data of Python's standard library: dates, paths as text, Namespace, defaultdict, deque, Decimal, Fraction, UUID,
    /// range, slice, frozenset, bytes, and tensors that plain pickle wrote.</summary>
    Python = 2,
    /// <summary>Names that only PyTorch 0.1 to 2.0 wrote: Variable, Parameter with its old state, the THNN backend,
    /// sparse CSR tensors of 1.x.</summary>
    OldTorch = 4,
}
