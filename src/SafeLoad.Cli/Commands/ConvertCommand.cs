using System.CommandLine;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload convert IN -o OUT</c>: the weights of any checkpoint as safetensors or as a checkpoint of PyTorch.</summary>
internal static class ConvertCommand
{
    public static Command Create(Terminal terminal)
    {
        var input = new Argument<string>("IN") { Description = "A checkpoint: a file, an index of shards, a folder" };
        var choice = new TensorChoice();
        var settings = new SaveSettings();
        var shard = new Option<string?>("--max-shard-size") { Description =
            "Spread over files of at most this size, with an index", HelpName = "SIZE" };
        var command = new Command("convert", """
            The weights of a checkpoint, of any kind that can be read, as safetensors or as a checkpoint of PyTorch that
            torch.load(weights_only=True) opens. Nothing is run; unknown objects are data.

            Examples:
              safeload convert model.pth -o model.safetensors
              safeload convert lightning.ckpt --strip-prefix auto --dtype bf16 -o model.safetensors
              safeload convert llama/ --max-shard-size 5GB -o out/model.safetensors
              safeload convert model.safetensors -o model.pt --verify
              safeload convert model.pt --to legacy -o old.pth
            """)
        { input, shard };
        choice.AddTo(command);
        settings.AddTo(command);
        command.SetAction(parsed =>
        {
            var shards = new SaveOptions { MaxShardBytes = ByteSize.ParsePositive("--max-shard-size", parsed.GetValue(shard)) };
            return settings.Read(terminal, parsed, choice.Read(parsed) with { Save = shards }).Run([parsed.GetValue(input)!]);
        });
        return command;
    }
}
