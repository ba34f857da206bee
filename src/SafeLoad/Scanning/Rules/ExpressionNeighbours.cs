using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>What stands beside SymPy's expressions in a pickle. They are compared with whatever somebody compares them with, and read that
/// as an expression first: texts in a tuple, and what says its name as a text, are evaluated. So nothing may stand there that sorts,
/// hashes or compares what it holds while it is loaded, as indexes, categories and estimators do; containers, arrays, tensors and times do
/// not.</summary>
/// <remarks>sympy/core/basic.py, <c>Basic.__eq__</c>; sympy/core/numbers.py, <c>Integer.__eq__</c>; sympy/core/sympify.py,
/// <c>sympify</c>.</remarks>
internal sealed class ExpressionNeighbours
{
    private static readonly HashSet<string> s_quiet = new(StringComparer.Ordinal)
    {
        "builtins", "__builtin__", "collections", "copyreg", "copy_reg", "_codecs", "datetime", "decimal", "uuid", "pathlib", "argparse",
        "types", "numpy", "torch", "joblib", "sympy",
    };

    private (PyGlobal Name, CheckpointLocation At)? _expression, _other;

    /// <summary>Whether an expression may be among the values.</summary>
    public bool AreNamed => _expression is not null;

    /// <summary>A known name was met.</summary>
    public void Named(PyGlobal global, CheckpointLocation at)
    {
        if (_other is not null && _expression is not null) return;
        if (Expressions.Has(global)) _expression ??= (global, at);
        else if (global.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless } && !s_quiet.Contains(Callables.LibraryOf(global)))
            _other ??= (global, at);
    }

    /// <summary>Says so at the end of a pickle.</summary>
    public void Report(ReadingBuilder seen)
    {
        if (_expression is not { } expression || _other is not { } other) return;
        CallRules.ReportUse(expression.Name, $"it stands beside {other.Name.FullName}, which may compare it with what it then evaluates",
            seen, expression.At);
    }
}
