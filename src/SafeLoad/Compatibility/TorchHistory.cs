using System.Collections.Frozen;
using SafeLoad.Loading;
using SafeLoad.Pickle;

namespace SafeLoad.Compatibility;

/// <summary>What each release's restricted unpickler knows. When a name came stands in its row of <see cref="AllowedGlobals"/>,
/// when an opcode came here.</summary>
/// <remarks>1.13 and 2.11 were measured on files. What lies between is from torch/_weights_only_unpickler.py as 2.2 to 2.8 shipped it and
/// from PyTorch's pull requests; for 2.0, 2.1, 2.9 and 2.10, whose files were not seen, from the pull requests alone.
/// Only the rules for what default lists allow are in the table, not what a user has added by add_safe_globals.</remarks>
internal static class TorchHistory
{
    private static readonly TorchVersion s_first = TorchVersion.First;

    // Opcodes of the first release; see s_laterOpcodes for the others.
    private static readonly FrozenSet<PickleOpcode> s_opcodes = new[]
    {
        PickleOpcode.Global, PickleOpcode.NewObj, PickleOpcode.Reduce, PickleOpcode.Build, PickleOpcode.Append, PickleOpcode.Appends,
        PickleOpcode.SetItem, PickleOpcode.SetItems, PickleOpcode.Mark, PickleOpcode.Tuple, PickleOpcode.Tuple1, PickleOpcode.Tuple2,
        PickleOpcode.Tuple3,
        PickleOpcode.None, PickleOpcode.NewFalse, PickleOpcode.NewTrue, PickleOpcode.EmptyTuple, PickleOpcode.EmptyList,
        PickleOpcode.EmptyDict, PickleOpcode.EmptySet,
        PickleOpcode.BinInt, PickleOpcode.BinInt1, PickleOpcode.BinInt2, PickleOpcode.BinUnicode, PickleOpcode.ShortBinString,
        PickleOpcode.BinPersId,
        PickleOpcode.BinGet, PickleOpcode.LongBinGet, PickleOpcode.BinPut, PickleOpcode.LongBinPut, PickleOpcode.Long1, PickleOpcode.Proto,
        PickleOpcode.Stop,
    }.ToFrozenSet();

    private static readonly (PickleOpcode Opcode, TorchVersion Since)[] s_laterOpcodes = [(PickleOpcode.BinFloat, new(2, 0))];

    /// <summary>The release that brought an opcode; null if none did.</summary>
    public static TorchVersion? SinceWhen(PickleOpcode opcode)
    {
        foreach (var row in s_laterOpcodes)
        {
            if (row.Opcode == opcode) return row.Since;
        }
        return s_opcodes.Contains(opcode) ? s_first : null;
    }

    /// <summary>The release that brought a global, as PyTorch compares it: module and name joined.
    /// Null if none allows it by default.</summary>
    public static TorchVersion? SinceWhen(string fullName) =>
        Find(fullName) is { Since: { } since } row && row.IsIn(AllowedSets.PyTorch) ? Version(since) : null;

    /// <summary>Whether a release allows a global by default.</summary>
    public static bool Allows(TorchVersion version, string fullName) =>
        Find(fullName) is { Since: { } since } row && version.CompareTo(Version(since)) >= 0
            && (row.Until is not { } until || version.CompareTo(Version(until)) <= 0);

    /// <summary>Whether a release maps Python 2's names (<c>__builtin__</c>), which torch.save writes, before it compares them: from 2.6 on
    /// always, in 2.4 and 2.5 for protocol 2 (#129509), which is what torch.save writes; other protocols do not get that far.</summary>
    public static bool MapsPython2Names(TorchVersion version) => version.IsAtLeast(2, 4);

    /// <summary>Whether a release refuses TorchScript archives (#143326); before, it handed them to torch.jit.load,
    /// which runs what is in them.</summary>
    public static bool RefusesTorchScript(TorchVersion version) => version.IsAtLeast(2, 6);

    /// <summary>Whether a release refuses the tar of PyTorch before 0.1.10 (#145020); before,
    /// it read it and could be made to run code (CVE-2025-32434).</summary>
    public static bool RefusesTar(TorchVersion version) => version.IsAtLeast(2, 6);

    /// <summary>Whether a release compares a record's size with the element count (#170085); before,
    /// a short record was read past its end (CVE-2026-24747).</summary>
    public static bool ChecksRecordSizes(TorchVersion version) => version.IsAtLeast(2, 10);

    private static AllowedGlobal? Find(string fullName)
    {
        int dot = fullName.LastIndexOf('.');
        return dot > 0 ? AllowedGlobals.Find(fullName[..dot], fullName[(dot + 1)..]) : null;
    }

    private static TorchVersion Version((int Major, int Minor) release) => new(release.Major, release.Minor);
}
