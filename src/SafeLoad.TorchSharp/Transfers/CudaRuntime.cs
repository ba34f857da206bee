using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;

namespace SafeLoad.TorchSharp.Transfers;

/// <summary>
/// The CUDA runtime that libtorch brought into the process. TorchSharp has no streams, no events and no addresses of device memory, and
/// without them a file reaches a GPU at less than half the rate of the bus. The only native calls of this assembly are here: nothing is
/// loaded that is not loaded yet, and no name comes from a file.
/// </summary>
/// <remarks>CUDA Runtime API, <c>cuda_runtime_api.h</c>, the same since CUDA 10; TorchSharp's <c>THSTensor.h</c>.</remarks>
internal sealed unsafe class CudaRuntime : IDeviceRuntime
{
    private const uint NonBlocking = 1, WithoutTiming = 2;
    private const int HostToDevice = 1;

    private static readonly Lazy<CudaRuntime?> s_found = new(Look);

    private readonly delegate* unmanaged<int, int> _setDevice;
    private readonly delegate* unmanaged<nint*, uint, int> _streamCreate, _eventCreate;
    private readonly delegate* unmanaged<nint, int> _streamDestroy, _streamSynchronize, _eventDestroy, _eventSynchronize;
    private readonly delegate* unmanaged<nint, nint, int> _eventRecord;
    private readonly delegate* unmanaged<nint, nint, uint, int> _streamWaitEvent;
    private readonly delegate* unmanaged<nint, nint, nuint, int, nint, int> _memcpyAsync;
    private readonly delegate* unmanaged<int> _getLastError;
    private readonly delegate* unmanaged<int, nint> _getErrorString;
    private readonly delegate* unmanaged<nint, nint> _tensorData;

    private CudaRuntime(nint cuda, nint bridge)
    {
        _setDevice = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(cuda, "cudaSetDevice");
        _streamCreate = (delegate* unmanaged<nint*, uint, int>)NativeLibrary.GetExport(cuda, "cudaStreamCreateWithFlags");
        _eventCreate = (delegate* unmanaged<nint*, uint, int>)NativeLibrary.GetExport(cuda, "cudaEventCreateWithFlags");
        _streamDestroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(cuda, "cudaStreamDestroy");
        _streamSynchronize = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(cuda, "cudaStreamSynchronize");
        _eventDestroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(cuda, "cudaEventDestroy");
        _eventSynchronize = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(cuda, "cudaEventSynchronize");
        _eventRecord = (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(cuda, "cudaEventRecord");
        _streamWaitEvent = (delegate* unmanaged<nint, nint, uint, int>)NativeLibrary.GetExport(cuda, "cudaStreamWaitEvent");
        _memcpyAsync = (delegate* unmanaged<nint, nint, nuint, int, nint, int>)NativeLibrary.GetExport(cuda, "cudaMemcpyAsync");
        _getLastError = (delegate* unmanaged<int>)NativeLibrary.GetExport(cuda, "cudaGetLastError");
        _getErrorString = (delegate* unmanaged<int, nint>)NativeLibrary.GetExport(cuda, "cudaGetErrorString");
        _tensorData = (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(bridge, "THSTensor_data");
    }

    /// <summary>The runtime, once a tensor is on a CUDA device; null where it is none that can be called.</summary>
    public static IDeviceRuntime? Find() => s_found.Value;

    public nint AddressOf(torch.Tensor tensor) => _tensorData(tensor.Handle) is not 0 and var address ? address
        : throw new InvalidOperationException("libtorch tells no address of a tensor on a CUDA device.");

    public void PreparePinned(int pieces, int bytes, int device) => PinnedPool.Prepare(pieces, bytes, () => Use(device));

    public torch.Tensor TakePinned(int bytes) => PinnedPool.Take(bytes);

    public void ReturnPinned(torch.Tensor memory) => PinnedPool.Return(memory);

    public void Use(int device) => Check(_setDevice(device), "use the device");

    public nint CreateStream()
    {
        nint stream;
        Check(_streamCreate(&stream, NonBlocking), "make a stream");
        return stream;
    }

    public void DestroyStream(nint stream) => Check(_streamDestroy(stream), "end a stream");

    public nint CreateEvent()
    {
        nint mark;
        Check(_eventCreate(&mark, WithoutTiming), "make an event");
        return mark;
    }

    public void DestroyEvent(nint mark) => Check(_eventDestroy(mark), "end an event");

    public void Copy(nint to, nint from, int length, nint stream) =>
        Check(_memcpyAsync(to, from, (nuint)length, HostToDevice, stream), "copy to the device");

    public void Record(nint mark, nint stream) => Check(_eventRecord(mark, stream), "record an event");

    public void Hold(nint stream, nint mark) => Check(_streamWaitEvent(stream, mark, 0), "let a stream wait");

    public void Wait(nint mark) => Check(_eventSynchronize(mark), "copy to the device");

    public void Drain(nint stream) => Check(_streamSynchronize(stream), "copy to the device");

    private static CudaRuntime? Look()
    {
        nint cuda = 0, bridge = 0;
        using Process process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            // libcudart.so.13, libcudart-c3a75b33.so.12, cudart64_12.dll
            string name = module.ModuleName;
            bool isCuda = name.StartsWith("libcudart", StringComparison.Ordinal) || name.StartsWith("cudart64_", StringComparison.Ordinal);
            if (cuda == 0 && isCuda)
                NativeLibrary.TryLoad(module.FileName, out cuda);
            if (bridge == 0 && name is "libLibTorchSharp.so" or "LibTorchSharp.dll") NativeLibrary.TryLoad(module.FileName, out bridge);
        }
        if (cuda == 0 || bridge == 0) return null;
        try
        {
            return new CudaRuntime(cuda, bridge);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private void Check(int error, string what)
    {
        if (error == 0) return;
        // Else libtorch would find it at its next call, and blame that.
        _getLastError();
        throw new InvalidOperationException($"CUDA could not {what}: {Marshal.PtrToStringUTF8(_getErrorString(error))} (error {error}).");
    }
}
