using System.Globalization;
using SafeLoad.Cli.Commands;
using SafeLoad.Cli.Input;
using SafeLoad.Diagnostics;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Policies;

/// <summary>Makes a policy of its YAML; everything that is not expected is an error.</summary>
internal sealed class PolicyReader(DateOnly today)
{
    private readonly List<string> _expired = [];

    /// <exception cref="PolicyFormatException">Something makes no sense.</exception>
    public Policy Read(YamlNode root, string hash)
    {
        var members = root.Members("a policy", ["version"], "fail-on", "severities", "globals", "suppress");
        members["version"].Choice("version", "1");
        string? failOn = members.TryGetValue("fail-on", out YamlNode? choice) ? choice.Choice("fail-on", FailOn.Choices) : null;
        var severities = new Dictionary<DiagnosticId, RuleLevel>();
        foreach (var (rule, level) in members.TryGetValue("severities", out YamlNode? map) ? MembersOf(map) : [])
            ReadSeverity(severities, rule, level);
        var globals = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (YamlNode entry in members.TryGetValue("globals", out YamlNode? list) ? list.Items("globals") : [])
            ReadGlobal(globals, entry);
        var suppressions = new List<Suppression>();
        foreach (YamlNode entry in members.TryGetValue("suppress", out YamlNode? entries) ? entries.Items("suppress") : [])
            ReadSuppression(suppressions, entry);
        return new Policy(hash, failOn, severities, globals, suppressions, _expired);
    }

    private static IReadOnlyList<(YamlScalar Key, YamlNode Value)> MembersOf(YamlNode node) =>
        node is YamlScalar { IsPlain: true, Value: "" } ? [] : node.Mapping("severities").Members;

    private static void ReadSeverity(Dictionary<DiagnosticId, RuleLevel> severities, YamlScalar key, YamlNode value)
    {
        DiagnosticId rule = key.Rule();
        RuleLevel level = value.Choice(key.Value, "note", "suspicious", "dangerous")
            switch { "note" => RuleLevel.Note, "suspicious" => RuleLevel.Suspicious, _ => RuleLevel.Dangerous };
        if (level != RuleLevel.Dangerous && IsDangerous(rule))
            throw new PolicyFormatException($"{key.Value} is dangerous and cannot be lowered", value);
        severities.Add(rule, level);
    }

    private void ReadGlobal(Dictionary<string, string> globals, YamlNode entry)
    {
        var members = entry.Members("an entry of globals", ["name", "reason", "expires"]);
        string name = members["name"].Text("name");
        if (!name.Contains('.', StringComparison.Ordinal))
            throw new PolicyFormatException("name: expected a module and a name, such as package.module.Name", members["name"]);
        if (IsDangerous(name))
            throw new PolicyFormatException($"{Checkpoint.Escape(name, 80)} is dangerous; no policy makes it harmless", members["name"]);
        if (IsOver(members["expires"], $"the global {name}")) _ = members["reason"].Text("reason");
        else if (!globals.TryAdd(name, members["reason"].Text("reason")))
            throw new PolicyFormatException($"{Checkpoint.Escape(name, 80)} is there twice", members["name"]);
    }

    // Dangerous whatever the file: no policy lowers it.
    private static bool IsDangerous(DiagnosticId rule) => DiagnosticTable.Of(rule).Verdict == Verdict.Dangerous;

    // Where the module ends and the name begins is the file's choice: a.b may hold C, or a hold b.C.
    private static bool IsDangerous(string fullName)
    {
        for (int dot = fullName.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = fullName.IndexOf('.', dot + 1))
        {
            if (Scanner.Judge(fullName[..dot], fullName[(dot + 1)..]) == GlobalJudgement.Dangerous) return true;
        }
        return false;
    }

    private void ReadSuppression(List<Suppression> suppressions, YamlNode entry)
    {
        var members = entry.Members("an entry of suppress", ["rule", "reason", "expires"], "scan_id", "path", "global");
        DiagnosticId rule = members["rule"].Rule();
        string? scanId = members.TryGetValue("scan_id", out YamlNode? id) ? id.ScanId() : null;
        string? path = members.TryGetValue("path", out YamlNode? glob) ? glob.Text("path") : null;
        string? global = members.TryGetValue("global", out YamlNode? name) ? name.Text("global") : null;
        if (scanId is null && IsDangerous(rule))
            throw new PolicyFormatException($"{DiagnosticRow.NumberOf(rule)} is dangerous; it is suppressed only with a scan_id", entry);
        if (scanId is null && path is null && global is null)
            throw new PolicyFormatException("an entry of suppress needs one of scan_id, path, global", entry);
        string reason = members["reason"].Text("reason");
        if (!IsOver(members["expires"], $"the suppression of {DiagnosticRow.NumberOf(rule)}"))
            suppressions.Add(new Suppression(rule, scanId, path is null ? null : new Glob(path), global, reason));
    }

    private bool IsOver(YamlNode expires, string what)
    {
        DateOnly date = expires.Date("expires");
        if (date >= today) return false;
        _expired.Add(string.Create(CultureInfo.InvariantCulture,
            $"{expires.Line}:{expires.Column}: {Checkpoint.Escape(what, 120)} expired on {date:yyyy-MM-dd} and does not count"));
        return true;
    }
}
