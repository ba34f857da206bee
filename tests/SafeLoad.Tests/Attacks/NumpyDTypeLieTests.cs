using SafeLoad.Diagnostics;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Scanning.Pickles;
using SafeLoad.Scanning.Rules;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>NumPy takes the state of a dtype by its word: a part that reaches beyond an element is read there, and bytes of the file that
/// are taken for objects are followed as addresses.</summary>
public sealed class NumpyDTypeLieTests
{
    // A dtype's short name, and its state: subarray, fields, size, flags.
    private delegate PickleBuilder Part(PickleBuilder pickle);

    private static readonly Part s_none = static p => p.Op(PickleOpcode.None);

    private static readonly (string Lie, Part DType)[] s_lies =
    [
        ("a subarray of objects without the flag", static p => DType(p, "V8", Subarray(Objects(63), 1), s_none, 8, 0)),
        ("a subarray of numbers with the flag", static p => DType(p, "V8", Subarray(Numbers, 1), s_none, 8, 63)),
        ("a subarray in numbers", static p => DType(p, "f8", Subarray(Objects(63), 1), s_none, -1, 0)),
        ("a subarray in text", static p => DType(p, "U2", Subarray(Objects(63), 1), s_none, 8, 0)),
        ("a subarray that is larger", static p => DType(p, "V8", Subarray(Numbers, 10_000), s_none, 8, 0)),
        ("a subarray below zero", static p => DType(p, "V8", Subarray(Numbers, -1), s_none, 8, 0)),
        ("a subarray of a subarray of objects", static p => DType(p, "V8",
            Subarray(static q => DType(q, "V8", Subarray(Objects(63), 1), s_none, 8, 63), 1), s_none, 8, 0)),
        ("a field of objects without the flag", static p => DType(p, "V8", s_none, Field(Objects(63), 0), 8, 0)),
        ("a field whose subarray has objects", static p => DType(p, "V8", s_none,
            Field(static q => DType(q, "V8", Subarray(Objects(63), 1), s_none, 8, 63), 0), 8, 0)),
        ("a field in numbers", static p => DType(p, "f8", s_none, Field(Objects(63), 0), -1, 0)),
        ("a field behind the element", static p => DType(p, "V8", s_none, Field(Numbers, 1), 8, 0)),
        ("a field before the element", static p => DType(p, "V8", s_none, Field(Numbers, -8), 8, 0)),
        ("a field that is larger by its state", static p => DType(p, "V8", s_none,
            Field(static q => DType(q, "S8", s_none, s_none, 10_000, 0), 0), 8, 0)),
        ("a size below zero", static p => DType(p, "V8", s_none, s_none, -16, 0)),
        ("a size that is not the name's", static p => DType(p, "S8", s_none, s_none, 9, 0)),
        ("objects without the flag", Objects(0)),
        ("objects that are counted and not in a list", Objects(1)),
        ("a record of objects that are counted and not in a list", static p => DType(p, "V8", s_none, Field(Objects(63), 0), 8, 17)),
        ("an object that shares its bytes", static p => DType(p, "V8", s_none, static q => Numbers(Objects(63)(q.EmptyDict().Mark()
            .Text("a").Mark()).Int(0).Tuple().Text("b").Mark()).Int(0).Tuple().SetItems(), 8, 27, "a", "b")),
        ("a name of no field", static p => DType(p, "V8", s_none, Field(Numbers, 0), 8, 0, "a", "b")),
        ("fields without names", static p => DType(p, "V8", s_none, Field(Numbers, 0), 8, 0, [])),
        ("a state that is set twice", static p => State(Numbers(p), s_none, s_none, -1, 0, "a")),
        ("a state that is set behind a call", static p => State(p.Global("numpy", "dtype").Mark().Text("V1").Op(PickleOpcode.NewFalse)
            .Op(PickleOpcode.NewTrue).Tuple().Reduce().Global("collections", "OrderedDict").EmptyTuple().Reduce().Op(PickleOpcode.Pop),
            s_none, s_none, 1, 0, "a")),
        ("a field that is changed behind the record", static p => DType(p, "V8", s_none, Field(static q => q.Global("numpy", "dtype")
            .Mark().Text("V8").Op(PickleOpcode.NewFalse).Op(PickleOpcode.NewTrue).Tuple().Reduce().Put(9), 0), 8, 0).Get(9).Mark().Int(3)
            .Text("|").Op(PickleOpcode.None).Op(PickleOpcode.None).Op(PickleOpcode.None).Int(8).Int(1).Int(0).Tuple()
            .Op(PickleOpcode.Build).Op(PickleOpcode.Pop)),
        ("a dtype of another function", static p => State(p.Global("copyreg", "__newobj__").Mark().Global("numpy", "dtype").Text("V8")
            .Tuple().Reduce(), s_none, s_none, 8, 0, "a")),
        ("numbers with the flag", static p => DType(p, "f8", s_none, s_none, -1, 63)),
    ];

