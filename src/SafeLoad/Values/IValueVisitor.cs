namespace SafeLoad.Values;

/// <summary>Told of every value by <see cref="ValueWalker"/>.</summary>
internal interface IValueVisitor
{
    /// <summary>The walk goes one step in; all values until the matching <see cref="Leave"/> are under it.</summary>
    void Enter(ValueStep step);

    /// <summary>The walk goes one step back.</summary>
    void Leave();

    /// <summary>A dict, list, tuple, set or frozenset. Its items follow, except those of sets and those of one seen before.</summary>
    /// <param name="value">The container.</param>
    /// <param name="again">Whether the same object was met before and is not entered again.</param>
    void Container(PyValue value, bool again);

    /// <summary>Any other value. The attributes of a tensor, and what stands in an object that is kept as data,
    /// follow when it is met for the first time.</summary>
    /// <param name="value">The value.</param>
    void Leaf(PyValue value);
}
