using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>A path of pathlib, out of its parts. A text: nothing looks at the file system.</summary>
internal sealed class PathCall(string module, string name) : RebuildFunction(module, name)
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        bool windows = Name.Contains("Windows", StringComparison.Ordinal);
        char separator = windows ? '\\' : '/';
        var path = new System.Text.StringBuilder();
        for (int i = 0; i < arguments.Count; i++)
        {
            string part = arguments.Text(i);
            arguments.Context.Budget.ChargeCopy(part.Length * 2L, arguments.At);
            if (path.Length > 0 && path[^1] != separator) path.Append(separator);
            path.Append(part);
        }
        string text = path.Length == 0 ? "." : path.ToString();
        return new PyValue(new PyRecord("pathlib." + Name, $"{Name}({PythonRepr.Of(PyValue.FromText(text.Replace('\\', '/')), 4096)})"));
    }
}
