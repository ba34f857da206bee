using SafeLoad.Values;

namespace SafeLoad.Pickle;

/// <summary>What the pickle machine also tells a host that watches:
/// what an unpickler does with objects that are kept as data here.</summary>
internal interface IPickleObserver
{
    /// <summary>APPEND, APPENDS and ADDITEMS on an object that is kept as data: an unpickler calls a method of it.</summary>
    void Extend(PyValue target, CheckpointLocation at);

    /// <summary>Items are about to be appended to a list that somebody has looked through.</summary>
    void Grow(PyList list);

    /// <summary>SETITEM and SETITEMS on a global or an object that is kept as data: it calls its <c>__setitem__</c>.</summary>
    void SetOn(PyValue target, CheckpointLocation at);

    /// <summary>Entries of a dict, or of an object that is kept as data, are about to be set: key, value, key, value …</summary>
    void Fill(PyReference target, ReadOnlySpan<PyValue> pairs, CheckpointLocation at);

    /// <summary>Items are about to be added to a set.</summary>
    void FillSet(PySet target, ReadOnlySpan<PyValue> items, CheckpointLocation at);

    /// <summary>The memo, or DUP, has given a global that the host watches once more.</summary>
    void Fetched(PyGlobal watched, CheckpointLocation at);

    /// <summary>A global that the host watches lies on the stack where the pickle ends or breaks off: it was handed to nobody.</summary>
    void Left(PyGlobal watched);

    /// <summary>How many bytes behind a BUILD the object reads from the stream itself, which are no opcodes. 0 for all but joblib's
    /// arrays.</summary>
    /// <param name="target">The object; then what stands in its place.</param>
    /// <param name="data">The pickle.</param>
    /// <param name="position">Where the next opcode stands.</param>
    /// <param name="isInFrame">Whether the opcode stands in a frame that goes on behind BUILD: what the object reads then comes from behind
    /// the frame, not from here.</param>
    long DataAfterBuild(ref PyValue target, PickleData data, int position, bool isInFrame);
}
