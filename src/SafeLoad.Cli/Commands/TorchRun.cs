using SafeLoad.Cli.Reporting;
using SafeLoad.Compatibility;

namespace SafeLoad.Cli.Commands;

/// <summary>One run of <c>inspect --torch VERSION</c>: would PyTorch open the files, and if not, why.</summary>
internal sealed class TorchRun(Terminal terminal, string version, string format)
{
    public int Run(IReadOnlyList<string> paths)
    {
        if (!TorchVersion.TryParse(version, out TorchVersion release))
        {
            throw new UsageException($"--torch {Checkpoint.Escape(version)}: expected a release from {TorchVersion.First} on, "
                + $"such as {TorchVersion.Newest}");
        }
        int code = ExitCode.Done;
        if (format == "json") terminal.WriteText("[");
        for (int i = 0; i < paths.Count; i++)
        {
            terminal.Cancellation.ThrowIfCancellationRequested();
            if (format == "json" && i > 0) terminal.WriteText(",\n");
            code = ExitCode.Combine(code, Check(paths[i], release));
            if (format == "ndjson") terminal.WriteText("\n");
        }
        if (format == "json") terminal.WriteText("]\n");
        return code;
    }

    private int Check(string path, TorchVersion release)
    {
        try
        {
            TorchAnswer answer = TorchCheck.Check(path, release);
            if (format == "text") WriteText(path, answer);
            else WriteJson(path, answer);
            return answer.Opens ? ExitCode.Done : ExitCode.Refused;
        }
        catch (Exception exception) when (InspectError.From(exception) is { } error)
        {
            if (format == "text") terminal.Error.WriteLine("safeload: " + error.Message);
            else terminal.Write(InspectJson.WriteError(path, error).Span);
            return error.ExitCode;
        }
    }

    private void WriteText(string path, TorchAnswer answer)
    {
        string verb = answer.Opens ? "opens it" : "refuses it";
        string rules = answer.RulesOf == answer.Version ? "" : $", by the rules of {answer.RulesOf}, the newest known";
        terminal.WriteLine($"{Checkpoint.Escape(path)}: torch.load(weights_only=True) of PyTorch {answer.Version} {verb}{rules}");
        foreach (TorchBlocker blocker in answer.Blockers)
        {
            string kind = blocker.Kind.ToString().ToLowerInvariant();
            terminal.WriteLine($"  {kind,-9} {Checkpoint.Escape(blocker.Name, 120)} ({blocker.Location with { File = null }})"
                .Replace("(checkpoint!", "(", StringComparison.Ordinal).Replace(" (checkpoint)", "", StringComparison.Ordinal));
            terminal.WriteLine($"            {blocker.Advice}");
        }
        foreach (string note in answer.Notes) terminal.WriteLine("  note: " + note);
    }

    private void WriteJson(string path, TorchAnswer answer)
    {
        var json = new JsonOutput();
        json.Raw("{"u8).Member("schema"u8).Text("safeload.inspect/1").Member("path"u8).Text(path).Member("format"u8).Text(answer.FormatName)
            .Member("torch"u8).Raw("{"u8).Member("version"u8).Text(answer.Version.ToString()).Member("opens"u8).Bool(answer.Opens)
            .Member("blockers"u8).Raw("["u8);
        foreach (TorchBlocker blocker in answer.Blockers)
        {
            json.Separate().Raw("{"u8).Member("kind"u8).Text(blocker.Kind.ToString().ToLowerInvariant())
                .Member("name"u8).Text(blocker.Name).Member("record"u8).Text(blocker.Location.Record).Member("offset"u8);
            if (blocker.Location.Offset is { } offset) json.Number(offset);
            else json.Raw("null"u8);
            json.Member("advice"u8).Text(blocker.Advice).Raw("}"u8);
        }
        json.Raw("]"u8).Member("notes"u8).Raw("["u8);
        foreach (string note in answer.Notes) json.Separate().Text(note);
        json.Raw("]"u8);
        if (answer.RulesOf != answer.Version) json.Member("rules_of"u8).Text(answer.RulesOf.ToString());
        terminal.Write(json.Raw("}}"u8).Written);
    }
}
