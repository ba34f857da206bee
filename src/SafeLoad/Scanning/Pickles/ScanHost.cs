using SafeLoad.Diagnostics;
using SafeLoad.Formats.Pickles;
using SafeLoad.Globals;
using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Scanning.Configurations;
using SafeLoad.Scanning.Findings;
using SafeLoad.Scanning.Rules;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Pickles;

/// <summary>Answers the pickle machine for scanning: writes down what the pickle asks for, and gives objects that mean nothing.</summary>
/// <param name="record">The record that is read; null for the file itself.</param>
/// <param name="allowance">How much may be wrong and how much may be named.</param>
/// <param name="persistent">Told of each persistent id; null if nobody asks.</param>
/// <param name="attributes">What is known of the values of pickles before this one; null if there are none.</param>
internal sealed class ScanHost(
    string? record, PickleAllowance allowance, Action<PyValue>? persistent = null, AttributeRules? attributes = null)
    : IPickleHost, IPickleObserver
{
    private readonly ReadingBuilder _before = new(record);
    private readonly AttributeRules _attributes = attributes ?? new AttributeRules();
    private readonly Dictionary<string, PendingForm> _forms = [];
    private readonly HandedClasses _classes = new();
    private ArgumentRules? _arguments;
    private PartsGoneThrough? _parts;
    private ReadingBuilder? _behind;
    private bool _hasFalseStep, _hasNamedUnknown, _hasCalledUnknown, _hasMisused;

    private ReadingBuilder Seen => IsBrokenOff ? _behind ??= new ReadingBuilder(record) : _before;

    /// <summary>Whether so many opcodes were refused that the rest was not executed.</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>Whether a frame was found to lie.</summary>
    public bool HasBadFrame { get; private set; }

    /// <summary>Whether something that is not known was called where no unpickler has stopped yet: before the first step that none
    /// takes. Chance does not do that, whatever comes behind it.</summary>
    public bool HasCalledUnknown => _hasCalledUnknown || _hasMisused || (!_hasFalseStep && HasMisused());

    /// <summary>Whether the machine is behind a step at which every unpickler stops. Of what it meets there only danger counts.</summary>
    public bool IsBrokenOff { get; set; }

    public bool AllowsAnyKey => true;

    public bool ReadsLatin1 => true;

    /// <summary>Whether the bytes are most likely text, or another format, that begins with letters of opcodes: names with blanks in them,
    /// and what follows a fault at which every unpickler stops, are chance.</summary>
    public bool DoubtsText { get; init; }

    /// <summary>Whether an array of joblib was named, whose raw bytes stand between the opcodes.</summary>
    public bool HasJoblibArrays { get; private set; }

    /// <summary>Whether the bytes are most likely the rest of a joblib file.</summary>
    public bool IsJoblibRest { get; init; }

    /// <summary>Takes files that stand in the pickle as bytes; null where nobody would scan them.</summary>
    public EmbeddedFiles? Embedded { get; init; }

    /// <summary>Reads the raw bytes behind joblib's arrays; null where the pickle is read as plain pickle would.</summary>
    public JoblibArrays? Joblib { get; init; }

    /// <summary>What is known of the dtypes that pickles have made.</summary>
    public DTypeRules Types { get; init; } = new();

    /// <summary>Reads the states of trees of points.</summary>
    public PointTrees Trees { get; } = new();

    /// <summary>What was seen until now.</summary>
    public Reading ToReading()
    {
        foreach (PendingForm form in _forms.Values)
        {
            Name(form.Global.Module, form.Global.Name, form.IsHonest ? HonestForms.AsName : form.Judged, form.Seen, form.At);
        }
        _classes.Report();
        _attributes.Architectures.Report();
        _attributes.Neighbours.Report(_before);
        if (_behind is not null) _before.Add(_behind.ToReading().AtLeast(Verdict.Dangerous));
        return _before.ToReading();
    }

    /// <summary>Says what could be a program and was passed over.</summary>
    public void NotScanned(string what, CheckpointLocation at) => Seen.NotScanned(what, at);

    // All 68 opcodes are executed. What they do is judged, not that they are there: honest pickles of recursive tuples have POP. Only a
    // persistent id as text has no honest use: no version of PyTorch reads it.
    public void Unusual(PickleOpcode opcode, CheckpointLocation at)
    {
        if (opcode != PickleOpcode.PersId) return;
        // A word that begins with P, to who reads text as a pickle: pickle.load has no answer to it either.
        if (DoubtsText) IsBrokenOff = true;
        else
        {
            Seen.Add(Finding.Of(DiagnosticId.DisallowedOpcode,
                "a persistent id as text, which no version of PyTorch reads", at));
        }
    }

    public void BadFrame(string problem, CheckpointLocation at)
    {
        HasBadFrame = true;
        Seen.Add(new Diagnostic(DiagnosticId.FrameViolation, problem, at));
    }

    public PyValue Global(string module, string name, CheckpointLocation at)
    {
        JudgedGlobal judged = GlobalCatalog.Judge(module, name);
        // A sentence, an address, or the head of a tar: nothing can be imported by that name.
        if (DoubtsText && (IsNoName(module) || IsNoName(name)))
        {
            IsBrokenOff = true;
            return new PyValue(new PyGlobal(module, name, judged));
        }
        HasJoblibArrays |= JoblibName.IsArray(module, name);
        if (HonestForms.Find(module, name) is { } form)
        {
            FormOf(form, at).Given++;
            return new PyValue(form);
        }
        Name(module, name, judged, Seen, at);
        var global = new PyGlobal(module, name, judged) { IsWatched = HandedClasses.Has(module, name, judged) };
        if (global.IsWatched) _classes.Given(global, Seen, at);
        _attributes.Neighbours.Named(global, at);
        return new PyValue(global);
    }

    public PyValue ComputedGlobal(PyValue module, PyValue name, CheckpointLocation at)
    {
        // Names that a call gives can be any name; a plain value of the wrong kind stops every unpickler.
        if (!MayBeText(module) || !MayBeText(name))
            throw Problems.ComputedGlobal(module.TypeName, name.TypeName, at);
        // What stops an unpickler was met before, and values are not what they were.
        if (!IsJoblibRest || !IsBrokenOff) Seen.Add(Finding.Of(DiagnosticId.ComputedGlobal,
            "the name of a global is computed by a call while the pickle runs: it can be any", at));
        return Inert(module, PyTuple.Empty);
    }

    // An object whose class is known, and makes no texts, is as wrong as a number.
    private static bool MayBeText(PyValue value) => value.Is(PyKind.Str)
        || value.RawReference is PyObject made && !(made.Callable.RawReference is PyGlobal type
            && type.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless, Use: GlobalUse.Operand });

    public PyValue Extension(long code, CheckpointLocation at)
    {
        Seen.Add(Finding.Of(DiagnosticId.ExtensionCode,
            FormattableString.Invariant($"extension code {code}: what it means depends on the process that reads it"), at,
            FormattableString.Invariant($"ext:{code}")));
        _hasNamedUnknown = true;
        return Inert(PyValue.FromInt(code), PyTuple.Empty);
    }

    public PyValue Persistent(PyValue id, CheckpointLocation at)
    {
        persistent?.Invoke(id);
        if (id.RawReference is not PyTuple { Count: 4 } fields || fields[1].RawReference is not PyGlobal) return Inert(id, PyTuple.Empty);
        // ('module', class, source file, source): old PyTorch named a module's class so. It compares the source with the one that is
        // installed.
        Misuse(fields[1].RawReference, at);
        Seen.Add(Finding.OfOther(DiagnosticId.CodeInFile, Verdict.Clean,
            "the source text of a class travels along; no loader runs it", at));
        return fields[1];
    }

    public PyValue Reduce(PyValue callable, PyTuple arguments, CheckpointLocation at)
    {
        if (CopyregCalls.AsNewObject(callable, arguments) is { } made) return NewObject(made.Type, made.Arguments, made.Keywords, at);
        if (callable.RawReference is PyObject method && HonestForms.Zone(method, arguments) is { } zone)
        {
            Acted();
            return Inert(new PyValue(zone), arguments);
        }
        if (callable.RawReference is PyObject getter && HonestForms.Batch(getter, arguments) is { } batch)
        {
            Acted();
            return Inert(new PyValue(batch), PyTuple.Empty);
        }
        PyReference? given = GivenBack.Find(callable, arguments);
        PyValue result = given is not null ? new PyValue(given) : Inert(callable, arguments);
        Misuse(given, at);
        Types.Called(result);
        if (IsHonest(callable, arguments, at))
        {
            Acted();
            return result;
        }
        Called(callable);
        _classes.Made(callable);
        CallRules.CheckCall(callable, arguments, Seen, at);
        if (callable.RawReference is PyGlobal global)
        {
            CheckArguments(global, arguments, result.RawReference, at);
            if (CopyregCalls.AsBase(global, arguments) is { } inner) CheckArguments(inner.Base, inner.Arguments, null, at);
        }
        return result;
    }

    // A form that is not honest marks its function, whatever else the call is.
    private bool IsHonest(PyValue callable, PyTuple arguments, CheckpointLocation at)
    {
        if (FormOf(callable, at) is not { } form) return false;
        form.Used++;
        form.IsMisused |= callable.RawReference is PyObject || !HonestForms.Is(form.Global, arguments)
            || (HonestForms.OpensFile(form.Global) && Embedded?.TryTake(arguments[0], at) != true);
        return !form.IsMisused;
    }

    private void CheckArguments(PyGlobal global, PyTuple arguments, PyReference? result, CheckpointLocation at)
    {
        // Of two classes the second one is the base whose constructor makes the object: another rule judges that.
        if (ArgumentUse.Of(global).Class is var first and >= 0)
            for (int i = first; i < Math.Min(first + 2, arguments.Count); i++) _classes.Made(arguments[i]);
        ArgumentRules rules = _arguments ??= new ArgumentRules(_attributes);
        rules.Check(global, arguments, result, Seen, at);
        if (CallRules.CallsItsArgument(global))
            CallRules.CheckCallers(global, arguments, (inner, given) => rules.Check(inner, given, null, Seen, at), Seen, at);
    }

    public PyValue NewObject(PyValue type, PyTuple arguments, PyValue keywords, CheckpointLocation at)
    {
        Called(type);
        _classes.Made(type);
        CallRules.CheckNew(type, arguments, keywords, Seen, at);
        _attributes.SetAttributes(keywords, Seen, at);
        if (keywords.RawReference is PyDict && type.RawReference is PyGlobal called && _attributes.Search.IsInside([keywords]))
            CallRules.ReportUse(called, "a keyword gives it an object that has methods of its own", Seen, at);
        PyValue result = Inert(type, arguments);
        Types.Called(result);
        if (type.RawReference is not PyGlobal made) return result;
        // Its __new__ does with them what a call does; a named tuple keeps them.
        bool isCall = Callables.IsAtLeast(made, GlobalUse.Value) && !Callables.KeepsItems((PyObject)result.RawReference!);
        if (isCall) CheckArguments(made, arguments, result.RawReference, at);
        _attributes.Files.CheckArguments(made, isCall ? PyTuple.Empty : arguments, keywords, Seen, at);
        Expressions.CheckKeywords(made, keywords, Seen, at);
        return result;
    }

    public void Build(PyValue target, PyValue state, CheckpointLocation at)
    {
        Acted();
        if (target.RawReference is PyObject inert)
        {
            BuildRules.CheckObject(inert, state, Seen, at);
            _attributes.SetState(inert, state, Seen, at);
            _attributes.Files.CheckState(inert, state, Seen, at);
            Trees.CheckState(inert, state, Seen, at);
            (_parts ??= new PartsGoneThrough(_attributes.Search)).CheckState(inert, state, Seen, at);
            Types.Build(inert, state, Seen, at);
            _attributes.Changed(inert);
            inert.AddState(state);
        }
        else if (target.RawReference is PyGlobal global) BuildRules.CheckGlobal(global, state, Seen, at);
    }

    public long DataAfterBuild(ref PyValue target, PickleData data, int position, bool isInFrame) =>
        Joblib?.LengthOf(ref target, data, position, isInFrame, this) ?? 0;

    /// <summary>Says that an array's wrapper is none as joblib writes it.</summary>
    public void UnexpectedArray(PyObject wrapper, CheckpointLocation at)
    {
        if (wrapper.Callable.RawReference is PyGlobal made)
            CallRules.ReportUse(made, "it may be a wrapper of joblib that reads an array in a way that joblib does not write", Seen, at);
    }

    public void Fetched(PyGlobal watched, CheckpointLocation at)
    {
        if (HonestForms.Has(watched)) FormOf(watched, at).Given++;
        else _classes.Given(watched, Seen, at);
    }

    public void Left(PyGlobal watched) => _classes.Made(new PyValue(watched));

    public bool ReadsOn(MalformedCheckpointException problem)
    {
        // Items are set and appended by methods of whatever has them.
        if (problem.Id == DiagnosticId.BadOperand) Acted();
        // What pickle.py takes for a number or text, _pickle.c need not, and the other way round.
        if (!_hasFalseStep && problem.Id != DiagnosticId.BadArgument) (_hasFalseStep, _hasMisused) = (true, HasMisused());
        if (DoubtsText && problem.Id is (DiagnosticId.StackUnderflow or DiagnosticId.MarkMissing)) return false;
        if (!allowance.TakeFalseStep())
        {
            HasGivenUp = true;
            return false;
        }
        if (DoubtsText && problem.Id is DiagnosticId.MemoEntryMissing) IsBrokenOff = true;
        Seen.Add(problem);
        IsBrokenOff |= IsJoblibRest && problem.Id != DiagnosticId.BadArgument;
        return true;
    }

    public bool ReadsOn(LimitExceededException problem)
    {
        if (!allowance.TakeFalseStep()) return false;
        Seen.Add(problem);
        return true;
    }

    public void SetOn(PyValue target, CheckpointLocation at)
    {
        Acted();
        if (target.RawReference is PyGlobal global) BuildRules.CheckItems(global, Seen, at);
        if (target.RawReference is not PyObject inert) return;
        // A persistent id in text that is read as a pickle is chance.
        if (!DoubtsText || inert.Callable.RawReference is PyGlobal or PyObject) CallRules.CheckSet(inert, Seen, at);
        if (!Callables.IsMapping(inert)) _attributes.HasItemsAsAttributes(inert, Seen, at);
    }

    public void Extend(PyValue target, CheckpointLocation at)
    {
        Acted();
        CallRules.CheckExtend(target, Seen, at);
        if (target.RawReference is PyObject inert) _attributes.Changed(inert);
    }

    public void Grow(PyList list) => _attributes.Changed(list);

    public void Fill(PyReference target, ReadOnlySpan<PyValue> pairs, CheckpointLocation at)
    {
        // Keys are hashed and compared by their own methods.
        Acted();
        _attributes.Changed(target);
        _attributes.Filled(target, pairs, Seen, at);
        for (int i = 0; i + 1 < pairs.Length; i += 2)
        {
            if (pairs[i + 1].RawReference is PyGlobal { IsWatched: true } type && PickledKeys.IsTypeOfHyperparameters(pairs[i], type))
                _classes.Made(pairs[i + 1]);
        }
    }

    public void FillSet(PySet target, ReadOnlySpan<PyValue> items, CheckpointLocation at)
    {
        Acted();
        _attributes.Changed(target);
        _attributes.CheckKeys(target, items, Seen, at);
    }

    // What a call gave, and what a number in a registry of the process means, can be anything too.
    private void Called(PyValue callable)
    {
        _hasNamedUnknown |= callable.RawReference is PyObject;
        Acted();
    }

    // Something was called, or a method of something: with an unknown name at hand it can be one of its own, whether that is what is
    // called, or what is given, set, filled or compared.
    private void Acted() => _hasCalledUnknown |= _hasNamedUnknown && !IsBrokenOff && !_hasFalseStep;

    // A known name that is used as its entry forbids is as little chance as an unknown one that is called.
    private bool HasMisused() => _before.HasUse;

    // The function itself, or what it gave. One unpickler that reads several pickles may know it from an earlier one.
    private PendingForm? FormOf(PyValue callable, CheckpointLocation at) =>
        (callable.RawReference as PyGlobal ?? (callable.RawReference as PyObject)?.Callable.RawReference as PyGlobal) is { } function
        && HonestForms.Has(function) ? FormOf(function, at) : null;

    private PendingForm FormOf(PyGlobal function, CheckpointLocation at)
    {
        string name = Callables.RealName(function);
        if (!_forms.TryGetValue(name, out PendingForm? form))
            _forms.Add(name, form = new PendingForm(function, GlobalCatalog.Judge(function.Module, function.Name), at, Seen));
        return form;
    }

    // What a call gives can be given again and again without a trace on the stack.
    private void Misuse(PyReference? given, CheckpointLocation at)
    {
        if (given is PyGlobal function && HonestForms.Has(function)) FormOf(function, at).IsMisused = true;
    }

    private void Name(string module, string name, JudgedGlobal judged, ReadingBuilder seen, CheckpointLocation at)
    {
        _hasNamedUnknown |= judged.Judgement == GlobalJudgement.Unknown;
        var global = new NamedGlobal(module, name, judged.Judgement, at, GlobalCatalog.SetOf(module, name));
        if (seen.Name(global)) Report(global, judged, seen);
    }

    private void Report(NamedGlobal global, JudgedGlobal judged, ReadingBuilder seen)
    {
        if (judged.Judgement is not (GlobalJudgement.Dangerous or GlobalJudgement.Unknown)) return;
        bool isDangerous = judged.Judgement == GlobalJudgement.Dangerous;
        string? name = null, message;
        // The worst must be said, and once is enough.
        if (!allowance.TakeName(global)) message = isDangerous
            ? "more names that are dangerous stand among the file's globals"
            : "more names that are not known stand among the file's globals";
        else
        {
            name = global.Module + "." + global.Name;
            message = isDangerous
                ? $"{Printable.Escape(name)}: {judged.Reason}"
                : $"{Printable.Escape(name)} is not known; whoever loads this file with plain pickle imports and calls it";
        }
        seen.Add(isDangerous
            ? Finding.Of(DiagnosticId.DangerousGlobal, message, global.Location, name)
            : Finding.Of(DiagnosticId.UnknownGlobal, message, global.Location, name));
    }

    // No file of a folder is called so; blanks are a judgement of likelihood.
    private static bool IsNoName(string text) => text.Length == 0 || text.AsSpan().IndexOfAny(" \t\r\0/") >= 0;

    private static PyValue Inert(PyValue callable, PyTuple arguments) => new(new PyObject(callable, new PyValue(arguments)));
}
