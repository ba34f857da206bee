using SafeLoad.Common;
using SafeLoad.Globals;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Answers the pickle machine for scanning: writes down what the pickle asks for, and gives objects that mean nothing.</summary>
/// <param name="trace">Told of everything.</param>
/// <param name="persistent">Told of each persistent id; null if nobody asks.</param>
internal sealed class ScanHost(PickleTrace trace, Action<PyValue>? persistent = null) : IPickleHost
{
    // Each costs an exception; a pickle that is nothing but false steps is no pickle.
    private const int MostFalseSteps = 5000;

    // Each is a finding of its own up to here; the names themselves are all listed.
    private const int MostNames = 10_000;

    private int _falseSteps;
    private int _reported;
    private bool _hasBadFrame;

    // Dicts that were looked through as state, as they were then: a memo makes it cheap to set one again and again.
    private readonly Dictionary<PyDict, (int Count, PyDict? Aliases, int AliasCount)> _states = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether so many opcodes were refused that the rest was not executed.</summary>
    public bool HasGivenUp { get; private set; }

    public bool AllowsAnyKey => true;

    public bool ReadsLatin1 => true;

    /// <summary>Whether the bytes are most likely text that begins with letters of opcodes: names with blanks in them, and what follows a
    /// fault at which every unpickler stops, are chance.</summary>
    public bool DoubtsText { get; init; }

    /// <summary>Whether an array of joblib was named, whose raw bytes stand between the opcodes.</summary>
    public bool HasJoblibArrays { get; private set; }

    /// <summary>Reads the raw bytes behind joblib's arrays; null where the pickle is read as plain pickle would.</summary>
    public JoblibArrays? Joblib { get; init; }

    // All 68 opcodes are executed. What they do is judged, not that they are there: honest pickles of recursive tuples have POP. Only a
    // persistent id as text has no honest use: no version of PyTorch reads it.
    public void Unusual(PickleOpcode opcode, CheckpointLocation at)
    {
        if (opcode == PickleOpcode.PersId) trace.Add(new Finding(DiagnosticId.DisallowedOpcode, Severity.Warning, Verdict.Suspicious, "a persistent id as text, which no version of PyTorch reads", at));
    }

    public void BadFrame(string problem, CheckpointLocation at)
    {
        _hasBadFrame = true;
        trace.Add(Throw.BadFrame(problem, at));
    }

    /// <summary>Whether a frame was found to lie since this was last asked.</summary>
    public bool TakeBadFrame()
    {
        bool had = _hasBadFrame;
        _hasBadFrame = false;
        return had;
    }

    public PyValue Global(string module, string name, CheckpointLocation at)
    {
        JudgedGlobal judged = GlobalCatalog.Judge(module, name);
        if (DoubtsText && (module.AsSpan().IndexOfAny(" \t\r") >= 0 || name.AsSpan().IndexOfAny(" \t\r") >= 0)) return new PyValue(new PyGlobal(module, name, judged));
        HasJoblibArrays |= JoblibArrays.IsWrapper(module, name);
        if (trace.Name(new ScannedGlobal(module, name, judged.Judgement, at))) Report(module, name, judged, at);
        return new PyValue(new PyGlobal(module, name, judged));
    }

    public PyValue ComputedGlobal(PyValue module, PyValue name, CheckpointLocation at)
    {
        // Names that a call gives can be any name; a plain value of the wrong kind stops every unpickler.
        if (module.Reference is not PyObject && name.Reference is not PyObject) throw Throw.ComputedGlobal(module.TypeName, name.TypeName, at);
        trace.Add(new Finding(DiagnosticId.ComputedGlobal, Severity.Error, Verdict.Dangerous, "the name of a global is computed by a call while the pickle runs: it can be any", at));
        return Inert(module, PyTuple.Empty);
    }

    public PyValue Extension(long code, CheckpointLocation at)
    {
        trace.Add(new Finding(DiagnosticId.ExtensionCode, Severity.Warning, Verdict.Suspicious,
            FormattableString.Invariant($"extension code {code}: what it means depends on the process that reads it"), at, FormattableString.Invariant($"ext:{code}")));
        return Inert(PyValue.FromInt(code), PyTuple.Empty);
    }

