using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Pickle;

// Lists, dicts and sets: filled from the stack. Objects that are kept as data remember what is added to them.
internal sealed partial class PickleMachine
{
    private void Append()
    {
        Need(2);
        PyValue item = _stack.Pop();
        AddToList(_stack.Peek(), [item]);
    }

    private void Appends()
    {
        ReadOnlySpan<PyValue> items = PopToMark();
        Need(1);
        AddToList(_stack.Peek(), items);
    }

    private void AddToList(PyValue target, ReadOnlySpan<PyValue> items)
    {
        Keep(GrowingValueBytes * items.Length);
        if (target.RawReference is PyList list)
        {
            if (list.Searched != 0) _observer?.Grow(list);
            list.AddRange(items);
        }
        else if (target.RawReference is PyObject inert) AddTo(inert, items);
        else throw Problems.BadOperand("a list", target.TypeName, Here);
    }

    private void AddTo(PyObject inert, ReadOnlySpan<PyValue> items)
    {
        _observer?.Extend(new PyValue(inert), Here);
        inert.AddItems(items);
    }

    private void SetItem()
    {
        Need(3);
        ReadOnlySpan<PyValue> pair = _stack.PopLast(2);
        SetOn(_stack.Peek(), pair);
    }

    private void SetItems()
    {
        ReadOnlySpan<PyValue> pairs = PopToMark();
        Need(1);
        SetOn(_stack.Peek(), pairs);
    }

    private void MakeDict()
    {
        Keep(DictBytes);
        var dict = new PyDict();
        Fill(dict, PopToMark(), dict);
        Push(new PyValue(dict));
    }

    // Exactly dicts: in PyTorch before 2.10 SETITEM on a tensor wrote into its memory (CVE-2026-24747).
    private void SetOn(PyValue target, ReadOnlySpan<PyValue> pairs)
    {
        if (target.RawReference is PyDict dict) Fill(dict, pairs, dict);
        else if (target.RawReference is PyObject inert)
        {
            _observer?.SetOn(target, Here);
            Fill(inert.EntriesToFill(), pairs, inert);
        }
        else if (target.RawReference is PyTensor) throw Problems.TensorItemSet(Here);
        else
        {
            if (target.RawReference is PyGlobal) _observer?.SetOn(target, Here);
            throw Problems.BadOperand("a dict", target.TypeName, Here);
        }
    }

    private void Fill(PyDict dict, ReadOnlySpan<PyValue> pairs, PyReference target)
    {
        if (pairs.Length % 2 != 0) throw Problems.OddItems(pairs.Length, Here);
        Keep(SmallTableBytes + GrowingValueBytes * pairs.Length);
        _observer?.Fill(target, pairs, Here);
        for (int i = 0; i < pairs.Length; i += 2)
        {
            if (!IsCheap(pairs[i])) CheckKey(pairs[i]);
            dict.Add(pairs[i], pairs[i + 1]);
        }
    }

    private void AddItems()
    {
        ReadOnlySpan<PyValue> items = PopToMark();
        Need(1);
        PyValue target = _stack.Peek();
        Keep(SmallTableBytes + 2 * GrowingValueBytes * items.Length);
        if (target.RawReference is PyObject inert) AddTo(inert, items);
        else if (target.Is(PyKind.Set)) Fill((PySet)target.RawReference!, items);
        else throw Problems.BadOperand("a set", target.TypeName, Here);
    }

    private void MakeFrozenSet()
    {
        Keep(SetBytes + 2 * GrowingValueBytes * _stack.CountAboveMark);
        var set = new PySet(PyKind.FrozenSet);
        Fill(set, PopToMark());
        Push(new PyValue(set));
    }

    private void Fill(PySet set, ReadOnlySpan<PyValue> items)
    {
        _observer?.FillSet(set, items, Here);
        foreach (PyValue item in items)
        {
            if (!IsCheap(item)) CheckKey(item);
            set.Add(item);
        }
    }

    // Nearly every key is a short name.
    private static bool IsCheap(PyValue key) => key.Is(PyKind.Str) && key.Length <= PyKey.ShortText;

    private void CheckKey(PyValue key) => _budget.CheckKey(key, _host.AllowsAnyKey, Here);
}
