using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>The one form of call in which a function that can do anything does nothing.</summary>
/// <param name="isHonest">Whether a call with these arguments is in the form.</param>
/// <param name="names">The full names under which Python 3 finds the function.</param>
internal sealed class HonestForm(Func<PyTuple, bool> isHonest, params string[] names)
{
    /// <summary>The full names under which Python 3 finds the function.</summary>
    public string[] Names => names;

    /// <summary>Whether the function opens the file that its argument is.</summary>
    public bool OpensFile { get; init; }

    /// <summary>Whether a call with these arguments is in the form.</summary>
    public bool Is(PyTuple arguments) => isHonest(arguments);
}
