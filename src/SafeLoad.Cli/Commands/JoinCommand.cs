using System.CommandLine;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload join IN... -o OUT</c>: the weights of several files in one.</summary>
internal static class JoinCommand
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new Argument<string[]>("IN") { Description = "A folder, an index of shards, or the files in order", Arity =
            ArgumentArity.OneOrMore };
        var settings = new SaveSettings();
        var command = new Command("join", """
            The weights of several files in one: shards with an index, a folder of numbered files, a distributed checkpoint, DeepSpeed's
            ZeRO, or files that are named one by one, whose dicts are merged. A name that is in two of them is an error, unless they are
            the files of several processes (DTensor: FSDP2, tensor parallel): their pieces become whole tensors, and their copies are
            compared.

            Examples:
              safeload join llama/ -o llama.safetensors
              safeload join rank*.pt -o whole.safetensors
              safeload join model_part_0.pth model_part_1.pth -o model.pth
            """)
        { inputs };
        settings.AddTo(command);
        command.SetAction(parsed => settings.Read(terminal, parsed, ConversionOptions.Default).Run(parsed.GetValue(inputs)!));
        return command;
    }
}