    private static readonly (string Name, Part DType)[] s_honest =
    [
        ("numbers", Numbers),
        ("text", static p => DType(p, "U2", s_none, s_none, 8, 8)),
        ("a record", static p => DType(p, "V8", s_none, Field(Numbers, 0), 8, 0)),
        ("a record with room", static p => DType(p, "V8", s_none,
            Field(static q => DType(q, "i4", s_none, s_none, -1, 0), 4), 8, 16)),
        ("a subarray", static p => DType(p, "V8", Subarray(Numbers, 1), s_none, 8, 0)),
        ("a field with a subarray", static p => DType(p, "V8", s_none,
            Field(static q => DType(q, "V8", Subarray(Numbers, 1), s_none, 8, 0), 0), 8, 0)),
        ("objects", Objects(63)),
        ("a record of objects", static p => DType(p, "V16", s_none, static q => Numbers(Objects(63)(q.EmptyDict().Mark()
            .Text("b").Mark()).Int(8).Tuple().Text("a").Mark()).Int(0).Tuple().SetItems(), 16, 27, "a", "b")),
        ("a subarray of objects", static p => DType(p, "V8", Subarray(Objects(63), 1), s_none, 8, 63)),
    ];

    // Where a dtype is used: by itself, in an array, in a scalar, in a buffer.
    private static readonly (string Use, Func<Part, byte[]> File)[] s_uses =
    [
        ("alone", static dtype => dtype(PickleBuilder.Protocol(2)).Stop()),
        ("in a dict", static dtype => dtype(PickleBuilder.Protocol(2).EmptyDict().Text("a")).Op(PickleOpcode.SetItem).Stop()),
        ("array", static dtype => dtype(PickleBuilder.Protocol(3).Global("numpy.core.multiarray", "_reconstruct").Mark()
            .Global("numpy", "ndarray").Ints(0).Op(PickleOpcode.ShortBinBytes, [1, (byte)'b']).Tuple().Reduce().Mark().Int(1).Ints(1))
            .Op(PickleOpcode.NewFalse).Op(PickleOpcode.ShortBinBytes, [8, .. new byte[8]]).Tuple().Op(PickleOpcode.Build).Stop()),
        ("scalar", static dtype => dtype(PickleBuilder.Protocol(3).Global("numpy.core.multiarray", "scalar").Mark())
            .Op(PickleOpcode.ShortBinBytes, [8, .. new byte[8]]).Tuple().Reduce().Stop()),
        ("buffer", static dtype => dtype(PickleBuilder.Protocol(3).Global("numpy.core.numeric", "_frombuffer").Mark()
            .Op(PickleOpcode.ShortBinBytes, [8, .. new byte[8]])).Ints(1).Text("C").Tuple().Reduce().Stop()),
        ("joblib", static dtype => PickleBuilder.Protocol(3).Array("", 1, new() { ["dtype"] = p => dtype(p) }).Raw(new byte[8]).Stop()),
    ];

    [Test]
    public void GivenALieInADType_ItIsMalformedWhereverItIsUsed() => Assert.Multiple(() =>
    {
        foreach (var (lie, dtype) in s_lies)
        {
            foreach (var (use, file) in s_uses)
            {
                Verdict verdict = Scanned.Bytes(file(dtype), "model.pkl").Verdict;
                Assert.That(verdict, Is.AtLeast(Verdict.Malformed), $"{lie}, {use}");
            }
        }
    });

    // To NumPy a class of Python is the dtype of objects, whatever size the state says.
    [Test]
    public void GivenADTypeOfAClassThatHasNone_IsNeverClean([Values("REDUCE", "NEWOBJ", "NEWOBJ_EX", "copyreg")] string way,
        [Values("collections.OrderedDict", "builtins.object", "decimal.Decimal", "torch.nn.modules.linear.Linear", "numpy.ndarray",
            "ml_dtypes.bfloat16")] string type) => Assert.That(
        Scanned.Bytes(State(Made(PickleBuilder.Protocol(2), way, type), s_none, s_none, 8, 0).Stop(), "model.pkl").Verdict,
        Is.AtLeast(Verdict.Suspicious));

    [TestCase("numpy.record", 8)]
    [TestCase("ml_dtypes.bfloat16", 2)]
    [TestCase("ml_dtypes.float8_e5m2", 1)]
    public void GivenADTypeOfAClassThatHasOne_IsClean(string type, int size) => Assert.That(
        Scanned.Bytes(State(Made(PickleBuilder.Protocol(2), "REDUCE", type), s_none, s_none, size, 0).Stop(), "model.pkl").Verdict,
        Is.EqualTo(Verdict.Clean));

