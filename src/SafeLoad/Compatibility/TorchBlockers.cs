using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Scanning;

namespace SafeLoad.Compatibility;

/// <summary>Collects what stops a release, each thing once, with advice.</summary>
internal sealed class TorchBlockers(TorchVersion version)
{
    private readonly List<TorchBlocker> _all = [];
    private readonly HashSet<(TorchBlockerKind, string)> _seen = [];

    public IReadOnlyList<TorchBlocker> All => _all;

    public List<string> Notes { get; } = [];

    public bool IsEmpty => _all.Count == 0;

    public void Add(TorchBlocker blocker)
    {
        if (_seen.Add((blocker.Kind, blocker.Name))) _all.Add(blocker);
    }

    public void Opcode(PickleOpcode opcode, CheckpointLocation at)
    {
        TorchVersion? since = TorchHistory.SinceWhen(opcode);
        if (since is { } known && version.CompareTo(known) >= 0) return;
        string advice = since is { } later ? $"PyTorch {later} and later can read it: update PyTorch"
            : "no release reads it with weights_only: the file was saved with another pickle_protocol than the default; save it again with "
                + "torch.save's default, or let `safeload clean` write it so";
        Add(new TorchBlocker(TorchBlockerKind.Opcode, OpcodeTable.NameOf(opcode), at, advice));
    }

    public void Global(string module, string name, CheckpointLocation at)
    {
        var (realModule, realName) = TorchHistory.MapsPython2Names(version) ? GlobalAliases.Resolve(module, name) : (module, name);
        string full = realModule + "." + realName;
        if (TorchHistory.Allows(version, full)) return;
        Add(new TorchBlocker(TorchBlockerKind.Global, full, at, AdviceOn(module, name, realModule, realName)));
    }

    public void Container(string what, CheckpointLocation at) =>
        Add(new TorchBlocker(TorchBlockerKind.Container, what, at, "torch.load does not open it"));

    public void Tar(CheckpointLocation at)
    {
        if (TorchHistory.RefusesTar(version))
            Add(new TorchBlocker(TorchBlockerKind.Container, "a tar of PyTorch before 0.1.10", at,
                "weights_only refuses this format since PyTorch 2.6; SafeLoad reads it"));
        else Notes.Add("PyTorch before 2.6 can be made to run code by a file of this format, weights_only or not (CVE-2025-32434)");
    }

    public void TorchScript(CheckpointLocation at)
    {
        if (TorchHistory.RefusesTorchScript(version))
            Add(new TorchBlocker(TorchBlockerKind.Container, "a TorchScript archive", at,
                "weights_only refuses programs; torch.jit.load runs them"));
        else
            Notes.Add(
                $"PyTorch {version} hands a TorchScript archive to torch.jit.load, weights_only or not, and that is a program to run");
    }

    private static string AdviceOn(string module, string name, string realModule, string realName)
    {
        JudgedGlobal judged = GlobalCatalog.Judge(module, name);
        TorchVersion? since = TorchHistory.SinceWhen(realModule + "." + realName);
        string shown = Printable.Escape(realModule + "." + realName);
        return judged.Judgement switch
        {
            GlobalJudgement.Allowed when since is { } later => $"PyTorch {later} and later allow it: update PyTorch",
            GlobalJudgement.Dangerous => $"do not load this file: it {judged.Reason}",
            GlobalJudgement.Harmless => $"{judged.Reason}; torch.serialization.add_safe_globals([{shown}]) allows it",
            _ =>
                "an object of a class that travels by name; save the state_dict instead, or, where you trust the class and the file, "
                + $"torch.serialization.add_safe_globals([{shown}])",
        };
    }
}
