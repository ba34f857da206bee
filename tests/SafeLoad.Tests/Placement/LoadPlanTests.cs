using SafeLoad.Placement;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Placement;

/// <summary>What fits and what does not, and that nothing is written before everything was checked.</summary>
public sealed class LoadPlanTests
{
    private static readonly NameRules s_auto = new() { StripPrefix = NameRules.Automatic };

    // {'fc.weight': float32[2, 3] = 0..5, 'fc.bias': float32[2] = 6, 7, 'steps': int64[] = 9}
    private static Checkpoint Open(string prefix = "") => Checkpoint.Open(Samples.ZipOf(pickle => pickle.EmptyDict().Mark()
        .Text(prefix + "fc.weight").Tensor(8, 0, [2, 3], [3, 1], "0")
        .Text(prefix + "fc.bias").Tensor(8, 6, [2], [1], "0")
        .Text(prefix + "steps").Tensor(1, 0, [], [], "1", "LongStorage")
        .SetItems(), TensorPickles.Floats(0, 1, 2, 3, 4, 5, 6, 7), TensorPickles.Longs(9)));

    private static ArrayTarget Target(DType? dtype = null) =>
        new(ArrayTarget.Slot("fc.weight", dtype ?? DType.Float32, 2, 3), ArrayTarget.Slot("fc.bias", dtype ?? DType.Float32, 2),
            ArrayTarget.Slot("steps", DType.Int64));

    [Test]
    public void GivenTargetOfTheSameNames_IsFilled()
    {
        using Checkpoint checkpoint = Open();
        ArrayTarget target = Target();
        LoadReport report = LoadPlan.Create(checkpoint.StateDict(), target).Execute(target);
        Assert.That(target.Bytes["fc.weight"], Is.EqualTo(TensorPickles.Floats(0, 1, 2, 3, 4, 5)));
        Assert.That(target.Bytes["fc.bias"], Is.EqualTo(TensorPickles.Floats(6, 7)));
        Assert.That(target.Bytes["steps"], Is.EqualTo(TensorPickles.Longs(9)));
        Assert.That((target.Finished, report.BytesRead, report.ToString()), Is.EqualTo((true, 40L, "<All keys matched: 3 tensors>")));
    }

    // The least that a target may give is one element.
    [TestCase(4)]
    [TestCase(7)]
    [TestCase(12)]
    public void GivenTargetThatGivesSmallPieces_IsFilledAllTheSame(int piece)
    {
        using Checkpoint checkpoint = Open();
        var target = new ArrayTarget(ArrayTarget.Slot("fc.weight", DType.Float16, 2, 3)) { Piece = piece };
        LoadPlan.Create(checkpoint.StateDict(), target, new LoadPlanOptions { Strict = false }).Execute(target);
        Assert.That(target.Bytes["fc.weight"], Is.EqualTo((byte[])[0, 0, 0, 0x3C, 0, 0x40, 0, 0x42, 0, 0x44, 0, 0x45]));
    }

    [Test]
    public void GivenMissingAndUnexpectedNames_StrictRefusesAndNothingIsWritten()
    {
        using Checkpoint checkpoint = Open();
        var target = new ArrayTarget(ArrayTarget.Slot("fc.weight", DType.Float32, 2, 3), ArrayTarget.Slot("other", DType.Float32, 1));
        LoadPlan plan = LoadPlan.Create(checkpoint.StateDict(), target);
        Assert.That((plan.IsValid, plan.Report.Missing, plan.Report.Unexpected),
            Is.EqualTo((false, (string[])["other"], (string[])["fc.bias", "steps"]))
                .Using<(bool, IReadOnlyList<string>, IReadOnlyList<string>)>(static (a, b) => a.Item1 == b.Item1
                    && a.Item2.SequenceEqual(b.Item2) && a.Item3.SequenceEqual(b.Item3)));
        var problem = Assert.Throws<LoadPlanException>(() => plan.Execute(target));
        Assert.That(problem!.Message, Does.Contain("1 missing keys: other").And.Contain("2 unexpected keys: fc.bias, steps"));
        Assert.That((target.Finished, target.Order.Count), Is.EqualTo(((bool?)null, 0)));
    }

