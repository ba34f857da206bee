using System.Collections.Frozen;
using SafeLoad.Globals;
using SafeLoad.Pickle;

namespace SafeLoad.Compatibility;

/// <summary>What each release's restricted unpickler knows: a table of when names and opcodes came.</summary>
/// <remarks>1.13 and 2.11 were measured on files. What lies between is from torch/_weights_only_unpickler.py as 2.2 to 2.8 shipped it and from
/// PyTorch's pull requests; for 2.0, 2.1, 2.9 and 2.10, whose files were not seen, from the pull requests alone. Only the rules for what
/// default lists allow are in the table, not what a user has added by add_safe_globals.</remarks>
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

    private static readonly (PickleOpcode Opcode, TorchVersion Since)[] s_laterOpcodes = [(PickleOpcode.BinFloat, new(2, 0))];

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

    /// <summary>Whether a release maps Python 2's names (<c>__builtin__</c>), which torch.save writes, before it compares them: from 2.6 on
    /// always, in 2.4 and 2.5 for protocol 2 (#129509), which is what torch.save writes; other protocols do not get that far.</summary>
    public static bool MapsPython2Names(TorchVersion version) => version.IsAtLeast(2, 4);

    /// <summary>Whether a release refuses TorchScript archives (#143326); before, it handed them to torch.jit.load, which runs what is in them.</summary>
    public static bool RefusesTorchScript(TorchVersion version) => version.IsAtLeast(2, 6);

    /// <summary>Whether a release refuses the tar of PyTorch before 0.1.10 (#145020); before, it read it and could be made to run code (CVE-2025-32434).</summary>
    public static bool RefusesTar(TorchVersion version) => version.IsAtLeast(2, 6);

    /// <summary>Whether a release compares a record's size with the element count (#170085); before, a short record was read past its end (CVE-2026-24747).</summary>
    public static bool ChecksRecordSizes(TorchVersion version) => version.IsAtLeast(2, 10);

    private static FrozenDictionary<string, TorchVersion> Since()
    {
        var since = new Dictionary<string, TorchVersion>(StringComparer.Ordinal);
        Add(new(2, 0), "torch._tensor._rebuild_from_type_v2");
        Add(new(2, 2), "torch._utils._rebuild_nested_tensor", "torch._utils._rebuild_tensor_v3", "torch.float8_e5m2", "torch.float8_e4m3fn");
        Add(new(2, 3), "torch.float8_e5m2fnuz", "torch.float8_e4m3fnuz");
        Add(new(2, 4), "torch._utils._rebuild_parameter_with_state", "torch._utils._rebuild_qtensor", "torch._utils._rebuild_wrapper_subclass", "collections.Counter", "torch.device",
            "torch.per_tensor_affine", "torch.per_tensor_symmetric", "torch.per_channel_affine", "torch.per_channel_symmetric", "torch.per_channel_affine_float_qparams",
            "torch.uint8", "torch.bool", "torch.bfloat16", "torch.qint8", "torch.qint32", "torch.quint8", "torch.quint4x2", "torch.quint2x4",
            "torch.bits8", "torch.bits16", "torch.bits1x8", "torch.bits2x4", "torch.bits4x2");
        Add(new(2, 5), "_codecs.encode", "builtins.bytearray", "torch._utils._rebuild_device_tensor_from_numpy");
        Add(new(2, 6), "builtins.set", "builtins.complex", "torch._utils._rebuild_device_tensor_from_cpu_tensor", "torch.uint16", "torch.uint32", "torch.uint64");
        Add(new(2, 7), [.. Enumerable.Range(1, 7).SelectMany(static bits => (string[])[$"torch.uint{bits}", $"torch.int{bits}"]), "torch.float8_e8m0fnu"]);
        Add(new(2, 8), "torch.float4_e2m1fn_x2");
        return since.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(TorchVersion version, params string[] names)
        {
            foreach (string name in names) since[name] = version;
        }
    }
}
