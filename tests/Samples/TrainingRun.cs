using SafeLoad.Values;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace SafeLoad.TorchSharp.Samples;

/// <summary>A training run that saves itself and goes on where it broke off. PyTorch can go on with it, too.</summary>
internal static class TrainingRun
{
    private const int SaveEvery = 2, KeepLast = 3;

    /// <returns>The last loss.</returns>
    public static double Run(string folder, int epochs, TextWriter output)
    {
        torch.random.manual_seed(1);
        using torch.Tensor inputs = torch.randn(64, 8), targets = inputs.sum(1, keepdim: true).sin();
        using var model = Sequential(Linear(8, 32), Tanh(), Linear(32, 1));
        using var optimizer = torch.optim.AdamW(model.parameters(), lr: 0.01);
        var scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size: 3, gamma: 0.5);
        var series = new CheckpointSeries(folder, "epoch_{n}.pt");
        Directory.CreateDirectory(folder);

        long epoch = 0;
        double loss = double.NaN;
        // The newest file that can be read: one that was cut short is passed over.
        using (Checkpoint? last = series.OpenNewest(out IReadOnlyList<(string Path, Exception Reason)> skipped))
        {
            foreach (var file in skipped) output.WriteLine($"skipped {file.Path}: {file.Reason.Message}");
            if (last is not null)
            {
                model.load_pt(last, key: "model_state_dict");
                optimizer.load_pt(last, key: "optimizer_state_dict");
                scheduler.load_pt(last, key: "scheduler_state_dict");
                epoch = (long)(last.Training.Epoch ?? 0);
                output.WriteLine($"going on after epoch {epoch}");
            }
        }
        while (epoch < epochs)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            optimizer.zero_grad();
            torch.Tensor error = functional.mse_loss(model.forward(inputs), targets);
            error.backward();
            optimizer.step();
            scheduler.step();
            loss = error.item<float>();
            epoch++;
            output.WriteLine($"epoch {epoch}: loss {loss:0.0000}");
            if (epoch % SaveEvery != 0) continue;
            model.save_pt(series.PathOf(epoch), optimizer, scheduler, epoch, [new("loss", PyValues.Float(loss))], overwrite: true);
            series.Prune(KeepLast);
        }
        return loss;
    }
}