    [Test]
    public void GivenLooserOptions_WhatFitsIsLoaded()
    {
        using Checkpoint checkpoint = Open();
        var target = new ArrayTarget(ArrayTarget.Slot("fc.weight", DType.Float32, 2, 3), ArrayTarget.Slot("other", DType.Float32, 1));
        LoadReport report = LoadPlan.Create(checkpoint.StateDict(), target, new LoadPlanOptions { Strict = false }).Execute(target);
        Assert.That((report.Loaded.Count, target.Bytes.Count), Is.EqualTo((1, 1)));
    }

    // copy_ would broadcast the first, and transpose nothing.
    [TestCase(1, 3)]
    [TestCase(3, 2)]
    [TestCase(6)]
    [TestCase(2, 3, 1)]
    public void GivenOtherShape_IsAMismatchWhateverTheOptions(params int[] shape)
    {
        using Checkpoint checkpoint = Open();
        var target = new ArrayTarget(ArrayTarget.Slot("fc.weight", DType.Float32, Array.ConvertAll(shape, static size => (long)size)));
        LoadPlan plan = LoadPlan.Create(checkpoint.StateDict(), target, new LoadPlanOptions { Strict = false });
        Assert.That(plan.Report.Mismatches.Single().Mismatch,
            Does.Contain("the file has float32[2, 3], the target float32[" + string.Join(", ", shape) + "]"));
        Assert.Throws<LoadPlanException>(() => plan.Execute(target));
        Assert.That(LoadPlan.Create(checkpoint.StateDict(), target,
            new LoadPlanOptions { Strict = false, SkipOtherShapes = true }).IsValid);
    }

    [Test]
    public void GivenOtherFloatingDType_IsCast()
    {
        using Checkpoint checkpoint = Open();
        ArrayTarget target = Target(DType.Float64);
        LoadPlan.Create(checkpoint.StateDict(), target).Execute(target);
        Assert.That(target.Bytes["fc.bias"], Is.EqualTo(((double[])[6, 7]).SelectMany(BitConverter.GetBytes)));
        LoadPlan refused = LoadPlan.Create(checkpoint.StateDict(), Target(DType.Float64), new LoadPlanOptions { CastFloats = false });
        Assert.That(refused.Report.Mismatches, Has.Count.EqualTo(2));
    }

    [Test]
    public void GivenIntegersForFloats_AreNeverCast()
    {
        using Checkpoint checkpoint = Open();
        var target = new ArrayTarget(ArrayTarget.Slot("steps", DType.Float32), ArrayTarget.Slot("fc.bias", DType.Int64, 2));
        Assert.That(LoadPlan.Create(checkpoint.StateDict(), target).Report.Mismatches, Has.Count.EqualTo(2));
    }

