using SafeLoad.Formats;
using SafeLoad.Opening;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning;

/// <summary>Compares what a file is with what it is expected to be, by its name or by the caller, and says what is worth knowing of its
/// kind.</summary>
/// <param name="name">The name that the file goes by; null if it has none.</param>
/// <param name="expectsWeights">Whether the caller expects weights; null for what the name says.</param>
/// <param name="at">The file.</param>
internal sealed class ExpectedKind(string? name, bool? expectsWeights, CheckpointLocation at)
{
    private const string RawNumbers =
        "these are bytes of no format that is known, such as the raw numbers that OpenVINO, ONNX and CTranslate2 keep beside a model";

    // What programs that download append to the name until they are done.
    private static readonly string[] s_partial = [".part", ".crdownload", ".download", ".partial", ".incomplete", ".opdownload", ".!ut",
        ".!qb"];

    private bool IsPromised => expectsWeights ?? (name is not null && FormatTable.Says(WithoutPartial(name), EndingUse.Promises));

    /// <summary>Reports what does not fit, or what is worth a note.</summary>
    /// <param name="reading">What was found of the file; given the finding.</param>
    public void Check(ReadingBuilder reading)
    {
        if (reading.File is not { } file) return;
        FormatRow kind = reading.Kind;
        if (reading.ToReading().HoldsWeights)
        {
            if (kind is { IsOtherModel: true, Mark: FormatMark.HoldsNoProgram })
                reading.Add(Unexpected(Verdict.Clean, "this is " + What()));
        }
        else if (file.Source.Length == 0)
        {
            if (IsPromised || name is null) reading.Add(Finding.Of(DiagnosticId.PickleTruncated, "the file is empty", at));
        }
        else if (expectsWeights == true) reading.Add(Unexpected(Verdict.Malformed,
            $"this is {What()}, and weights were expected"));
        else if (IsPromised && kind.Mark == FormatMark.Stranger) reading.Add(Unexpected(Verdict.Malformed, "this is " + What()));
        else if (IsPromised && !IsAtHome(kind)) reading.Add(Unexpected(Verdict.Malformed,
            "the file is named like weights and is " + (kind == FormatTable.Unknown ? "none of the formats that hold any" : What())));
        else if (IsPromised && kind == FormatTable.Unknown) reading.Add(Unexpected(Verdict.Clean, RawNumbers));
        else if (kind != FormatTable.Unknown && !kind.IsEveryday && kind.Mark is FormatMark.HoldsNoProgram or FormatMark.Stranger)
            reading.Add(Unexpected(Verdict.Clean, "this is " + What()));

        string What() => kind == file.Row ? file.Describe() : kind.Describe();
    }

    // Whether files of this kind go by this name, or by names like any other's.
    private bool IsAtHome(FormatRow kind) =>
        kind.Mark is FormatMark.Scanned or FormatMark.NotLookedAt || FormatTable.Says(name!, EndingUse.Numbers)
            || kind.Endings.Any(ending => ending.IsOf(name!));

    private Finding Unexpected(Verdict verdict, string message) => Finding.OfOther(DiagnosticId.UnsupportedFormat, verdict, message, at);

    private static string WithoutPartial(string name)
    {
        foreach (string ending in s_partial)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return name[..^ending.Length];
        }
        return name;
    }
}
