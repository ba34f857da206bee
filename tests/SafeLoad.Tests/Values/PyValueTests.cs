using System.Numerics;
using SafeLoad.IO;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Tests.Values;

/// <summary>What a value gives out, and what it refuses to give.</summary>
public sealed class PyValueTests
{
    private static readonly PyDict s_attributes = new();

    private static readonly TensorInfo s_tensor = TensorInfo.Create(DType.Float32, [2], Support.Samples.OneTwo);

    private static readonly StorageInfo s_storage = new("0", DType.Float32, "cpu", 8, new MemoryByteSource(Support.Samples.OneTwo));

    // One of each kind.
    private static readonly PyValue[] s_values =
    [
        PyValue.None, PyValues.Bool(true), PyValues.Int(1), PyValue.FromInt(BigInteger.Pow(10, 20)), PyValues.Float(1),
        new(new PyComplex(1, 2)), PyValues.Str("a"), PyValue.FromBuffer(new PyBuffer(PyKind.Bytes, [1]), 0, 1),
        PyValue.FromBuffer(new PyBuffer(PyKind.ByteArray, [1]), 0, 1), PyValues.Tuple([]), new(new PyTuple([], PyKind.Size)),
        PyValues.List([]), PyValues.Dict([]), new(new PySet(PyKind.Set)), new(new PySet(PyKind.FrozenSet)),
        new(new PyConstant(PyConstant.DTypeName, "torch.float32")), PyValues.Tensor(s_tensor), new(new PyStorage(s_storage, DType.UInt8)),
        new(new PyArray(NumpyDType.Parse("<f4")!, [2], fortranOrder: false, s_storage)), new(NumpyDType.Parse(">i8")!),
        new(new PyRecord("datetime.date", "datetime.date(2024, 1, 2)")), new(new PyGlobal("os.path", "join")),
        new(new PyObject(new PyValue(new PyGlobal("m", "C")), PyValues.Tuple([]))),
    ];

    private static readonly (string Name, Func<PyValue, object> Read, PyKind[] Kinds)[] s_accessors =
    [
        ("bool", static value => value.AsBool(), [PyKind.Bool]),
        ("int", static value => value.AsInt64(), [PyKind.Int]),
        ("any int", static value => value.AsBigInteger(), [PyKind.Int, PyKind.BigInt]),
        ("float", static value => value.AsDouble(), [PyKind.Float]),
        ("complex", static value => value.AsComplex(), [PyKind.Complex]),
        ("str", static value => value.AsString(), [PyKind.Str]),
        ("bytes", static value => value.AsBytes().ToArray(), [PyKind.Str, PyKind.Bytes, PyKind.ByteArray]),
        ("tensor", static value => value.AsTensor(), [PyKind.Tensor]),
        ("storage", static value => value.AsStorage(), [PyKind.Storage]),
        ("global", static value => value.AsGlobal(), [PyKind.Global]),
        ("text", static value => value.AsText(), [PyKind.Constant, PyKind.ArrayType, PyKind.Record, PyKind.Global]),
    ];

    [Test]
    public void GivenOneOfEachKind_NoKindIsMissing() =>
        Assert.That(s_values.Select(static value => value.Kind), Is.EquivalentTo(Enum.GetValues<PyKind>()));

    [Test]
    public void GivenEveryKind_AnAccessorReadsItsOwnAndRefusesAllOthers() =>
        Assert.Multiple(() =>
        {
            foreach (var (name, read, kinds) in s_accessors)
            {
                foreach (PyValue value in s_values)
                    Assert.That(() => read(value), kinds.Contains(value.Kind) ? Throws.Nothing : Throws.InvalidOperationException,
                        $"{value.Kind} as {name}");
            }
        });

    [Test]
    public void GivenNamesAndTexts_TheyAreTheirOwn() =>
        Assert.That(s_values.Where(static value => value.Kind is PyKind.Constant or PyKind.ArrayType or PyKind.Record or PyKind.Global)
            .Select(static value => value.AsText()),
            Is.EqualTo((string[])["torch.float32", ">i8", "datetime.date(2024, 1, 2)", "os.path.join"]));

    [Test]
    public void GivenTensorStorageAndGlobal_TheyAreTheSame()
    {
        PyValue Of(PyKind kind) => s_values.Single(value => value.Kind == kind);
        Assert.Multiple(() =>
        {
            Assert.That(Of(PyKind.Tensor).AsTensor(), Is.SameAs(s_tensor));
            Assert.That(Of(PyKind.Storage).AsStorage(), Is.EqualTo((s_storage, DType.UInt8)));
            Assert.That(Of(PyKind.Global).AsGlobal(), Is.EqualTo(("os.path", "join")));
        });
    }

    [Test]
    public void GivenAttributes_TheyAreADictAndElseNone()
    {
        var record = new PyRecord("argparse.Namespace", null);
        record.SetAttributes(s_attributes);
        PyReference[] with = [record, new PyTensor(s_tensor, s_attributes), new PyDict { Attributes = s_attributes }];
        Assert.Multiple(() =>
        {
            foreach (PyReference value in with)
                Assert.That(new PyValue(value).Attributes.Reference, Is.SameAs(s_attributes), value.Kind.ToString());
            foreach (PyValue value in s_values) Assert.That(value.Attributes.IsNone, Is.True, value.Kind.ToString());
        });
    }
}