    [Test]
    public void GivenNumbersThatOverflow_TheReportSaysHowMany()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Text("w")
            .Vector("FloatStorage", "0", 3).Op(SafeLoad.Pickle.PickleOpcode.SetItem),
            TensorPickles.Floats(70_000, float.PositiveInfinity, -1e30f)));
        var target = new ArrayTarget(ArrayTarget.Slot("w", DType.Float16, 3));
        LoadReport report = LoadPlan.Create(checkpoint.StateDict(), target).Execute(target);
        Assert.That(report.Overflows, Is.EqualTo(new Dictionary<string, long> { ["w"] = 2 }));
    }

    [Test]
    public void GivenDamagedBytes_TheTargetKeepsWhatItHad()
    {
        byte[] file = Samples.ZipOf(static pickle => pickle.EmptyDict().Mark().Text("a").Vector("FloatStorage", "0", 2).Text("b")
            .Vector("FloatStorage", "1", 2).SetItems(), TensorPickles.Floats(1, 2), TensorPickles.Floats(31337, 4));
        file[file.AsSpan().IndexOf(BitConverter.GetBytes(31337f))] ^= 1;
        using Checkpoint checkpoint = Checkpoint.Open(file);
        var target = new ArrayTarget(ArrayTarget.Slot("a", DType.Float32, 2), ArrayTarget.Slot("b", DType.Float32, 2));
        LoadPlan plan = LoadPlan.Create(checkpoint.StateDict(), target);
        Assert.Throws<MalformedCheckpointException>(() => plan.Execute(target));
        Assert.That((target.Finished, target.Bytes.Count, target.Order.Count), Is.EqualTo((false, 0, 2)));
    }

    [Test]
    public void GivenCancellation_TheTargetIsTold()
    {
        using Checkpoint checkpoint = Open();
        ArrayTarget target = Target();
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => LoadPlan.Create(checkpoint.StateDict(), target)
            .Execute(target, cancellation: source.Token));
        Assert.That(target.Finished, Is.False);
    }

    [Test]
    public void GivenPrefixInTheFile_TheHintSaysWhatToDo()
    {
        using Checkpoint checkpoint = Open("module.");
        Assert.That(LoadPlan.Create(checkpoint.StateDict(), Target()).Report.ToString(),
            Does.Contain("3 keys fit without 'module.' before them"));
        ArrayTarget target = Target();
        LoadReport report = LoadPlan.Create(checkpoint.StateDict(), target, new LoadPlanOptions { Names = s_auto }).Execute(target);
        Assert.That((report.StrippedPrefix, report.Loaded.Count), Is.EqualTo(("module.", 3)));
    }

    [Test]
    public void GivenDevices_SlotsOfNewTensorsHaveThem()
    {
        using Checkpoint checkpoint = Open();
        LoadPlan plan = LoadPlan.CreateForNewTensors(checkpoint.StateDict(),
            new LoadPlanOptions { Devices =
                DeviceMap.ByName(static name => name.StartsWith("fc.", StringComparison.Ordinal) ? "cuda:1" : null) });
        Assert.That(plan.Tensors.Select(static tensor => tensor.Slot.Device), Is.EqualTo((string[])["cuda:1", "cuda:1", "cpu"]));
        Assert.That(plan.IsValid);
    }

    [Test]
    public void GivenMapOfDevices_OthersStay()
    {
        DeviceMap map = DeviceMap.Of(new Dictionary<string, string> { ["cuda:1"] = "cuda:0" });
        Assert.That((map.Resolve("w", "cuda:1"), map.Resolve("w", "cuda:2"), DeviceMap.To("cpu").Resolve("w", "cuda:0"),
            DeviceMap.ByLocation(static _ => null).Resolve("w", "mps")), Is.EqualTo(("cuda:0", "cuda:2", "cpu", "mps")));
    }

    // Neighbours in the file are read one after the other, whatever the order of their names.
    [Test]
    public void GivenTensorsInAnyOrder_AreReadInTheOrderOfTheFile()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Mark()
            .Text("late").Tensor(4, 2, [2], [1], "0").Text("early").Tensor(4, 0, [2], [1], "0").SetItems(),
            TensorPickles.Floats(1, 2, 3, 4)));
        var target = new ArrayTarget(ArrayTarget.Slot("late", DType.Float32, 2), ArrayTarget.Slot("early", DType.Float32, 2));
        LoadPlan.Create(checkpoint.StateDict(), target).Execute(target);
        Assert.That(target.Order, Is.EqualTo((string[])["early", "late"]));
    }

    [Test]
    public void GivenMetaAndSparseTensors_AreMismatchesWithTheReason()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/meta/meta_state_dict.pt"));
        var (name, tensor) = checkpoint.StateDict().First();
        var target = new ArrayTarget(new TensorSlot(name, tensor.DType, tensor.Shape));
        Assert.That(LoadPlan.Create(checkpoint.StateDict(), target,
            new LoadPlanOptions { Strict = false }).Report.Mismatches.Single().Mismatch, Does.Contain("no data"));
    }

    // What may be skipped is a shape: never a dtype, and never a tensor without data.
    [Test]
    public void GivenOtherDType_IsNoShapeToSkip()
    {
        using Checkpoint checkpoint = Open();
        var target = new ArrayTarget(ArrayTarget.Slot("fc.weight", DType.Float32, 9), ArrayTarget.Slot("fc.bias", DType.Int64, 2));
        LoadPlan plan = LoadPlan.Create(checkpoint.StateDict(), target, new LoadPlanOptions { Strict = false, SkipOtherShapes = true });
        Assert.That((plan.IsValid, plan.Report.Mismatches.Count(static mismatch => mismatch.IsOtherShape), plan.Report.Mismatches.Count),
            Is.EqualTo((false, 1, 2)));
    }

    // 2^62 * 2^62 * 0 elements.
    [Test]
    public void GivenHugeShapeWithoutElements_IsLoaded()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Text("w")
            .Tensor(1, 0, [1L << 62, 1L << 62, 0], [1, 1, 1]).Op(SafeLoad.Pickle.PickleOpcode.SetItem), TensorPickles.Floats(1)));
        LoadPlan plan = LoadPlan.CreateForNewTensors(checkpoint.StateDict());
        var target = new ArrayTarget([.. plan.Tensors.Select(static tensor => tensor.Slot)]);
        plan.Execute(target);
        Assert.That((target.Finished, plan.Tensors.Single().Slot.ByteLength), Is.EqualTo((true, 0L)));
    }

    // Four numbers a byte: a slot of as many bytes as numbers would be filled with whatever follows.
    [Test]
    public void GivenSeveralNumbersInAByte_IsAMismatch()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/quant/quint2x4.pt"));
        LoadPlan plan = LoadPlan.CreateForNewTensors(checkpoint.StateDict());
        Assert.That(plan.Report.Mismatches.Single().Mismatch, Does.Contain("several numbers in a byte"));
    }

    // Several threads fill a window; no more than a window is reserved at once,
    // and the checksums of storages that are read in pieces still count.
    [TestCase(1, 1 << 20)]
    [TestCase(4, 1 << 20)]
    [TestCase(4, 1 << 28)]
    [TestCase(4, 3)]
    public void GivenReaders_EveryByteComesOut(int readers, long window)
    {
        int size = window < 100 ? 1000 : 1_500_000;
        byte[] large = new byte[size * 4], small = TensorPickles.Floats(1, 2, 3, 4);
        new Random(3).NextBytes(large);
        byte[] file = Samples.ZipOf(pickle => pickle.EmptyDict().Mark().Text("large").Vector("FloatStorage", "0", size).Text("turned")
            .Tensor(4, 0, [2, 2], [1, 2], "1").SetItems(), large, small);
        var target = new ArrayTarget(ArrayTarget.Slot("large", DType.Float32, size),
            ArrayTarget.Slot("turned", DType.Float32, 2, 2)) { Window = window };
        using (Checkpoint checkpoint = Checkpoint.Open(file))
        {
            LoadReport report = LoadPlan.Create(checkpoint.StateDict(), target, new LoadPlanOptions { Readers = readers }).Execute(target);
            Assert.That(report.BytesRead, Is.EqualTo(large.Length + small.Length));
        }
        Assert.That(target.Bytes["large"], Is.EqualTo(large));
        Assert.That(target.Bytes["turned"], Is.EqualTo(TensorPickles.Floats(1, 3, 2, 4)));
        Assert.That(target.MostPending, Is.LessThanOrEqualTo(Math.Max(window, 4)));

        file[file.AsSpan().IndexOf(large.AsSpan(0, 64)) + large.Length - 1] ^= 1;
        target = new ArrayTarget(ArrayTarget.Slot("large", DType.Float32, size), ArrayTarget.Slot("turned", DType.Float32, 2, 2)) { Window =
            window };
        using Checkpoint damaged = Checkpoint.Open(file);
        LoadPlan plan = LoadPlan.Create(damaged.StateDict(), target, new LoadPlanOptions { Readers = readers });
        Assert.That(Assert.Throws<MalformedCheckpointException>(() => plan.Execute(target))!.Id, Is.EqualTo(DiagnosticId.ChecksumMismatch));
        Assert.That(target.Finished, Is.False);
    }

    [Test]
    public void GivenNoReaders_TheOptionIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new LoadPlanOptions { Readers = 0 });

    // Tied slots are filled by either name; slots that are skipped are neither missing nor filled, and their tensors not unexpected.
    [Test]
    public void GivenTiedAndSkippedSlots_TheyAreNotMissing()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Mark().Text("emb")
            .Vector("FloatStorage", "0", 2).Text("fc.bias").Vector("FloatStorage", "0", 2).SetItems(), Samples.OneTwo));
        TensorSlot[] slots = [new("emb", DType.Float32, [2]) { SameAs = "a" }, new("head", DType.Float32, [2]) { SameAs = "a" },
            new("fc.bias", DType.Float32, [9]), new("fc.weight", DType.Float32, [9])];
        LoadPlan plan = LoadPlan.Create(checkpoint.StateDict(), new ArrayTarget(slots), new LoadPlanOptions { SkipSlots = ["fc.*"] });
        Assert.That((plan.IsValid, plan.Tensors.Single().Slot.Name), Is.EqualTo((true, "emb")), plan.Report.ToString());
        Assert.That(LoadPlan.Create(checkpoint.StateDict(), new ArrayTarget(slots)).Report.Missing, Is.EqualTo((string[])["fc.weight"]));
    }
}
