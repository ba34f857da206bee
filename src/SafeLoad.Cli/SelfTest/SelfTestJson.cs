using SafeLoad.Cli.Reporting;

namespace SafeLoad.Cli.SelfTest;

/// <summary>The score as JSON (<c>safeload.self-test/1</c>).</summary>
internal static class SelfTestJson
{
    public static void Write(Terminal terminal, SelfTestScore score)
    {
        var json = new JsonOutput();
        json.Raw("{"u8).Member("schema"u8).Text("safeload.self-test/1").Member("tool"u8).Raw("{"u8).Member("name"u8).Text(ToolInfo.Name)
            .Member("version"u8).Text(ToolInfo.Version).Raw("},\n\"classes\":["u8);
        foreach (var (name, right, all) in score.Classes)
            json.Separate().Raw("\n{"u8).Member("class"u8).Text(name).Member("right"u8).Number(right).Member("rows"u8).Number(all)
                .Raw("}"u8);
        json.Raw("],\n\"wrong\":["u8);
        foreach (SelfTestRow row in score.Wrong) Write(json.Separate().Raw("\n{"u8), row);
        json.Raw("],\n\"summary\":{"u8).Member("rows"u8).Number(score.Rows.Count).Member("right"u8).Number(score.Right)
            .Member("exit_code"u8).Number(score.Code).Raw("}}\n"u8);
        terminal.Write(json.Written);
    }

    private static void Write(JsonOutput json, SelfTestRow row)
    {
        json.Member("path"u8).Text(row.Attack.Path).Member("class"u8).Text(row.Attack.Class).Member("verdict"u8).Text(row.Verdict)
            .Member("complete"u8).Bool(row.IsComplete);
        WriteTexts(json.Member("accept"u8), row.Attack.Accepted.Select(VerdictNames.Of));
        WriteTexts(json.Member("missing_globals"u8), row.MissingGlobals);
        if (row.Problem is not null) json.Member("problem"u8).Text(row.Problem);
        json.Member("why"u8).Text(row.Attack.Why).Raw("}"u8);
    }

    private static void WriteTexts(JsonOutput json, IEnumerable<string> texts)
    {
        json.Raw("["u8);
        foreach (string text in texts) json.Separate().Text(text);
        json.Raw("]"u8);
    }
}
