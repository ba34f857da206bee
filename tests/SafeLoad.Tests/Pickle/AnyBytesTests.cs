using FsCheck;
using FsCheck.Fluent;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Pickle;

/// <summary>Whatever the bytes are, opening them answers or throws one of the library's own errors, and costs little.</summary>
public sealed class AnyBytesTests
{
    private static readonly PickleOpcode[] s_opcodes = [.. OpcodeTable.All];

    // Random lengths and numbers are mostly out of reach; small ones are what machines trip over.
    private static readonly Gen<byte> s_byte = Gen.Frequency((3, Gen.Choose(0, 3).Select(static value => (byte)value)),
        (1, Gen.Choose(0, 255).Select(static value => (byte)value)));

    private static readonly Gen<byte[]> s_operation = Gen.Elements(s_opcodes)
        .SelectMany(static opcode => Argument(OpcodeTable.ArgumentOf((byte)opcode))
            .Select(argument => (byte[])[(byte)opcode, .. argument]));

    private static Gen<byte[]> Bytes(int count) => s_byte.ArrayOf(count);

    private static Gen<byte[]> Argument(PickleArgument form) => form switch
    {
        PickleArgument.None => Gen.Constant<byte[]>([]),
        PickleArgument.UInt1 => Bytes(1),
        PickleArgument.UInt2 => Bytes(2),
        PickleArgument.Int4 or PickleArgument.UInt4 => Bytes(4),
        PickleArgument.UInt8 or PickleArgument.Float8 => Bytes(8),
        PickleArgument.Line =>
            Gen.Elements("0\n", "1\n", "2L\n", "'a'\n", "1.5\n", "x\n", "-1\n", "\\u0041\n")
                .Select(static line => line.Select(static c => (byte)c).ToArray()),
        PickleArgument.TwoLines =>
            Gen.Elements("os\nsystem\n", "collections\nOrderedDict\n", "builtins\nset\n", "torch\nSize\n", "torch\nfloat32\n",
                "_codecs\nencode\n", "torch._utils\n_rebuild_tensor_v2\n", "\n\n")
                .Select(static line => line.Select(static c => (byte)c).ToArray()),
        _ =>
            Gen.Choose(0, 3)
                .SelectMany(length => Bytes(length).Select(content => (byte[])[(byte)length, .. new byte[Prefix(form) - 1], .. content])),
    };

    private static int Prefix(PickleArgument form) => form switch { PickleArgument.Bytes1 => 1, PickleArgument.Bytes8 => 8, _ => 4 };

    private static void Answers(byte[] bytes)
    {
        long cost = Cost.AllocatedBy(() =>
        {
            try
            {
                using Checkpoint checkpoint = Checkpoint.Open(bytes);
                // Lookups settle duplicate keys, so keys of every kind are hashed and compared too.
                _ = checkpoint.StateDict();
                SafeLoad.Tests.Values.ValueWalkerTests.Print(checkpoint.Root);
            }
            catch (SafeLoadException error)
            {
                Assert.That(error.Message, Does.StartWith($"SL{(int)error.Id}: "));
                Assert.That(error.Message.Any(static c => char.IsControl(c)), Is.False, error.Message);
            }
        });
        Assert.That(cost, Is.LessThan(4L << 20), Convert.ToHexString(bytes));
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public void GivenAnyBytes_AnswersOrThrowsItsOwnError(byte[] bytes) => Answers(bytes);

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public void GivenAnyBytesAfterProto_AnswersOrThrowsItsOwnError(byte[] bytes) => Answers([0x80, 2, .. bytes]);

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property GivenAnyOpcodes_AnswersOrThrowsItsOwnError() =>
        Prop.ForAll(s_operation.ListOf(60).ToArbitrary(),
            static operations => Answers([0x80, 4, .. operations.SelectMany(static operation => operation), (byte)'.']));

    // Pickles that stay in order longer: each operation is kept only if the machine accepts what there is so far.
    [FsCheck.NUnit.Property(MaxTest = 60)]
    public Property GivenOpcodesThatFitTogether_AnswersOrThrowsItsOwnError() =>
        Prop.ForAll(s_operation.ListOf(80).ToArbitrary(), static operations =>
    {
        byte[] pickle = [0x80, 4, (byte)'N'];
        foreach (byte[] operation in operations)
        {
            byte[] longer = [.. pickle, .. operation];
            if (Accepts([.. longer, (byte)'.'])) pickle = longer;
        }
        Answers([.. pickle, (byte)'.']);
    });

    private static bool Accepts(byte[] pickle)
    {
        try
        {
            Opened.Root(pickle);
            return true;
        }
        catch (SafeLoadException)
        {
            return false;
        }
    }
}
