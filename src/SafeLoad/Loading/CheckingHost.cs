using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>
/// Answers the pickle machine where a file is checked and not opened. Names that are on no list stay data, as with
/// <see cref="InertHost"/>; what is on PyTorch's list is proven as strictly as <see cref="LoadHost"/> proves it. No problem is an end: each
/// is reported, and a record of what was asked stands where the value would.
/// </summary>
/// <remarks>Whoever loads the file by other means does not stop at a name that this library refuses, so the proof must not either: a tensor
/// that lies about its storage lies behind a date too.</remarks>
internal sealed class CheckingHost(LoadContext context, IPersistentIds? ids) : InertHost(context, ids)
{
    // Each costs an exception; a pickle that is nothing but false steps is no pickle.
    private const int MostFalseSteps = 5000;

    private readonly IPersistentIds? _ids = ids;
    private int _falseSteps;

    public override void BadFrame(string problem, CheckpointLocation at) => Context.Refuse(Problems.BadFrame(problem, at));

    public override bool ReadsOn(MalformedCheckpointException problem) => GoesOn(problem);

    public override bool ReadsOn(LimitExceededException problem) => GoesOn(problem);

    public override PyValue Persistent(PyValue id, CheckpointLocation at)
    {
        try
        {
            if (IsObject(id)) return base.Persistent(id, at);
            return _ids?.Resolve(id, at) ?? throw Problems.NoStorages(at);
        }
        catch (SafeLoadException problem) when (LoadContext.CanGoOn(problem))
        {
            Report(problem, at);
            return Inert(id, PyTuple.Empty);
        }
    }

    public override void Build(PyValue target, PyValue state, CheckpointLocation at)
    {
        if (target.RawReference is PyObject or PyGlobal || Context.IsUnfinished(target.RawReference))
        {
            base.Build(target, state, at);
            return;
        }
        try
        {
            if (target.RawReference is not PyDict { TypeName: not PyDict.DictType } dict)
                throw Problems.UnexpectedState(target.TypeName, at);
            dict.Attributes = TensorState.Merge(dict.Attributes, state, Context.Budget, at);
        }
        catch (SafeLoadException problem) when (LoadContext.CanGoOn(problem))
        {
            Report(problem, at);
        }
    }

    protected override bool StaysData(SafeLoadException problem, PyTuple arguments) => LoadContext.CanGoOn(problem);

    protected override void Keep(RebuildFunction function, SafeLoadException problem, PyTuple arguments, CheckpointLocation at)
    {
        if (IsFault(function, problem, arguments)) Context.Refuse(problem);
        base.Keep(function, problem, arguments, at);
    }

    protected override PyValue Record(PyValue callable, PyTuple arguments, PyValue keywords, CheckpointLocation at)
    {
        // What is on the list as a name only is never called, nor is a value; None can stand for what a false step did not give.
        PyGlobal? global = callable.RawReference as PyGlobal;
        bool isNoCall = global is null
            ? callable.RawReference is not PyObject && !callable.IsNone
            : global.Meaning is not RebuildFunction && AllowedGlobals.Contains(global.Module, global.Name);
        if (isNoCall) Report(Problems.NotCallable(global?.FullName, callable.TypeName, at), at);
        return base.Record(callable, arguments, keywords, at);
    }

    // Of a call with an object among its arguments only that can be told which does not depend on it; and the stand-ins of names that
    // PyTorch's list lacks know what honest programs write, not all that their classes take.
    private static bool IsFault(RebuildFunction function, SafeLoadException problem, PyTuple arguments) => problem.Id switch
    {
        DiagnosticId.BadRebuildArguments or DiagnosticId.BadOperand => !HoldsObjects(arguments),
        DiagnosticId.DisallowedCall or DiagnosticId.UnsupportedTensor or DiagnosticId.UnsupportedKey =>
            AllowedGlobals.Contains(function.Module, function.Name),
        _ => true,
    };

    // Classes of modules, torch.package's calls, storage classes of other programs: no storage that could be proven.
    private bool IsObject(PyValue id)
    {
        if (id.RawReference is not PyTuple { Count: >= 3 } tuple) return false;
        if (IsText(tuple[0], "module"u8)) return tuple.Count == 4 && tuple[1].Is(PyKind.Global);
        if (IsText(tuple[0], "reduce_package"u8)) return _ids is { AreCalls: true };
        if (_ids is { AreText: true }) return tuple[0].Is(PyKind.Global);
        return IsText(tuple[0], "storage"u8) && tuple[1].RawReference is PyGlobal { Meaning: not StorageClass } type
            && !AllowedGlobals.Contains(type.Module, type.Name);
    }

    private bool GoesOn(SafeLoadException problem)
    {
        if (++_falseSteps > MostFalseSteps) return false;
        Context.Refuse(problem);
        return true;
    }

    private void Report(SafeLoadException problem, CheckpointLocation at)
    {
        Context.Refuse(problem);
        Context.Budget.ChargeCopy(CostOfFailure, at);
    }
}
