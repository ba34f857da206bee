namespace SafeLoad.Cli.Reporting;

/// <summary>Sums up model repositories while the files of a folder pass by in their order;
/// no more than the folders that are open is in memory.</summary>
internal sealed class RepositoryTracker
{
    private const int MostCode = 10;

    private static readonly string[] s_verdicts = ["clean", "unreadable", "malformed", "suspicious", "dangerous"];
    private static readonly string[] s_markers = ["config.json", "adapter_config.json", "model_index.json", "tokenizer_config.json"];

    private readonly Stack<Folder> _open = new();

    /// <summary>Takes the next file.</summary>
    /// <returns>The repositories that ended before it.</returns>
    public IEnumerable<RepositoryReport> Add(ScannedFile file)
    {
        string folder = file.Root is null ? "" : Path.GetDirectoryName(file.Path) ?? "";
        while (_open.TryPeek(out Folder? top) && (file.Root is null || !Holds(top.Path, folder)))
        {
            if (Close() is { } ended) yield return ended;
        }
        if (file.Root is null) yield break;
        if (!_open.TryPeek(out Folder? current) || current.Path != folder) _open.Push(current = new Folder(folder));
        current.Add(file);
    }

    /// <summary>The repositories that are open when the last file has passed.</summary>
    public IEnumerable<RepositoryReport> Finish()
    {
        while (_open.Count > 0)
        {
            if (Close() is { } ended) yield return ended;
        }
    }

    private static bool Holds(string folder, string inner) =>
        inner == folder || folder.Length == 0 || inner.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private RepositoryReport? Close()
    {
        Folder closed = _open.Pop();
        if (_open.TryPeek(out Folder? outer)) outer.Add(closed);
        return closed.IsRepository ? closed.Report() : null;
    }

    private sealed class Folder(string path)
    {
        private readonly List<string> _code = [];
        private bool _isMarked, _hasWeights, _complete = true;
        private int _worst, _files, _codeFiles;

        public string Path => path;

        public bool IsRepository => _isMarked && _hasWeights;

        public void Add(ScannedFile file)
        {
            string name = System.IO.Path.GetFileName(file.Path);
            _isMarked |= s_markers.Contains(name) || name.EndsWith(".index.json", StringComparison.Ordinal);
            _hasWeights |= file.Report is { HoldsWeights: true };
            _complete &= file.Complete;
            _worst = Math.Max(_worst, Array.IndexOf(s_verdicts, file.Verdict));
            _files++;
            if (name.EndsWith(".py", StringComparison.OrdinalIgnoreCase)) AddCode(name, 1);
        }

        // Weights in folders inside count: diffusers keeps each model in one of its own.
        public void Add(Folder inner)
        {
            _hasWeights |= inner._hasWeights;
            _complete &= inner._complete;
            _worst = Math.Max(_worst, inner._worst);
            _files += inner._files;
            foreach (string name in inner._code) AddCode(System.IO.Path.GetFileName(inner.Path) + "/" + name, 0);
            _codeFiles += inner._codeFiles;
        }

        public RepositoryReport Report() => new(path, s_verdicts[_worst], _complete, _files, _code, _codeFiles);

        private void AddCode(string name, int count)
        {
            _codeFiles += count;
            if (_code.Count < MostCode) _code.Add(name);
        }
    }
}