    private static PickleBuilder Made(PickleBuilder pickle, string way, string type)
    {
        int dot = type.LastIndexOf('.');
        if (way == "copyreg") pickle.Global("copyreg", "__newobj__").Mark().Global("numpy", "dtype");
        else pickle.Global("numpy", "dtype").Mark();
        pickle.Global(type[..dot], type[(dot + 1)..]).Op(PickleOpcode.NewFalse).Op(PickleOpcode.NewTrue).Tuple();
        if (way == "NEWOBJ_EX") pickle.EmptyDict();
        return pickle.Op(way switch
        {
            "NEWOBJ" => PickleOpcode.NewObj,
            "NEWOBJ_EX" => PickleOpcode.NewObjEx,
            _ => PickleOpcode.Reduce,
        });
    }

    [Test]
    public void GivenOneStateOfManyFieldsAgainAndAgain_TheLooksAreBounded()
    {
        const int Fields = 1000, Times = 3000;
        PickleBuilder pickle = PickleBuilder.Protocol(2).Global("numpy", "dtype").Put(0).Mark().Text("V8").Tuple().Put(1).Mark().Int(3)
            .Text("|").Op(PickleOpcode.None).Mark();
        for (int i = 0; i < Fields; i++) pickle.Text("f" + i);
        Numbers(pickle.Tuple().EmptyDict().Mark()).Put(2).Op(PickleOpcode.Pop);
        for (int i = 0; i < Fields; i++) pickle.Text("f" + i).Mark().Get(2).Int(0).Tuple();
        pickle.SetItems().Int(8).Int(1).Int(0).Tuple().Put(3);
        for (int i = 0; i < Times; i++) pickle.Get(0).Get(1).Reduce().Get(3).Op(PickleOpcode.Build).Op(PickleOpcode.Pop);
        byte[] bytes = pickle.Stop();
        var types = new DTypeRules();
        var host = new ScanHost(null, new PickleAllowance()) { Types = types };
        PickleMachine.Run(new PickleData(bytes, 0, bytes.Length, 0, "x", null), host, new Budget(CheckpointLimits.Default), out _);
        Assert.That(types.LookedAt, Is.InRange(DTypeRules.MostLookedAt / 2, DTypeRules.MostLookedAt));
        Assert.That(Scanned.Bytes(bytes, "model.pkl").Verdict, Is.AtLeast(Verdict.Malformed));
    }

    [Test]
    public void GivenAnHonestDType_ItIsClean() => Assert.Multiple(() =>
    {
        foreach (var (name, dtype) in s_honest)
        {
            foreach (var (use, file) in s_uses)
            {
                // Objects are a list, and no bytes.
                if (name.EndsWith("objects", StringComparison.Ordinal) && use is not ("alone" or "in a dict")) continue;
                Assert.That(Scanned.Bytes(file(dtype), "model.pkl").Verdict, Is.EqualTo(Verdict.Clean), $"{name}, {use}");
            }
        }
    });

    private static PickleBuilder Numbers(PickleBuilder pickle) => DType(pickle, "f8", s_none, s_none, -1, 0);

    private static Part Objects(int flags) => p => DType(p, "O8", s_none, s_none, -1, flags);

    private static Part Subarray(Part dtype, int length) => p => dtype(p.Mark()).Ints(length).Tuple();

    private static Part Field(Part dtype, int offset) => p => dtype(p.EmptyDict().Text("a").Mark()).Int(offset).Tuple()
        .Op(PickleOpcode.SetItem);

    private static PickleBuilder DType(PickleBuilder pickle, string name, Part subarray, Part fields, int size, int flags) =>
        DType(pickle, name, subarray, fields, size, flags, "a");

    private static PickleBuilder DType(
        PickleBuilder pickle, string name, Part subarray, Part fields, int size, int flags, params string[] names) =>
        State(pickle.Global("numpy", "dtype").Mark().Text(name).Op(PickleOpcode.NewFalse).Op(PickleOpcode.NewTrue).Tuple().Reduce(),
            subarray, fields, size, flags, names);

    private static PickleBuilder State(PickleBuilder pickle, Part subarray, Part fields, int size, int flags, params string[] names)
    {
        subarray(pickle.Mark().Int(3).Text("|"));
        if (fields == s_none || names.Length == 0) pickle.Op(PickleOpcode.None);
        else
        {
            pickle.Mark();
            foreach (string name in names) pickle.Text(name);
            pickle.Tuple();
        }
        return fields(pickle).Int(size).Int(-1).Int(flags).Tuple().Op(PickleOpcode.Build);
    }
}
