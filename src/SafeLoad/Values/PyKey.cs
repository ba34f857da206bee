using System.Numerics;
using SafeLoad.Text;

namespace SafeLoad.Values;

/// <summary>Equality and hashing of dictionary keys and set items, as Python has them, without recursion.</summary>
internal static class PyKey
{
    // What hashing costs beyond one step: SipHash takes about as long for this many bytes as a step takes.
    private const int BytesPerStep = 64;

    /// <summary>Text up to this length costs nothing worth counting.</summary>
    public const int ShortText = BytesPerStep;

    /// <summary>Why a value cannot be a key (its type's name), or null if it can. Counts what hashing it costs, as a walk over the
    /// tree, since nested tuples that share their parts are exponentially large to anyone who hashes them, and by the length of text,
    /// since a memo makes a long one cheap to repeat.</summary>
    public static string? WhyUnhashable(PyValue key, long maxSteps, out long steps)
    {
        steps = CostOf(key);
        switch (key.Kind)
        {
            case PyKind.Tuple or PyKind.Size or PyKind.FrozenSet: break;
            case PyKind.List or PyKind.Dict or PyKind.Set or PyKind.ByteArray: return key.TypeName;
            default: return null;
        }
        var open = new Stack<PyValue>();
        open.Push(key);
        while (open.TryPop(out PyValue value) && steps <= maxSteps)
        {
            steps += CostOf(value);
            switch (value.Kind)
            {
                case PyKind.Tuple or PyKind.Size:
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

    /// <summary>The hash of a hashable value; equal values have equal hashes. Bounded,
    /// because <see cref="WhyUnhashable"/> was asked before.</summary>
    public static ulong Hash(PyValue key)
    {
        if (TryHash(key, out ulong result)) return result;
        // Depth first: every value adds its hash to the accumulator of the container around it.
        var open = new Stack<(IReadOnlyCollection<PyValue> Items, IEnumerator<PyValue> Left, ulong Hash)>();
        Open(key, open);
        while (open.TryPop(out var frame))
        {
            if (!frame.Left.MoveNext())
            {
                result = SeededHash.Combine(frame.Hash, frame.Items is PyTuple ? 1UL : 2UL);
                if (frame.Items is PySet set) set.KnownHash = result;
                if (open.TryPop(out var outer)) open.Push(outer with { Hash = Add(outer, result) });
                continue;
            }
            PyValue item = frame.Left.Current;
            if (TryHash(item, out ulong hash)) open.Push(frame with { Hash = Add(frame, hash) });
            else
            {
                open.Push(frame);
                Open(item, open);
            }
        }
        return result;

        static ulong Add((IReadOnlyCollection<PyValue> Items, IEnumerator<PyValue> Left, ulong Hash) frame, ulong hash) =>
            frame.Items is PyTuple ? SeededHash.Combine(frame.Hash, hash) : frame.Hash + hash;

        static void Open(PyValue value, Stack<(IReadOnlyCollection<PyValue>, IEnumerator<PyValue>, ulong)> open)
        {
            var items = (IReadOnlyCollection<PyValue>)value.RawReference!;
            open.Push((items, items.GetEnumerator(), 0));
        }
    }

    /// <summary>Whether two hashable values are equal in Python.</summary>
    public static bool AreEqual(PyValue a, PyValue b)
    {
        if (a.Kind is not (PyKind.Tuple or PyKind.Size or PyKind.FrozenSet)) return AtomsAreEqual(a, b);
        var open = new Stack<(PyValue A, PyValue B)>();
        open.Push((a, b));
        while (open.TryPop(out var pair))
        {
            if (pair.A.SameAs(pair.B)) continue;
            // torch.Size is a tuple to Python.
            if (pair.A.Kind is PyKind.Tuple or PyKind.Size && pair.B.Kind is PyKind.Tuple or PyKind.Size)
            {
                PyValue[] left = ((PyTuple)pair.A.RawReference!).Items, right = ((PyTuple)pair.B.RawReference!).Items;
                if (left.Length != right.Length) return false;
                for (int i = 0; i < left.Length; i++) open.Push((left[i], right[i]));
            }
            else if (pair.A.Kind == PyKind.FrozenSet && pair.B.Kind == PyKind.FrozenSet)
            {
                // Equal sets have the same items in another order: by hash they stand side by side. Inner sets know theirs, or
                // every level would hash all levels below it again.
                PyValue[] left = [.. ((PySet)pair.A.RawReference!).OrderBy(Hash)], right = [.. ((PySet)pair.B.RawReference!).OrderBy(Hash)];
                if (left.Length != right.Length) return false;
                for (int i = 0; i < left.Length; i++) open.Push((left[i], right[i]));
            }
            else if (!AtomsAreEqual(pair.A, pair.B)) return false;
        }
        return true;
    }

    private static long CostOf(PyValue value) => value.Kind switch
    {
        PyKind.Str or PyKind.Bytes => 1 + value.Length / BytesPerStep,
        PyKind.BigInt => 1 + value.AsBigInteger().GetByteCount() / BytesPerStep,
        _ => 1,
    };

    // What needs no look inside: everything but tuples, and frozensets that were hashed before.
    private static bool TryHash(PyValue key, out ulong hash)
    {
        hash = key.Kind switch
        {
            PyKind.Tuple or PyKind.Size => 0,
            PyKind.FrozenSet => ((PySet)key.RawReference!).KnownHash,
            _ => HashAtom(key),
        };
        return key.Kind is not (PyKind.Tuple or PyKind.Size) && (key.Kind != PyKind.FrozenSet || hash != 0);
    }

    private static ulong HashAtom(PyValue key) => key.Kind switch
    {
        PyKind.Int or PyKind.Bool => SeededHash.Of(key.Bits),
        PyKind.Str or PyKind.Bytes => SeededHash.Of(key.AsBytes()),
        PyKind.Float => IntegerOf(key.AsDouble()) is { } integer ? HashInteger(integer) : SeededHash.Of(key.Bits),
        PyKind.BigInt => HashInteger(key.AsBigInteger()),
        PyKind.Complex => HashComplex(key),
        PyKind.Constant => SeededHash.Of(Utf8Text.Encode(((PyConstant)key.RawReference!).Text)),
        PyKind.None => SeededHash.Of(-1),
        _ => SeededHash.Of(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.RawReference)),
    };

    private static bool AtomsAreEqual(PyValue a, PyValue b)
    {
        if (a.Kind is PyKind.Int or PyKind.Bool && b.Kind is PyKind.Int or PyKind.Bool) return a.Bits == b.Bits;
        if (a.Kind is PyKind.Str or PyKind.Bytes && a.Kind == b.Kind) return a.AsBytes().SequenceEqual(b.AsBytes());
        if (IsNumber(a = WithoutZeroImaginary(a)) && IsNumber(b = WithoutZeroImaginary(b))) return NumbersAreEqual(a, b);
        if (a.Kind != b.Kind) return false;
        return a.Kind switch
        {
            PyKind.None => true,
            PyKind.Complex => a.AsComplex() == b.AsComplex(),
            PyKind.Constant => (PyConstant)a.RawReference! is var left && (PyConstant)b.RawReference! is var right
                && left.TypeName == right.TypeName && left.Text == right.Text,
            _ => ReferenceEquals(a.RawReference, b.RawReference),
        };
    }

    // 3+0j is 3 to Python.
    private static PyValue WithoutZeroImaginary(PyValue value) =>
        value.RawReference is PyComplex { Imaginary: 0 } complex ? PyValue.FromDouble(complex.Real) : value;

    private static ulong HashComplex(PyValue key)
    {
        PyValue number = WithoutZeroImaginary(key);
        if (number.Kind == PyKind.Float) return HashAtom(number);
        var complex = (PyComplex)key.RawReference!;
        // Adding 0 makes the two zeros one, as they are when compared.
        return SeededHash.Combine(SeededHash.Of(BitConverter.DoubleToInt64Bits(complex.Real + 0.0)),
            (ulong)BitConverter.DoubleToInt64Bits(complex.Imaginary));
    }

    private static bool IsNumber(PyValue value) => value.Kind is PyKind.Int or PyKind.Bool or PyKind.Float or PyKind.BigInt;

    private static bool NumbersAreEqual(PyValue a, PyValue b)
    {
        if (a.Kind == PyKind.Float && b.Kind == PyKind.Float) return a.AsDouble() == b.AsDouble();
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
