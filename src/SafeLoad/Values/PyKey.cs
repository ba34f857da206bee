using System.Numerics;
using SafeLoad.Common;

namespace SafeLoad.Values;

/// <summary>Equality and hashing of dictionary keys and set items, as Python has them, without recursion.</summary>
internal static class PyKey
{
    /// <summary>Why a value cannot be a key (its type's name), or null if it can. Counts what hashing it costs, as a walk over the
    /// tree, since nested tuples that share their parts are exponentially large to anyone who hashes them.</summary>
    public static string? WhyUnhashable(PyValue key, long maxSteps, out long steps)
    {
        steps = 1;
        switch (key.Kind)
        {
            case PyKind.Tuple or PyKind.FrozenSet: break;
            case PyKind.List or PyKind.Dict or PyKind.Set or PyKind.ByteArray: return key.TypeName;
            default: return null;
        }
        var open = new Stack<PyValue>();
        open.Push(key);
        while (open.TryPop(out PyValue value) && steps <= maxSteps)
        {
            steps++;
            switch (value.Kind)
            {
                case PyKind.Tuple:
                    // Children that cannot be pushed within the limit are counted without being looked at.
                    PyValue[] items = ((PyTuple)value.RawReference!).Items;
                    if (items.Length + (long)open.Count > maxSteps) { steps += items.Length; break; }
                    foreach (PyValue item in items) open.Push(item);
                    break;
                case PyKind.FrozenSet:
                    var set = (PySet)value.RawReference!;
                    if (set.Count + (long)open.Count > maxSteps) { steps += set.Count; break; }
                    foreach (PyValue item in set) open.Push(item);
                    break;
                case PyKind.List or PyKind.Dict or PyKind.Set or PyKind.ByteArray: return value.TypeName;
            }
        }
        return null;
    }

    /// <summary>The hash of a hashable value; equal values have equal hashes. Bounded, because <see cref="WhyUnhashable"/> was asked before.</summary>
    public static ulong Hash(PyValue key)
    {
        if (key.Kind is not (PyKind.Tuple or PyKind.FrozenSet)) return HashAtom(key);
        // Depth first: every value adds its hash to the accumulator of the container around it.
        var open = new Stack<(IReadOnlyCollection<PyValue> Items, IEnumerator<PyValue> Left, ulong Hash)>();
        ulong result = Open(key, open);
        while (open.TryPop(out var frame))
        {
            bool ordered = frame.Items is PyTuple;
            if (!frame.Left.MoveNext())
            {
                result = SeededHash.Combine(frame.Hash, ordered ? 1UL : 2UL);
                if (open.TryPop(out var outer)) open.Push(outer with { Hash = Add(outer, result) });
                continue;
            }
            PyValue item = frame.Left.Current;
            if (item.Kind is PyKind.Tuple or PyKind.FrozenSet)
            {
                open.Push(frame);
                Open(item, open);
            }
            else open.Push(frame with { Hash = Add(frame, HashAtom(item)) });
        }
        return result;

        static ulong Add((IReadOnlyCollection<PyValue> Items, IEnumerator<PyValue> Left, ulong Hash) frame, ulong hash) =>
            frame.Items is PyTuple ? SeededHash.Combine(frame.Hash, hash) : frame.Hash + hash;

        static ulong Open(PyValue value, Stack<(IReadOnlyCollection<PyValue>, IEnumerator<PyValue>, ulong)> open)
        {
            var items = (IReadOnlyCollection<PyValue>)value.RawReference!;
            open.Push((items, items.GetEnumerator(), 0));
            return 0;
        }
    }

