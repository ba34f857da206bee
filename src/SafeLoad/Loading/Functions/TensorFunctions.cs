using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>Functions that make tensors of storages and of other tensors. Each view is proven to lie in its storage before it is given
/// out.</summary>
internal static class TensorFunctions
{
    // Of files that are values of files.
    private const int MaxNesting = 2;

    /// <summary><c>torch._utils._rebuild_tensor(storage, storage_offset, size, stride)</c>, PyTorch 0.1.10 to 0.3.</summary>
    public static PyValue Rebuild(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        return new PyValue(new PyTensor(TensorBuilder.Strided(arguments)));
    }

    ///
    /// <summary><c>torch._utils._rebuild_tensor_v2(storage, storage_offset, size, stride, requires_grad, backward_hooks,
    /// metadata=None)</c>.</summary>
    public static PyValue RebuildV2(in RebuildArguments arguments)
    {
        arguments.Expect(6, 7);
        TensorInfo tensor = TensorBuilder.Strided(arguments);
        arguments.Hooks(5);
        if (arguments.RequiresGrad(4, tensor.DType)) tensor = tensor with { RequiresGrad = true };
        return new PyValue(new PyTensor(TensorBuilder.WithMetadata(arguments, 6, tensor)));
    }

    ///
    /// <summary><c>torch._utils._rebuild_tensor_v3(storage, storage_offset, size, stride, requires_grad, backward_hooks, dtype,
    /// metadata=None)</c>:
    /// dtypes without a storage class. The storage is untyped; offset, size and stride count elements of the dtype.</summary>
    public static PyValue RebuildV3(in RebuildArguments arguments)
    {
        arguments.Expect(7, 8);
        DType dtype = arguments.DType(6);
        if (dtype.IsQuantized) throw arguments.Bad($"dtype {dtype}, which needs quantization parameters");
        TensorInfo tensor = TensorBuilder.Strided(arguments, dtype);
        arguments.Hooks(5);
        if (arguments.RequiresGrad(4, dtype)) tensor = tensor with { RequiresGrad = true };
        return new PyValue(new PyTensor(TensorBuilder.WithMetadata(arguments, 7, tensor)));
    }

    ///
    /// <summary><c>torch._utils._rebuild_qtensor(storage, storage_offset, size, stride, quantizer_params, requires_grad,
    /// backward_hooks)</c>.</summary>
    public static PyValue RebuildQuantized(in RebuildArguments arguments)
    {
        arguments.Expect(7, 7);
        TensorInfo tensor = TensorBuilder.Strided(arguments);
        if (!tensor.DType.IsQuantized)
            throw Problems.BadQuantization(
                $"_rebuild_qtensor is called for a tensor of {tensor.DType}, which is not quantized", arguments.At);
        QuantizationInfo quantization = QuantizerParameters.Read(arguments, 4, tensor);
        arguments.RequiresGrad(5, tensor.DType);
        arguments.Hooks(6);
        return new PyValue(new PyTensor(tensor with { Quantization = quantization }));
    }

    /// <summary><c>torch._utils._rebuild_nested_tensor(buffer, sizes, strides, storage_offsets)</c>.</summary>
    public static PyValue RebuildNested(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        TensorInfo buffer = arguments.Tensor(0).Info, sizes = arguments.Tensor(1).Info;
        TensorInfo strides = arguments.Tensor(2).Info, offsets = arguments.Tensor(3).Info;
        NestedBounds.Check(buffer, sizes, strides, offsets, arguments.Context, arguments.At);
        // A view of the buffer to PyTorch, gradients included.
        var parts = new NestedInfo(buffer, sizes, strides, offsets);
        return new PyValue(new PyTensor(new TensorInfo(buffer.DType, [], [], 0, null)
        {
            Device = buffer.Device, RequiresGrad = buffer.RequiresGrad, Nested = parts,
        }));
    }

    /// <summary><c>torch._utils._rebuild_meta_tensor_no_storage(dtype, size, stride, requires_grad)</c>: a shape without data.</summary>
    public static PyValue RebuildMeta(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        TensorInfo shape = DatalessTensor.Make(arguments, arguments.DType(0), arguments.Numbers(1), arguments.Numbers(2), 0, 3);
        return new PyValue(new PyTensor(shape));
    }

    /// <summary><c>torch._utils._rebuild_wrapper_subclass(cls, dtype, size, stride, storage_offset, layout, device, requires_grad)</c>: a
    /// tensor
    /// whose data are in attributes that its class knows; here a shape without data.</summary>
    public static PyValue RebuildWrapperSubclass(in RebuildArguments arguments)
    {
        arguments.Expect(8, 8);
        bool isClass = arguments[0].RawReference is PyGlobal { Meaning: RebuildFunction { IsTensorClass: true } };
        if (!isClass && !arguments.Context.KeepsObjects)
            throw arguments.Wrong(0, "a tensor class");
        if (arguments[5].RawReference is not PyConstant { TypeName: PyConstant.LayoutName }) throw arguments.Wrong(5, "a torch.layout");
        if (arguments[6].RawReference is not PyConstant { TypeName: PyConstant.DeviceName } device)
            throw arguments.Wrong(6, "a torch.device");
        TensorInfo tensor = DatalessTensor.Make(
            arguments, arguments.DType(1), arguments.Numbers(2), arguments.Numbers(3), arguments.Int64(4), 7);
        return new PyValue(new PyTensor(tensor with { Device = device.Text }));
    }

