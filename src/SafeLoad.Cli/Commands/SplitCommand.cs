using System.CommandLine;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload split IN -o OUT</c>: the weights of a checkpoint in several files.</summary>
internal static class SplitCommand
{
    public static Command Create(Terminal terminal)
    {
        var input = new Argument<string>("IN") { Description = "A checkpoint: a file, an index of shards, a folder" };
        var size =
            new Option<string?>("--max-shard-size") { Description = "At most this many bytes of tensors in a file", HelpName = "SIZE" };
        var count = new Option<int?>("--count") { Description = "So many files of about the same size", HelpName = "N" };
        var parts = new Option<bool>("--parts") { Description =
            "NAME_part_0.EXT and so on, without an index, instead of NAME-00001-of-0000N.EXT with one" };
        var settings = new SaveSettings();
        var command = new Command("split", """
            The weights of a checkpoint in several files: shards with an index, as Hugging Face's libraries load them, or parts whose dicts
            are merged by hand. No tensor is cut. 'safeload join' puts them together again. OUT may be a folder, which is made; the files
            in it get IN's name.

            Examples:
              safeload split model.safetensors --max-shard-size 5GB -o out/
              safeload split model.pth --count 4 --parts -o model.pth
            """)
        { input, size, count, parts };
        settings.AddTo(command);
        command.SetAction(parsed =>
        {
            int? files = parsed.GetValue(count);
            if (files is null == parsed.GetValue(size) is null) throw new UsageException("split: give --max-shard-size or --count.");
            if (files is < 1 or > 99_999) throw new UsageException("--count: expected 1 to 99999.");
            var shards = new SaveOptions
            {
                MaxShardBytes = ByteSize.ParsePositive("--max-shard-size", parsed.GetValue(size)),
                ShardCount = files,
                WithoutIndex = parsed.GetValue(parts),
            };
            string path = parsed.GetValue(input)!;
            return settings.Read(terminal, parsed, new ConversionOptions { Save = shards }, path).Run([path]);
        });
        return command;
    }
}
