using System.Text;

namespace SafeLoad.Tests.Support;

/// <summary>Builds tars header by header, also wrong ones.</summary>
internal sealed class TarBuilder
{
    private readonly MemoryStream _bytes = new();

    /// <summary>How the header's sum is written; as six digits if null.</summary>
    public Func<int, string>? Checksum { get; init; }

    /// <summary>Adds a member or an extended header.</summary>
    public TarBuilder Add(string name, char type = '0', string link = "", byte[]? content = null, string? size = null,
        string prefix = "", string magic = "ustar\00000")
    {
        byte[] header = new byte[512], bytes = content ?? [];
        Write(header, 0, name);
        Write(header, 100, "0000644\0");
        Write(header, 124, size ?? Convert.ToString(bytes.Length, 8).PadLeft(11, '0') + "\0");
        Write(header, 148, "        ");
        header[156] = (byte)type;
        Write(header, 157, link);
        Write(header, 257, magic);
        Write(header, 345, prefix);
        int sum = header.Sum(static value => value);
        Write(header, 148, (Checksum?.Invoke(sum) ?? Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").PadRight(8, '\0'));
        _bytes.Write(header);
        _bytes.Write(bytes);
        _bytes.Write(new byte[(512 - bytes.Length % 512) % 512]);
        return this;
    }

    /// <summary>Adds a name or link of any length, as GNU's tar has it.</summary>
    public TarBuilder Long(char type, string text) => Add("././@LongLink", type, content: [.. Encoding.UTF8.GetBytes(text), 0]);

    /// <summary>Adds a pax header with these records.</summary>
    public TarBuilder Pax(char type, params (string Key, string Value)[] records) =>
        Add("pax", type, content: [.. records.SelectMany(static record => Record(record.Key, record.Value))]);

    /// <summary>The archive, with the blocks that close it.</summary>
    public byte[] ToArray() => [.. _bytes.ToArray(), .. new byte[1024]];

    private static byte[] Record(string key, string value)
    {
        string rest = $" {key}={value}\n";
        int length = rest.Length + 1;
        while (length.ToString().Length + rest.Length != length) length++;
        return Encoding.UTF8.GetBytes(length + rest);
    }

    private static void Write(byte[] header, int at, string text) => Encoding.Latin1.GetBytes(text).CopyTo(header, at);
}
