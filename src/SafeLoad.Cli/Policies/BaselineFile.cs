using System.Text;
using System.Text.Json;
using SafeLoad.IO.Output;

namespace SafeLoad.Cli.Policies;

/// <summary>Baselines as JSON (<c>safeload.baseline/1</c>).</summary>
internal static class BaselineFile
{
    private const int MaxBytes = 256 << 20;
    private const string Schema = "safeload.baseline/1";

    /// <exception cref="UsageException">It cannot be read, or is no baseline.</exception>
    public static Baseline Load(string path)
    {
        string name = Checkpoint.Escape(path);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > MaxBytes) throw new IOException($"it is larger than {MaxBytes} bytes");
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return Read(bytes);
        }
        catch (JsonException problem)
        {
            throw new UsageException(FormattableString.Invariant(
                $"{name}:{problem.LineNumber + 1}:{problem.BytePositionInLine + 1}: this is no baseline: {problem.Message}"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{name}: the baseline cannot be read: {problem.Message}");
        }
    }

    /// <summary>Writes a baseline in one step: whoever reads the path sees the old one or the new one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save(Baseline baseline, string path)
    {
        try
        {
            using AtomicFile file = AtomicFile.Create(path, overwrite: true);
            using (var text = new StreamWriter(file.Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
            {
                text.Write($"{{\"schema\":\"{Schema}\",\"entries\":[");
                string separator = "\n";
                foreach (string line in baseline.Lines())
                {
                    text.Write(separator + line);
                    separator = ",\n";
                }
                text.Write("\n]}\n");
            }
            file.Commit();
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new IOException(problem.Message, problem);
        }
    }

    private static Baseline Read(byte[] bytes)
    {
        var json = new Utf8JsonReader(bytes);
        var baseline = new Baseline();
        Expect(ref json, JsonTokenType.StartObject);
        ExpectName(ref json, "schema"u8);
        Expect(ref json, JsonTokenType.String);
        if (!json.ValueTextEquals(Schema)) throw Error($"expected the schema {Schema}", json);
        ExpectName(ref json, "entries"u8);
        Expect(ref json, JsonTokenType.StartArray);
        while (json.Read() && json.TokenType == JsonTokenType.StartObject) baseline.Add(BaselineEntryReader.Read(ref json));
        if (json.TokenType != JsonTokenType.EndArray) throw Error("expected an entry", json);
        Expect(ref json, JsonTokenType.EndObject);
        return json.Read() ? throw Error("something follows", json) : baseline;
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type)
    {
        if (!json.Read() || json.TokenType != type) throw Error($"expected {type}", json);
    }

    private static void ExpectName(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        Expect(ref json, JsonTokenType.PropertyName);
        if (!json.ValueTextEquals(name)) throw Error($"expected '{Encoding.ASCII.GetString(name)}'", json);
    }

    internal static JsonException Error(string problem, Utf8JsonReader json) => new($"{problem} at byte {json.TokenStartIndex}");
}
