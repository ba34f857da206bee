using System.Text.RegularExpressions;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.House;

/// <summary>Which file names a type of which other file of its folder, whatever their namespaces are: by the words in the source,
/// so that constants and <c>nameof</c>, which leave no trace in the compiled library, count too. The files of a partial type are
/// one.</summary>
internal static partial class SourceGraph
{
    private static readonly string s_root = Path.GetDirectoryName(Fixtures.Root)!;

    /// <summary>The arrows between the files of each folder, which is called as a namespace would be (<c>SafeLoad.Formats.Zip</c>);
    /// files are called by their names up to the first dot.</summary>
    /// <param name="folder">The project, from the repository's root.</param>
    public static ILookup<string, (string From, string To)> Read(string folder)
    {
        var files = HouseFiles.Sources.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal))
            .Select(static path => (Name: Path.GetFileName(path).Split('.')[0], Text: Code(File.ReadAllText(Path.Combine(s_root, path))),
                Room: Path.GetDirectoryName(path)!.Replace('\\', '/')["src/".Length..].Replace('/', '.'))).ToList();
        var homes = files.SelectMany(static file => TypePattern().Matches(file.Text)
            .Select(type => (Type: (file.Room, type.Groups[1].Value), file.Name)))
            .ToLookup(static type => type.Type, static type => type.Name);
        return files.SelectMany(file => WordPattern().Matches(file.Text).SelectMany(word => homes[(file.Room, word.Value)])
            .Select(to => (file.Room, Arrow: (file.Name, to))))
            .Distinct().ToLookup(static arrow => arrow.Room, static arrow => arrow.Arrow);
    }

    // Of texts only what is computed in them is code.
    private static string Code(string source) =>
        TextPattern()
            .Replace(source, static text => text.Value[0] == '$'
                ? string.Concat(HolePattern().Matches(text.Value).Select(static hole => hole.Value)) : " ");

    [GeneratedRegex("""
        "{3}[\s\S]*?"{3}|//.*|@"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'
        """)]
    private static partial Regex TextPattern();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex HolePattern();

    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|struct|record|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex WordPattern();
}
