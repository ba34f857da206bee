using System.Collections.Frozen;
using SafeLoad.Globals;
using SafeLoad.Pickle;

namespace SafeLoad.Compatibility;

/// <summary>What each release's restricted unpickler knows: a table of when names and opcodes came.</summary>
/// <remarks>torch/_weights_only_unpickler.py of the releases. 1.13 and 2.11 were measured; what lies between is from the file's history.</remarks>
internal static class TorchHistory
{
    private static readonly TorchVersion s_first = TorchVersion.First;

    // Opcodes of the first release; see s_laterOpcodes for the others.
    private static readonly FrozenSet<PickleOpcode> s_opcodes = new[]
    {
        PickleOpcode.Global, PickleOpcode.NewObj, PickleOpcode.Reduce, PickleOpcode.Build, PickleOpcode.Append, PickleOpcode.Appends,
        PickleOpcode.SetItem, PickleOpcode.SetItems, PickleOpcode.Mark, PickleOpcode.Tuple, PickleOpcode.Tuple1, PickleOpcode.Tuple2, PickleOpcode.Tuple3,
        PickleOpcode.None, PickleOpcode.NewFalse, PickleOpcode.NewTrue, PickleOpcode.EmptyTuple, PickleOpcode.EmptyList, PickleOpcode.EmptyDict, PickleOpcode.EmptySet,
        PickleOpcode.BinInt, PickleOpcode.BinInt1, PickleOpcode.BinInt2, PickleOpcode.BinUnicode, PickleOpcode.ShortBinString, PickleOpcode.BinPersId,
        PickleOpcode.BinGet, PickleOpcode.LongBinGet, PickleOpcode.BinPut, PickleOpcode.LongBinPut, PickleOpcode.Long1, PickleOpcode.Proto, PickleOpcode.Stop,
    }.ToFrozenSet();

    private static readonly (PickleOpcode Opcode, TorchVersion Since)[] s_laterOpcodes = [(PickleOpcode.BinFloat, new(2, 1))];

    // Names of the newest list that the first release does not have; all others it has.
    private static readonly FrozenDictionary<string, TorchVersion> s_since = Since();

    // Names that a release had and a later one dropped: until and with.
    private static readonly (string Name, TorchVersion Until)[] s_dropped = [("torch._utils._rebuild_sparse_csr_tensor", new(1, 13))];

    /// <summary>The release that brought an opcode; null if none did.</summary>
    public static TorchVersion? SinceWhen(PickleOpcode opcode)
    {
        foreach (var row in s_laterOpcodes)
        {
            if (row.Opcode == opcode) return row.Since;
        }
        return s_opcodes.Contains(opcode) ? s_first : null;
    }

    /// <summary>The release that brought a global, as PyTorch compares it: module and name joined. Null if none allows it by default.</summary>
    public static TorchVersion? SinceWhen(string fullName)
    {
        if (s_since.TryGetValue(fullName, out TorchVersion since)) return since;
        int dot = fullName.LastIndexOf('.');
        return dot > 0 && AllowedGlobals.Contains(fullName[..dot], fullName[(dot + 1)..]) ? s_first : null;
    }

    /// <summary>Whether a release allows a global by default.</summary>
    public static bool Allows(TorchVersion version, string fullName) =>
        SinceWhen(fullName) is { } since && version.CompareTo(since) >= 0 || Array.Exists(s_dropped, row => row.Name == fullName && version.CompareTo(row.Until) <= 0);

    /// <summary>Whether a release maps Python 2's names (<c>__builtin__</c>), which torch.save writes, before it compares them.</summary>
    public static bool MapsPython2Names(TorchVersion version) => version.IsAtLeast(2, 5);

    /// <summary>Whether a release refuses TorchScript archives; before, it handed them to torch.jit.load, which runs what is in them.</summary>
    public static bool RefusesTorchScript(TorchVersion version) => version.IsAtLeast(2, 1);

    /// <summary>Whether a release refuses the tar of PyTorch before 0.1.10; before, it read it and could be made to run code (CVE-2025-32434).</summary>
    public static bool RefusesTar(TorchVersion version) => version.IsAtLeast(2, 6);

    private static FrozenDictionary<string, TorchVersion> Since()
    {
        var since = new Dictionary<string, TorchVersion>(StringComparer.Ordinal);
        Add(new(2, 0), "torch.bfloat16", "torch.bool", "torch.uint8", "torch._utils._rebuild_qtensor", "torch._utils._rebuild_parameter_with_state", "torch._tensor._rebuild_from_type_v2", "torch.device");
        Add(new(2, 5), "_codecs.encode", "builtins.bytearray", "builtins.set", "collections.Counter");
        Add(new(2, 11), "builtins.complex");
        return since.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(TorchVersion version, params string[] names)
        {
            foreach (string name in names) since[name] = version;
        }
    }
}
