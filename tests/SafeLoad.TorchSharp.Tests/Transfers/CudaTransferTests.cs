using SafeLoad.TorchSharp.Tests.Support;
using SafeLoad.TorchSharp.Transfers;
using SafeLoad.Writing;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests.Transfers;

/// <summary>The runtime of a real device; skipped where there is none.</summary>
public sealed class CudaTransferTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void Look() => Assume.That(TestDevice.Current.type, Is.EqualTo(DeviceType.CUDA), "SAFELOAD_TEST_DEVICE names no CUDA device");

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void GivenCuda_ItsRuntimeIsFound() => Assert.That(TransferSettings.Current.RuntimeOf(DeviceType.CUDA), Is.Not.Null);

    [Test]
    public void GivenTwoHundredLoads_NothingIsLeft([Values(torch.ScalarType.Float32, torch.ScalarType.BFloat16)] torch.ScalarType type)
    {
        const int size = 100_000;
        string path = _folder.PathOf($"{type}.pt");
        var writer = new CheckpointWriter();
        for (int i = 0; i < 20; i++) writer.Add<float>($"weight{i}", Numbers.Count(size, 1 / (float)(i + 1)), size);
        writer.Save(path);
        using var runtime = new CountingRuntime(TransferSettings.Current.RuntimeOf(DeviceType.CUDA)!);
        using var module = new Parts();
        for (int i = 0; i < 20; i++) module.Parameter($"weight{i}", torch.zeros(size, dtype: type));
        long before = Numbers.Alive() - PinnedPool.Free;
        for (int i = 0; i < 200; i++)
        {
            module.load_pt(path);
            Assert.That(runtime.Alive, Is.Zero);
        }
        Assert.That(runtime.Copies, Is.GreaterThanOrEqualTo(200 * 20));
        Assert.That(Numbers.Alive() - PinnedPool.Free, Is.EqualTo(before));
        Assert.That(PinnedPool.Free, Is.LessThanOrEqualTo(2 * 2 * TransferSettings.Current.Lanes));
        for (int i = 0; i < 20; i++)
        {
            using torch.Tensor expected = torch.zeros(size, dtype: type, device: torch.CPU);
            using torch.Tensor numbers = torch.tensor(Numbers.Count(size, 1 / (float)(i + 1)), device: torch.CPU);
            expected.copy_(numbers);
            Assert.That(Numbers.Bytes(module.get_parameter($"weight{i}")), Is.EqualTo(Numbers.Bytes(expected)));
        }
    }

    [Test]
    public void GivenRoomThatIsNotThere_TheErrorSaysSo() =>
        Assert.That(
            Assert.Throws<InvalidOperationException>(static () => DeviceMemory.Take([1L << 42], torch.uint8, TestDevice.Current))!.Message,
            Does.StartWith("libtorch could not make room for Byte [4398046511104] on cuda").And.Contains("out of memory"));

    [Test]
    public void GivenCallThatFails_TheErrorIsCudas()
    {
        IDeviceRuntime runtime = TransferSettings.Current.RuntimeOf(DeviceType.CUDA)!;
        Assert.That(Assert.Throws<InvalidOperationException>(() => runtime.Use(1000))!.Message, Does.Contain("invalid device ordinal"));
        // It is told once: libtorch goes on.
        using torch.Tensor ones = torch.ones(3);
        Assert.That(Numbers.Of(ones), Is.EqualTo(new float[] { 1, 1, 1 }));
    }
}
