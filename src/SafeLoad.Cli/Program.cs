using SafeLoad.Cli;

return CommandLine.Run(args, Console.OpenStandardOutput(), Console.Error);
