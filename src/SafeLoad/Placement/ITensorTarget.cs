namespace SafeLoad.Placement;

/// <summary>
/// What a <see cref="LoadPlan"/> fills: a module's parameters, arrays, device memory. The plan has checked names,
/// shapes and dtypes before it asks for a byte, and fills each slot once. All calls come from the thread that executes the plan;
/// the memory is filled by several.
/// </summary>
public interface ITensorTarget
{
    /// <summary>The places that the target has; those of a plan without a fixed target are made of the checkpoint's tensors
    /// instead.</summary>
    IReadOnlyCollection<TensorSlot> Slots { get; }

    /// <summary>The most bytes that are reserved before the first of them is said to be written, and read at the same time; at most 256 MiB
    /// are, whatever it says. Default: 16 MiB.</summary>
    long Window => 1 << 24;

    /// <summary>Memory for a piece of a slot's bytes: row-major, little-endian, without gaps.
    /// Pieces of a window are reserved in the order in which they lie in the file.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="offset">Where the piece begins, in bytes.</param>
    /// <param name="length">The most bytes that will be written.</param>
    /// <returns>At least one whole element and at most <paramref name="length"/> bytes,
    /// valid until the matching <see cref="Written"/>; nothing where pieces that are reserved have to be written first.</returns>
    Memory<byte> Reserve(TensorSlot slot, long offset, int length);

    /// <summary>The piece is filled: to a device it can be sent now.
    /// Called for all pieces of a window in the order of <see cref="Reserve"/>.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="offset">Where the piece begins, in bytes.</param>
    /// <param name="length">How many bytes were written.</param>
    void Written(TensorSlot slot, long offset, int length);

    /// <summary>The end. Called once, whatever happens after the first <see cref="Reserve"/>.</summary>
    /// <param name="isComplete">Whether every slot of the plan was filled; if not,
    /// a target that can should keep what it had before.</param>
    void Finish(bool isComplete);
}