    public PyValue Persistent(PyValue id, CheckpointLocation at)
    {
        persistent?.Invoke(id);
        if (id.RawReference is not PyTuple { Count: 4 } fields || fields[1].RawReference is not PyGlobal) return Inert(id, PyTuple.Empty);
        // ('module', class, source file, source): old PyTorch named a module's class so. It compares the source with the one that is installed.
        trace.Add(new Finding(DiagnosticId.CodeInFile, Severity.Note, Verdict.Clean, "the source text of a class travels along; no loader runs it", at));
        return fields[1];
    }

    public PyValue Reduce(PyValue callable, PyTuple arguments, CheckpointLocation at)
    {
        CallRules.CheckCall(callable, arguments, trace, at);
        return Inert(callable, arguments);
    }

    public PyValue NewObject(PyValue type, PyTuple arguments, PyValue keywords, CheckpointLocation at)
    {
        CallRules.CheckNew(type, trace, at);
        return Inert(type, arguments);
    }

    public void Build(PyValue target, PyValue state, CheckpointLocation at)
    {
        if (target.RawReference is PyObject inert)
        {
            CallRules.CheckBuild(inert, trace, at);
            CheckState(state, at);
            inert.AddState(state);
        }
        else if (target.RawReference is PyGlobal) CallRules.ReportModified(target, trace, at);
    }

    public long DataAfterBuild(PyValue target, PickleData data, int position) => Joblib?.LengthOf(target, data, position, this) ?? 0;

    public bool ReadsOn(MalformedCheckpointException problem)
    {
        if (DoubtsText && problem.Id is (DiagnosticId.StackUnderflow or DiagnosticId.MarkMissing)) return false;
        if (++_falseSteps > MostFalseSteps)
        {
            HasGivenUp = true;
            return false;
        }
        trace.Add(problem);
        return true;
    }

    public bool ReadsOn(LimitExceededException problem)
    {
        if (++_falseSteps > MostFalseSteps) return false;
        trace.Add(problem);
        return true;
    }

    public void SetOn(PyValue target, CheckpointLocation at) => CallRules.CheckSet(target, trace, at);

    public void Extend(PyValue target, CheckpointLocation at) => CallRules.CheckExtend(target, trace, at);

    // State that has names which Python looks up by itself, or a map that leads to them; in a pair, of its dict and of its slots.
    private void CheckState(PyValue state, CheckpointLocation at)
    {
        if (state.RawReference is PyTuple { Count: 2 } parts)
        {
            foreach (PyValue part in parts.Items) CheckNames(part.RawReference as PyDict, at);
        }
        else CheckNames(state.RawReference as PyDict, at);
    }

    private void CheckNames(PyDict? names, CheckpointLocation at)
    {
        if (names is not { Count: > 0 }) return;
        PyDict? aliases = CallRules.AliasesOf(names);
        var now = (names.Count, aliases, aliases?.Count ?? 0);
        if (_states.TryGetValue(names, out var before) && before == now) return;
        _states[names] = now;
        CallRules.CheckNames(names, aliases, trace, at);
    }

    private void Report(string module, string name, JudgedGlobal judged, CheckpointLocation at)
    {
        if (judged.Judgement is not (GlobalJudgement.Dangerous or GlobalJudgement.Unknown)) return;
        if (++_reported > MostNames)
        {
            // The worst must be said, and once is enough.
            trace.Add(judged.Judgement == GlobalJudgement.Dangerous
                ? new Finding(DiagnosticId.DangerousGlobal, Severity.Error, Verdict.Dangerous, "more names that are dangerous stand among the file's globals", at)
                : new Finding(DiagnosticId.UnknownGlobal, Severity.Warning, Verdict.Suspicious, "more names that are not known stand among the file's globals", at));
            return;
        }
        string global = module + "." + name;
        string shown = Printable.Escape(global);
        if (judged.Judgement == GlobalJudgement.Dangerous)
            trace.Add(new Finding(DiagnosticId.DangerousGlobal, Severity.Error, Verdict.Dangerous, $"{shown}: {judged.Reason}", at, global));
        else
            trace.Add(new Finding(DiagnosticId.UnknownGlobal, Severity.Warning, Verdict.Suspicious, $"{shown} is not known; whoever loads this file with plain pickle imports and calls it", at, global));
    }

    private static PyValue Inert(PyValue callable, PyTuple arguments) => new(new PyObject(callable, new PyValue(arguments)));
}
