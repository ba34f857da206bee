using SafeLoad.Globals;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Classes that are harmless as what objects are made of, without their constructors, and how often a pickle has put each on its
/// stack: one that was put there more often than an object was made of it was handed on, to whatever may call it.</summary>
internal sealed class HandedClasses
{
    private readonly Dictionary<(string Module, string Name), UseCount> _counts = [];

    /// <summary>Whether a global is such a class.</summary>
    /// <remarks>SymPy's evaluate texts, and what reads a time zone opens a file: they are safe to call with what the scanner has looked at
    /// alone.</remarks>
    public static bool Has(string module, string name, JudgedGlobal judged) => judged.Judgement == GlobalJudgement.Harmless
        && ((judged.Use == GlobalUse.Operand && !HarmlessConstructors.Has(module))
            || (judged.Use == GlobalUse.Value && (module.StartsWith("sympy.", StringComparison.Ordinal) || name == "tzfile")));

    /// <summary>The pickle has put a class on its stack.</summary>
    public void Given(PyGlobal type, ReadingBuilder seen, CheckpointLocation at)
    {
        if (!_counts.TryGetValue((type.Module, type.Name), out UseCount? count))
            _counts.Add((type.Module, type.Name), count = new UseCount(type, at, seen));
        count.Given++;
    }

    /// <summary>An object was made of a class, or nothing; anything else is none of these.</summary>
    public void Made(PyValue type)
    {
        if (type.RawReference is PyGlobal { IsWatched: true } made && _counts.TryGetValue((made.Module, made.Name), out UseCount? count))
            count.Used++;
    }

    /// <summary>Says which were handed on.</summary>
    public void Report()
    {
        foreach (UseCount count in _counts.Values)
        {
            if (count.IsHandedOn)
                CallRules.ReportUse(count.Global, "it is handed on, and its constructor was not read", count.Seen, count.At);
        }
    }
}
