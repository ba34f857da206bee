using System.Globalization;
using System.Text;

namespace SafeLoad.Formats.Numpy;

/// <summary>
/// Reads a Python literal of text, whole numbers, True, False, None, tuples, lists and dicts: what an .npy header is made of.
/// Anything else, such as a call, is no literal. Without recursion.
/// </summary>
internal sealed class PythonLiteral
{
    private const int MaxDepth = 32;

    private readonly string _text;
    private int _position;

    private PythonLiteral(string text) => _text = text;

    /// <summary>The literal: string, long, bool, null, or a List of objects (tuples, lists;
    /// a dict is a list of keys and values in turn). False if it is none.</summary>
    public static bool TryParse(string text, out object? value)
    {
        var parser = new PythonLiteral(text);
        return parser.TryParse(out value) && parser.Peek() == '\0';
    }

    private bool TryParse(out object? value)
    {
        value = null;
        var open = new Stack<(List<object?> Items, char Close)>();
        while (true)
        {
            char next = Peek();
            if (open.TryPeek(out var container) && next == container.Close)
            {
                _position++;
                open.Pop();
                value = container.Items;
            }
            else if (next is '(' or '[' or '{')
            {
                if (open.Count == MaxDepth) return false;
                _position++;
                open.Push(([], next switch { '(' => ')', '[' => ']', _ => '}' }));
                continue;
            }
            else if (!TryParseAtom(next, out value)) return false;
            if (open.Count == 0) return true;
            open.Peek().Items.Add(value);
            next = Peek();
            if (next == ',' || (next == ':' && open.Peek().Close == '}')) _position++;
            else if (next != open.Peek().Close) return false;
        }
    }

    private bool TryParseAtom(char next, out object? value)
    {
        value = null;
        if (next is '\'' or '"') return TryParseText(next, out value);
        int start = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is '-' or '_')) _position++;
        ReadOnlySpan<char> word = _text.AsSpan(start, _position - start);
        switch (word)
        {
            case "True": value = true; return true;
            case "False": value = false; return true;
            case "None": return true;
        }
        // numpy 1 on Python 2 wrote 3L.
        bool isNumber = long.TryParse(word.TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        value = number;
        return isNumber;
    }

    private bool TryParseText(char quote, out object? value)
    {
        var text = new StringBuilder();
        for (_position++; _position < _text.Length && _text[_position] != quote; _position++)
        {
            if (_text[_position] == '\\' && ++_position == _text.Length) break;
            text.Append(_text[_position]);
        }
        value = text.ToString();
        return _position++ < _text.Length;
    }

    private char Peek()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position])) _position++;
        return _position < _text.Length ? _text[_position] : '\0';
    }
}
