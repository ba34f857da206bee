using SafeLoad;
using SafeLoad.TorchSharp.Samples;

const string usage = """
    infer WEIGHTS              classify with resnet18 weights of PyTorch
    train FOLDER EPOCHS        train, save, and go on where the last run broke off
    shards FOLDER DEVICE…      load a sharded model, its layers over the devices: cuda:0 cuda:1
    """;

try
{
    switch (args)
    {
        case ["infer", var weights]:
            Inference.Run(weights, Console.Out);
            return 0;
        case ["train", var folder, var epochs] when int.TryParse(epochs, out int count):
            TrainingRun.Run(folder, count, Console.Out);
            return 0;
        case ["shards", var folder, _, ..]:
            ShardedModel.Run(folder, args[2..], Console.Out);
            return 0;
        default:
            Console.Error.WriteLine(usage);
            return 2;
    }
}
catch (Exception problem) when (problem is SafeLoadException or SafeLoad.Placement.LoadPlanException or IOException)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
