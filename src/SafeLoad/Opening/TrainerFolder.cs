using System.Text.Json;
using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.IO;
using SafeLoad.Values;

namespace SafeLoad.Opening;

/// <summary>
/// What a trainer keeps beside the weights in the same folder, each in a file of its own: <c>optimizer.pt</c>,
/// <c>scheduler.pt</c>, <c>scaler.pt</c>,
/// <c>rng_state.pth</c>, and counters in <c>trainer_state.json</c>. A file that cannot be read takes nothing away from the others.
/// </summary>
/// <remarks>transformers/trainer.py: <c>_save_checkpoint</c>; accelerate/checkpointing.py: <c>save_accelerator_state</c>.</remarks>
internal sealed class TrainerFolder : IDisposable
{
    private const string StateFile = "trainer_state.json";

    private const long LongestState = 64 << 20;

    private static readonly string[] s_names = ["optimizer.pt", "optimizer.bin", "scheduler.pt", "scheduler.bin", "scaler.pt",
        "rng_state.pth", "rng_state_0.pth", "random_states_0.pkl"];

    private readonly List<ByteSource> _sources = [];

    /// <summary>The files' values by their names.</summary>
    public List<(string Name, PyValue Value)> Values { get; } = [];

    /// <summary>Which files were not read, and why. Safe to print.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Opens what is there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">As for the weights.</param>
    public static TrainerFolder Open(string folder, CheckpointOptions options)
    {
        var opened = new TrainerFolder();
        foreach (string name in s_names)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path)) opened.Try(name, () => opened.ReadPickle(name, path, options));
        }
        string state = Path.Combine(folder, StateFile);
        if (File.Exists(state)) opened.Try(StateFile, () => opened.ReadState(state));
        return opened;
    }

    public void Dispose()
    {
        foreach (ByteSource source in _sources) source.Dispose();
    }

    private void Try(string name, Action read)
    {
        try
        {
            read();
        }
        catch (Exception problem) when (problem is SafeLoadException or IOException or UnauthorizedAccessException or JsonException)
        {
            Notes.Add($"{name} was not read: {Printable.Escape(problem.Message)}");
        }
    }

    private void ReadPickle(string name, string path, CheckpointOptions options)
    {
        var source = new FileByteSource(path);
        _sources.Add(source);
        // A file of its own has a budget of its own. The hash is that of the weights, and the loader looks at none.
        Values.Add((name, CheckpointLoader.Load(source, options).Root));
    }

    private void ReadState(string path)
    {
        using var source = new FileByteSource(path);
        if (source.Length > LongestState)
            throw new JsonException(FormattableString.Invariant($"it has {source.Length:N0} bytes; {LongestState:N0} are read"));
        byte[] text = new byte[source.Length];
        source.ReadExactly(0, text);
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 64 });
        var counters = new PyDict();
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("it is no JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? counter = CounterOf(ref reader);
            reader.Read();
            if (counter is not null && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double number))
                counters.Add(PyValue.FromText(counter), counter == "global_step" && reader.TryGetInt64(out long step)
                    ? PyValue.FromInt(step) : PyValue.FromDouble(number));
            else reader.Skip();
        }
        Values.Add((StateFile, new PyValue(counters)));
    }

    // Of all that the file has, what says how far the training has come.
    private static string? CounterOf(ref Utf8JsonReader reader) =>
        reader.Is("epoch"u8) ? "epoch" : reader.Is("global_step"u8) ? "global_step"
        : reader.Is("best_metric"u8) ? "best_metric" : null;
}
