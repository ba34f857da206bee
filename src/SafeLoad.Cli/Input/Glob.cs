namespace SafeLoad.Cli.Input;

/// <summary>
/// A shell-like pattern over paths with <c>/</c>: <c>*</c>, <c>?</c> and <c>[a-z]</c> inside of a name,
/// <c>**</c> as a whole name for any folders.
/// Names that begin with a dot are no exception.
/// </summary>
/// <remarks>All states that the pattern can be in are followed at once,
/// so that no pattern takes longer than its length times the path's.</remarks>
internal sealed class Glob
{
    private readonly List<Token> _tokens = [];

    public Glob(string pattern)
    {
        for (int at = 0; at < pattern.Length;)
        {
            bool isNameStart = at == 0 || pattern[at - 1] == '/';
            string rest = pattern[at..];
            if (isNameStart && rest.StartsWith("**/", StringComparison.Ordinal)) at += Add(new Token(Kind.Folders), 3);
            else if (isNameStart && rest == "**") at += Add(new Token(Kind.Everything), 2);
            else if (rest[0] == '*') at += Add(new Token(Kind.Star), 1);
            else if (rest[0] == '?') at += Add(new Token(Kind.Set, "", Negated: true), 1);
            else if (rest[0] == '[' && rest.IndexOf(']', IsNegated(rest) ? 3 : 2) is > 0 and var end)
                at += Add(new Token(Kind.Set, rest[(IsNegated(rest) ? 2 : 1)..end], IsNegated(rest)), end + 1);
            else at += Add(new Token(Kind.Character, rest[..1]), 1);
        }
    }

    private enum Kind { Character, Set, Star, Everything, Folders }

    /// <summary>Whether a path asks to be expanded.</summary>
    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny("*?[") >= 0;

    /// <summary>Whether the whole path matches.</summary>
    public bool Matches(string path) => Run(path)[_tokens.Count];

    /// <summary>Whether something in this folder, or further down, could match.</summary>
    public bool CanMatchIn(string folder) => Run(folder + "/").AsSpan(0, _tokens.Count).Contains(true);

    private static bool IsNegated(string set) => set.Length > 2 && set[1] is '!' or '^';

    private int Add(Token token, int length)
    {
        _tokens.Add(token);
        return length;
    }

    private bool[] Run(string path)
    {
        bool[] states = new bool[_tokens.Count + 1], next = new bool[_tokens.Count + 1];
        Enter(states, 0);
        foreach (char c in path)
        {
            Array.Clear(next);
            for (int i = 0; i < _tokens.Count; i++)
            {
                if (states[i]) Step(next, i, Path.DirectorySeparatorChar == c ? '/' : c);
            }
            (states, next) = (next, states);
        }
        return states;
    }

    private void Step(bool[] next, int at, char c)
    {
        switch (_tokens[at].Kind)
        {
            case Kind.Everything: Enter(next, at); break;
            case Kind.Star: if (c != '/') Enter(next, at); break;
            // Only behind a slash may the next name begin.
            case Kind.Folders: if (c == '/') Enter(next, at); else next[at] = true; break;
            default: if (_tokens[at].Takes(c)) Enter(next, at + 1); break;
        }
    }

    // What may match nothing at all is passed at once.
    private void Enter(bool[] states, int at)
    {
        states[at] = true;
        while (at < _tokens.Count && _tokens[at].Kind is Kind.Star or Kind.Everything or Kind.Folders) states[++at] = true;
    }

    private readonly record struct Token(Kind Kind, string Text = "", bool Negated = false)
    {
        public bool Takes(char c)
        {
            if (Kind == Kind.Character) return Text[0] == c;
            if (c == '/') return false;
            for (int i = 0; i < Text.Length; i++)
            {
                bool isRange = i + 2 < Text.Length && Text[i + 1] == '-';
                if (c >= Text[i] && c <= Text[isRange ? i + 2 : i]) return !Negated;
                if (isRange) i += 2;
            }
            return Negated;
        }
    }
}