    /// <summary>Whether two hashable values are equal in Python.</summary>
    public static bool AreEqual(PyValue a, PyValue b)
    {
        if (a.Kind is not (PyKind.Tuple or PyKind.FrozenSet)) return AtomsAreEqual(a, b);
        var open = new Stack<(PyValue A, PyValue B)>();
        open.Push((a, b));
        while (open.TryPop(out var pair))
        {
            if (pair.A.SameAs(pair.B)) continue;
            if (pair.A.Kind == PyKind.Tuple && pair.B.Kind == PyKind.Tuple)
            {
                PyValue[] left = ((PyTuple)pair.A.RawReference!).Items, right = ((PyTuple)pair.B.RawReference!).Items;
                if (left.Length != right.Length) return false;
                for (int i = 0; i < left.Length; i++) open.Push((left[i], right[i]));
            }
            else if (pair.A.Kind == PyKind.FrozenSet && pair.B.Kind == PyKind.FrozenSet)
            {
                // Equal sets have the same items in another order: by hash they stand side by side.
                PyValue[] left = [.. ((PySet)pair.A.RawReference!).OrderBy(Hash)], right = [.. ((PySet)pair.B.RawReference!).OrderBy(Hash)];
                if (left.Length != right.Length) return false;
                for (int i = 0; i < left.Length; i++) open.Push((left[i], right[i]));
            }
            else if (!AtomsAreEqual(pair.A, pair.B)) return false;
        }
        return true;
    }

    private static ulong HashAtom(PyValue key) => key.Kind switch
    {
        PyKind.Int or PyKind.Bool => SeededHash.Of(key.Bits),
        PyKind.Str or PyKind.Bytes => SeededHash.Of(key.AsBytes()),
        PyKind.Float => IntegerOf(key.AsDouble()) is { } integer ? HashInteger(integer) : SeededHash.Of(key.Bits),
        PyKind.BigInt => HashInteger(key.AsBigInteger()),
        PyKind.Complex => SeededHash.Combine(SeededHash.Of(BitConverter.DoubleToInt64Bits(key.AsComplex().Real)), (ulong)BitConverter.DoubleToInt64Bits(key.AsComplex().Imaginary)),
        PyKind.Size => ((PyTuple)key.RawReference!).Items.Aggregate(3UL, (hash, item) => SeededHash.Combine(hash, HashAtom(item))),
        PyKind.Constant => SeededHash.Of(Utf8Text.Encode(((PyConstant)key.RawReference!).Text)),
        PyKind.None => SeededHash.Of(-1),
        _ => SeededHash.Of(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.RawReference)),
    };

    private static bool AtomsAreEqual(PyValue a, PyValue b)
    {
        if (a.Kind is PyKind.Int or PyKind.Bool && b.Kind is PyKind.Int or PyKind.Bool) return a.Bits == b.Bits;
        if (a.Kind is PyKind.Str or PyKind.Bytes && a.Kind == b.Kind) return a.AsBytes().SequenceEqual(b.AsBytes());
        if (IsNumber(a) && IsNumber(b)) return NumbersAreEqual(a, b);
        if (a.Kind != b.Kind) return false;
        return a.Kind switch
        {
            PyKind.None => true,
            PyKind.Complex => a.AsComplex() == b.AsComplex(),
            PyKind.Size => ((PyTuple)a.RawReference!).Items.AsSpan().SequenceEqual(((PyTuple)b.RawReference!).Items, s_intComparer),
            PyKind.Constant => ((PyConstant)a.RawReference!).Text == ((PyConstant)b.RawReference!).Text,
            _ => ReferenceEquals(a.RawReference, b.RawReference),
        };
    }

    private static readonly IEqualityComparer<PyValue> s_intComparer = EqualityComparer<PyValue>.Create((a, b) => a.Bits == b.Bits, value => (int)value.Bits);

    private static bool IsNumber(PyValue value) => value.Kind is PyKind.Int or PyKind.Bool or PyKind.Float or PyKind.BigInt;

    private static bool NumbersAreEqual(PyValue a, PyValue b)
    {
        if (a.Kind == PyKind.Float && b.Kind == PyKind.Float)
            return a.AsDouble() == b.AsDouble() || a.SameAs(b) && ReferenceEquals(a.RawReference, b.RawReference) && !double.IsNaN(a.AsDouble());
        return Integer(a) is { } left && Integer(b) is { } right && left == right;

        static BigInteger? Integer(PyValue value) => value.Kind switch
        {
            PyKind.Float => IntegerOf(value.AsDouble()),
            PyKind.BigInt => value.AsBigInteger(),
            _ => value.Bits,
        };
    }

    private static BigInteger? IntegerOf(double value) => double.IsInteger(value) ? new BigInteger(value) : null;

    private static ulong HashInteger(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? SeededHash.Of((long)value) : SeededHash.Of(value.ToByteArray());
}
