namespace SafeLoad.Tests.Support;

/// <summary>Good Torch 7 files, each in every way of writing it.</summary>
internal static class Torch7Samples
{
    public static readonly (string Name, Func<Torch7Builder, Torch7Builder> Write)[] All =
        [("values", Values), ("dtypes", DTypes), ("views", Views), ("model", Model), ("cycles", Cycles)];

    /// <summary>{ name = "net", epoch = 3, rate = 0.1, done = true, none = {}, layers = { "a", "b", { x = -1e300 } }, [7] = false,
    /// bytes = FF FE }.</summary>
    public static Torch7Builder Values(Torch7Builder file) => file
        .Table(1, 8)
        .Text("name").Text("net")
        .Text("epoch").Number(3)
        .Text("rate").Number(0.1)
        .Text("done").Boolean(true)
        .Text("none").Table(2, 0)
        // Keys 2, 3 and 1.
        .Text("layers").Table(3, 3).Number(2).Text("b").Number(3).Table(4, 1).Text("x").Number(-1e300).Number(1).Text("a")
        .Number(7).Boolean(false)
        .Text("bytes").Bytes(0xFF, 0xFE);

    /// <summary>One tensor of each type.</summary>
    public static Torch7Builder DTypes(Torch7Builder file) => file
        .Table(1, 10)
        .Text("double").Tensor(2, "torch.DoubleTensor", [2], [1]).Storage(3, "torch.DoubleStorage", 0.1, double.NegativeInfinity)
        .Text("float").Tensor(4, "torch.FloatTensor", [3], [1]).Storage(5, "torch.FloatStorage", 0.1f, float.NaN, 1e-45f)
        .Text("half").Tensor(6, "torch.HalfTensor", [2], [1]).Storage(7, "torch.HalfStorage", (Half)0.5f, (Half)65504f)
        .Text("long").Tensor(8, "torch.LongTensor", [2], [1]).Storage(9, "torch.LongStorage", 5L, -6L)
        .Text("int").Tensor(10, "torch.IntTensor", [1], [1]).Storage(11, "torch.IntStorage", int.MinValue)
        .Text("short").Tensor(12, "torch.ShortTensor", [2], [1]).Storage(13, "torch.ShortStorage", (short)-3, (short)3)
        .Text("char").Tensor(14, "torch.CharTensor", [2], [1]).Storage(15, "torch.CharStorage", (sbyte)-1, (sbyte)1)
        .Text("byte").Tensor(16, "torch.ByteTensor", [3], [1]).Storage(17, "torch.ByteStorage", (byte)10, (byte)0, (byte)255)
        .Text("cuda").Tensor(18, "torch.CudaTensor", [1], [1]).Storage(19, "torch.CudaStorage", 2.5f)
        .Text("empty").Tensor(20, "torch.FloatTensor", [], []).Nil();

    /// <summary>A storage of 0 to 5 under a matrix of 2 x 3, its transpose, its last row, an expanded element and the storage itself;
    /// the matrix twice.</summary>
    public static Torch7Builder Views(Torch7Builder file) => file
        .Table(1, 6)
        .Text("matrix").Tensor(2, "torch.FloatTensor", [2, 3], [3, 1]).Storage(3, "torch.FloatStorage", 0f, 1f, 2f, 3f, 4f, 5f)
        .Text("transpose").Tensor(4, "torch.FloatTensor", [3, 2], [1, 3]).Again(3)
        .Text("row").Tensor(5, "torch.FloatTensor", [3], [1], offset: 4).Again(3)
        .Text("expanded").Tensor(6, "torch.FloatTensor", [4], [0], offset: 3).Again(3)
        .Text("again").Again(2)
        .Text("storage").Again(3);

    /// <summary>nn.Sequential of two nn.Linear over one flat storage, as getParameters leaves it; each layer knows its parent.</summary>
    public static Torch7Builder Model(Torch7Builder file) => file
        .Object(1, "nn.Sequential").Table(2, 3)
        .Text("modules").Table(3, 2)
        .Number(1).Object(4, "nn.Linear").Table(5, 4)
        .Text("weight").Tensor(6, "torch.FloatTensor", [2, 2], [2, 1]).Storage(7, "torch.FloatStorage", 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f)
        .Text("bias").Tensor(8, "torch.FloatTensor", [2], [1], offset: 5).Again(7)
        .Text("train").Boolean(true)
        .Text("parent").Again(1)
        .Number(2).Object(9, "nn.Linear", version: "V 2").Table(10, 2)
        .Text("weight").Tensor(11, "torch.FloatTensor", [2, 1], [1, 1], offset: 7).Again(7)
        .Text("siblings").TableAgain(3)
        .Text("train").Boolean(false)
        .Text("_type").Text("torch.FloatTensor");

    /// <summary>A list and a dict inside of themselves, tds containers, and an object of a class without a version.</summary>
    public static Torch7Builder Cycles(Torch7Builder file) => file
        .Table(1, 5)
        .Text("self").TableAgain(1)
        .Text("list").Table(2, 2).Number(1).Text("first").Number(2).TableAgain(2)
        .Text("hash").Object(3, "tds.Hash", version: "V 0").Long(2).Number(5).Text("five").Text("root").TableAgain(1)
        .Text("vector").Object(4, "tds.Vec", version: "V 0").Long(2).Text("one").Again(3)
        .Text("old").Object(5, "nn.Identity", version: null).Table(6, 1).Again(5).Text("keyed by itself");
}
