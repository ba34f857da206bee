using SafeLoad.Values;

namespace SafeLoad.Pickle;

/// <summary>
/// What the pickle machine asks the outside world. The machine itself cannot turn a name into anything; loading and scanning
/// differ only in how they answer these questions.
/// </summary>
internal interface IPickleHost
{
    /// <summary>An opcode that loading may not use is about to be executed. The host throws, or returns and has it executed.</summary>
    void Unusual(PickleOpcode opcode, CheckpointLocation at);

    /// <summary>A FRAME lies about its length, is nested, or is crossed by an argument. The host throws,
    /// or returns and the frame is ignored.</summary>
    void BadFrame(string problem, CheckpointLocation at);

    /// <summary>GLOBAL, INST and STACK_GLOBAL: what a name stands for.</summary>
    PyValue Global(string module, string name, CheckpointLocation at);

    /// <summary>STACK_GLOBAL with a name that is not a plain string but was computed.</summary>
    PyValue ComputedGlobal(PyValue module, PyValue name, CheckpointLocation at);

    /// <summary>EXT1, EXT2 and EXT4: what an extension code stands for.</summary>
    PyValue Extension(long code, CheckpointLocation at);

    /// <summary>PERSID and BINPERSID: what a persistent id stands for.</summary>
    PyValue Persistent(PyValue id, CheckpointLocation at);

    /// <summary>REDUCE, and INST and OBJ with arguments: <paramref name="callable"/> called with a tuple.</summary>
    PyValue Reduce(PyValue callable, PyTuple arguments, CheckpointLocation at);

    /// <summary>NEWOBJ and NEWOBJ_EX: a new instance of <paramref name="type"/>.</summary>
    PyValue NewObject(PyValue type, PyTuple arguments, PyValue keywords, CheckpointLocation at);

    /// <summary>BUILD: <paramref name="state"/> set on <paramref name="target"/>.</summary>
    void Build(PyValue target, PyValue state, CheckpointLocation at);

    /// <summary>Whether Python 2's strings that are not UTF-8 are read as Latin-1, as some callers of unpicklers ask for.</summary>
    bool ReadsLatin1 => false;

    /// <summary>An opcode cannot be executed. Whether to go on with the next one all the same:
    /// other unpicklers may take what this one refuses.</summary>
    bool ReadsOn(MalformedCheckpointException problem) => false;

    /// <summary>A global's name is longer than the limit. Whether to go on with its beginning and its end,
    /// which say enough where nothing is resolved.</summary>
    bool ReadsOn(LimitExceededException problem) => false;

    /// <summary>Whether tensors and objects may be dictionary keys: only where values are data without meaning.</summary>
    bool AllowsAnyKey { get; }
}