    /// <summary><c>torch._utils._rebuild_device_tensor_from_cpu_tensor(data, dtype, device, requires_grad)</c>: tensors of backends whose
    /// bytes were
    /// copied to the CPU for saving (XLA, MAIA …).</summary>
    public static PyValue RebuildOnDevice(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        TensorInfo data = arguments.Tensor(0).Info;
        DType dtype = arguments.DType(1);
        if (dtype != data.DType)
            throw Problems.UnsupportedTensor($"a tensor of {dtype} saved as {data.DType} is not supported", arguments.At);
        string device = arguments[2].RawReference is PyConstant { TypeName: PyConstant.DeviceName } constant
            ? constant.Text : arguments.Text(2);
        return new PyValue(new PyTensor(data with { Device = device, RequiresGrad = arguments.RequiresGrad(3, dtype) }));
    }

    /// <summary><c>torch._utils._rebuild_device_tensor_from_numpy(data, dtype, device, requires_grad)</c>. Its data are a NumPy array,
    /// whose
    /// own globals are not on the list, so that PyTorch's default cannot open such a file either.</summary>
    public static PyValue RebuildOnDeviceFromNumpy(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        // As data it is the array.
        return arguments.Context.KeepsObjects && arguments[0].RawReference is PyArray ? arguments[0]
            : throw arguments.Wrong(0, "a NumPy array");
    }

    /// <summary><c>torch._tensor._rebuild_from_type_v2(func, type, args, state)</c>: a tensor with Python attributes, or of a
    /// subclass.</summary>
    /// <remarks>PyTorch calls any allowed function here; only those that make tensors are ever written, so only those are taken.</remarks>
    public static PyValue RebuildFromType(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        // What is called has no meaning here where it is an object's.
        if (arguments.Context.KeepsObjects && arguments[0].RawReference is PyObject or PyGlobal { Meaning: null })
            throw arguments.Wrong(0, "a function that makes tensors");
        if (arguments[0].RawReference is not PyGlobal { Meaning: RebuildFunction { MakesTensor: true } function })
            throw Problems.DisallowedCall("_rebuild_from_type_v2 is given something to call that makes no tensor", arguments.At);
        if (!arguments[2].Is(PyKind.Tuple)) throw arguments.Wrong(2, "a tuple");
        // First of all: PyTorch has made the tensor before it looks at the class.
        var call = new RebuildArguments(arguments.Context, function, (PyTuple)arguments[2].RawReference!, arguments.At);
        PyValue made = function.Invoke(call);
        TensorInfo tensor = ((PyTensor)made.RawReference!).Info;
        // A subclass is a tensor to whoever does not know it.
        if (arguments[1].RawReference is not PyGlobal type
            || (type.Meaning is not RebuildFunction { IsTensorClass: true }
                && (type.Meaning is not null || !arguments.Context.KeepsObjects)))
            throw arguments.Wrong(1, "a tensor class");
        if (type.Meaning is RebuildFunction { IsParameterClass: true }) tensor = tensor with { IsParameter = true };
        PyDict? attributes = TensorState.ForTensor(arguments[3], arguments, isOwnClass: type.Meaning is null);
        return new PyValue(type.Meaning is RebuildFunction { IsSpreadClass: true } ? SpreadTensors.Make(tensor, attributes)
            : new PyTensor(tensor, attributes));
    }

    /// <summary><c>torch.storage._load_from_bytes(bytes)</c>: a whole file of the legacy format as a value, which is how plain pickle
    /// writes tensors.
    /// It is read by the same loader, within the same budget.</summary>
    public static PyValue LoadFromBytes(in RebuildArguments arguments)
    {
        arguments.Expect(1, 1);
        if (arguments[0].Kind is not (PyKind.Bytes or PyKind.ByteArray)) throw arguments.Wrong(0, "bytes");
        LoadContext context = arguments.Context;
        if (context.Nesting >= MaxNesting) throw arguments.Bad("a file in a file in a file");
        if (context.OpenStream is not { } open) throw arguments.Bad("a file in a pickle that has none");
        PyValue bytes = arguments[0];
        var source = new MemoryByteSource(((PyBuffer)bytes.RawReference!).Bytes.AsMemory(bytes.Offset, bytes.Length), arguments.At.File);
        // Reading it again for each reference to the same bytes must not be free.
        context.Budget.ChargeCopy(bytes.Length, arguments.At);
        if (!SafeLoad.Loading.LegacyMagic.IsAt(source))
            throw arguments.Bad("bytes that are no legacy PyTorch stream");
        return context.Budget.InsideOfValue(() => context.OpenInside(open, source)).Root;
    }
}
