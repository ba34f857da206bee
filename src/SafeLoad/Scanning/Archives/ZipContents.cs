using System.Globalization;
using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.Zip;
using SafeLoad.Opening;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning.Archives;

/// <summary>Says what code a zip carries that is no pickle: TorchScript's, torch.package's, native libraries.</summary>
internal static class ZipContents
{
    private static readonly string[] s_sources = [".py", ".so", ".dll", ".dylib", ".pyd", ".cpp", ".cubin", ".ptx"];

    public static void Describe(Content content, ReadingBuilder reading, ZipContainer zip, FormatRow row)
    {
        var layout = (FormatLayout.Zip)row.Layout;
        if (layout.Code == CodeUse.Unsaid) return;
        var code = new List<string>();
        int count = 0;
        for (int i = 0; i < zip.Directory.Records.Length; i++)
        {
            if (!IsSource(zip.Directory.NameBytes(i))) continue;
            if (count++ < 5) code.Add(Printable.Escape(zip.Directory.NameOf(i), maxLength: 80));
        }
        bool isProgram = layout.Code == CodeUse.Program, isRun = isProgram || layout.Code == CodeUse.Run;
        if (!isProgram && count == 0) return;
        string files = count == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture,
                $" ({count:N0} {(count == 1 ? "file" : "files")} of code: {ListText.OfFirst(code, count)})");
        string what = isProgram ? "this is " + row.Describe() : "the archive holds code" + (isRun ? "" : ", which torch.load does not run");
        reading.Add(isRun
            ? Finding.Of(DiagnosticId.CodeInFile, what + files, content.At)
            : Finding.OfOther(DiagnosticId.CodeInFile, Verdict.Clean, what + files, content.At));
    }

    private static bool IsSource(ReadOnlySpan<byte> name)
    {
        if (name.LastIndexOf((byte)'.') < 0) return false;
        foreach (string end in s_sources)
        {
            if (name.Length >= end.Length && Ascii.EqualsIgnoreCase(name[^end.Length..], end)) return true;
        }
        return false;
    }
}
