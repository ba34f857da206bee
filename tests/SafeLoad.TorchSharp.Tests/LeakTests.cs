using SafeLoad.Placement;
using SafeLoad.TorchSharp.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Two hundred of each load and save: the process has no open file, no thread and no tensor more than before, and no memory of
/// one.</summary>
[OnCpu]
[Platform("Linux")]
public sealed class LeakTests
{
    private const int Times = 200, Warm = 10, Rows = 64, Columns = 1024;

    private readonly TemporaryFolder _folder = new();

    private static string[] Works { get; } = ["load_tensors", "copy", "share", "cast", "turned", "materialize", "optimizer", "scheduler",
        "save_pt", "save_pt of a run", "save_safetensors", "damaged", "does not fit", "cancelled load", "cancelled save"];

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [TestCaseSource(nameof(Works))]
    public void GivenTwoHundred_NothingIsLeft(string name)
    {
        using var run = new Run(_folder.PathOf(name));
        Action work = run.Work(name);
        for (int i = 0; i < Warm; i++) work();
        // What counts has to be compiled, too.
        ProcessCensus.Take();
        ProcessCensus before = ProcessCensus.Take();
        for (int i = 0; i < Times; i++) work();
        ProcessCensus after = ProcessCensus.Take();
        TestContext.Out.WriteLine($"before: {before}\nafter:  {after}");
        // TorchSharp counts what a Parameter is made of for ever; this work makes modules.
        Assert.That(after.NewSince(before).Where(news => name != "materialize" || !news.EndsWith(" tensors", StringComparison.Ordinal)),
            Is.Empty);
        // A runtime that compiles and caches meanwhile takes some; one tensor for each load would be fifty megabytes.
        const long tensor = 4L * Rows * Columns;
        Assert.That(after.Native - before.Native, Is.LessThan(64 * tensor), "native memory");
        Assert.That(after.Managed - before.Managed, Is.LessThan(tensor), "objects");
    }

    /// <summary>A model, its optimizer and their files.</summary>
    private sealed class Run : IDisposable
    {
        private readonly Parts _model = Model(float32), _half = Model(bfloat16), _other = new Parts().Parameter("a", zeros(3));
        private readonly Parts _turned = new Parts().Parameter("a", zeros(Columns, Rows).t()).Parameter("b", zeros(7));
        private readonly Adam _optimizer;
        private readonly LRScheduler _scheduler;
        private readonly CancellingSource _source;
        private readonly string _folder;

        public Run(string folder)
        {
            _folder = Directory.CreateDirectory(folder).FullName;
            _optimizer = optim.Adam(_model.parameters());
            using (NewDisposeScope())
            {
                foreach (Parameter parameter in _model.parameters()) parameter.sum().backward();
                _optimizer.step();
            }
            _scheduler = StepLR(_optimizer, 3);
            _model.save_pt(PathOf("w.pt"));
            _model.save_pt(PathOf("run.pt"), _optimizer, _scheduler, epoch: 1);
            byte[] bytes = File.ReadAllBytes(PathOf("w.pt"));
            _source = new CancellingSource([.. bytes]);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(PathOf("damaged.pt"), bytes);
        }

        public Action Work(string name) => name switch
        {
            "load_tensors" => LoadTensors,
            "copy" => () => _model.load_pt(PathOf("w.pt")),
            "share" => () => _model.load_pt(PathOf("w.pt"), assign: Assign.Share),
            "cast" => () => _half.load_pt(PathOf("w.pt")),
            "turned" => () => _turned.load_pt(PathOf("w.pt")),
            "materialize" => Materialize,
            "optimizer" => () => _optimizer.load_pt(PathOf("run.pt")),
            "scheduler" => () => _scheduler.load_pt(PathOf("run.pt")),
            "save_pt" => () => _turned.save_pt(PathOf("s.pt"), overwrite: true),
            "save_pt of a run" => () => _model.save_pt(PathOf("r.pt"), _optimizer, _scheduler, overwrite: true),
            "save_safetensors" => () => _turned.save_safetensors(PathOf("s.safetensors"), overwrite: true),
            "damaged" => () => Assert.Throws<MalformedCheckpointException>(() => _model.load_pt(PathOf("damaged.pt"))),
            "does not fit" => () => Assert.Throws<LoadPlanException>(() => _other.load_pt(PathOf("w.pt"))),
            "cancelled load" => CancelLoad,
            "cancelled save" => CancelSave,
            _ => throw new ArgumentException(name),
        };

        public void Dispose()
        {
            _optimizer.Dispose();
            foreach (Parts module in (Parts[])[_model, _half, _other, _turned]) module.Dispose();
            _source.Dispose();
        }

        private static Parts Model(ScalarType type) =>
            new Parts().Parameter("a", zeros(Rows, Columns, dtype: type)).Parameter("b", zeros(7, dtype: type));

        private void LoadTensors()
        {
            using Checkpoint checkpoint = Checkpoint.Open(PathOf("w.pt"));
            using DisposeScope scope = NewDisposeScope();
            checkpoint.load_tensors();
        }

        private void Materialize()
        {
            using var layer = nn.Linear(Columns, Rows, hasBias: false, device: META);
            layer.load_pt(PathOf("w.pt"), rename: new Dictionary<string, string> { ["a"] = "weight" }, strict: false,
                assign: Assign.Materialize);
        }

        private void CancelLoad()
        {
            using Checkpoint checkpoint = Checkpoint.Open(_source);
            Assert.Catch<OperationCanceledException>(() => _half.load_pt(checkpoint, cancellation: _source.Arm(1)));
        }

        private void CancelSave()
        {
            using var cancelled = new CancellationTokenSource();
            Assert.Catch<OperationCanceledException>(() => _turned.save_pt(PathOf("c.pt"), overwrite: true,
                progress: new Told(cancelled.Cancel), cancellation: cancelled.Token));
        }

        private string PathOf(string file) => Path.Combine(_folder, file);
    }

    private sealed class Told(Action told) : IProgress<long>
    {
        public void Report(long value) => told();
    }
}
