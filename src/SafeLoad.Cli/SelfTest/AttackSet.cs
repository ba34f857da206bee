using System.IO.Compression;
using System.Text.Json;

namespace SafeLoad.Cli.SelfTest;

/// <summary>The files of <c>attacks.zip</c>, which is embedded in the command. Nothing of them ever lies on a disk,
/// where something else could open it.</summary>
internal static class AttackSet
{
    public const string Manifest = "manifest.json";

    private const int MaxManifestBytes = 1 << 20, MaxMemberBytes = 1 << 16;

    public static Stream Open() => typeof(AttackSet).Assembly.GetManifestResourceStream("attacks.zip")!;

    /// <summary>The files in the order of the manifest, by class and path.</summary>
    /// <exception cref="InvalidDataException">The set is not whole.</exception>
    public static IEnumerable<Attack> Read()
    {
        using var archive = new ZipArchive(Open(), ZipArchiveMode.Read);
        using JsonDocument manifest = JsonDocument.Parse(Bytes(archive, Manifest, MaxManifestBytes));
        foreach (JsonElement row in manifest.RootElement.EnumerateArray())
        {
            string path = Text(row, "path");
            yield return new Attack(path, Text(row, "class"), VerdictNames.Parse(Text(row, "expected")),
                [.. Texts(row, "accept").Select(VerdictNames.Parse)], [.. Texts(row, "globals")], Text(row, "why"),
                Bytes(archive, path, MaxMemberBytes));
        }
    }

    private static byte[] Bytes(ZipArchive archive, string name, int most)
    {
        if (archive.GetEntry(name) is not { } entry || entry.Length > most)
            throw new InvalidDataException($"the built-in set has no {name}, or it is too large");
        byte[] bytes = new byte[entry.Length];
        using Stream content = entry.Open();
        content.ReadExactly(bytes);
        return bytes;
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static IEnumerable<string> Texts(JsonElement row, string name) =>
        row.GetProperty(name).EnumerateArray().Select(static text => text.GetString()!);
}
