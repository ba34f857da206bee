using TorchSharp;

namespace SafeLoad.TorchSharp.Benchmarks.Kinds;

/// <summary>The kinds of files that people have.</summary>
internal static class FileKinds
{
    private const string State = "torch-2.11/ckpt/state_dict_only.pth";

    private static readonly CheckpointOptions s_asData = new() { KeepObjects = true };

    public static IReadOnlyList<FileKind> All { get; } =
    [
        new("state dict of PyTorch 2.11", State),
        new("state dict of PyTorch 1.13", "torch-1.13/ckpt/state_dict_only.pth"),
        new("protocol 4", "torch-2.11/proto/state_dict_p4.pt"),
        new("protocol 5", "torch-2.11/proto/state_dict_p5.pt"),
        new("compressed zip", State) { Make = MadeFiles.Compressed },
        new("one tensor under several names", "torch-2.11/layout/same_tensor_twice.pt"),
        new("views of one storage, with offsets", "torch-2.11/layout/shared_storage.pt"),
        new("strided views", "torch-2.11/layout/strided_steps.pt"),
        new("transposed", "torch-2.11/layout/transposed.pt"),
        new("permuted", "torch-2.11/layout/permuted4d.pt"),
        new("channels last", "torch-2.11/layout/channels_last.pt"),
        new("conjugated and negated views", "torch-2.11/layout/conj_and_neg.pt"),
        new("a training run: model, optimizer, epoch", "torch-2.11/ckpt/opt_adam.pth"),
        new("a training run of Lightning", "torch-2.11/ckpt/lightning.ckpt"),
        new("a model beside its average", "torch-2.11/ckpt/ema_and_model.pth"),
        new("a state dict beside other dicts", "torchsharp/modules/convolutional.pt"),
        new("numbers and text beside the tensors", "torch-2.11/zipvar/tw_plain.pt"),
        new("names with the prefixes of DataParallel and compile", "torch-2.11/arch/dp_compile_state.pt")
        {
            Prefix = "module._orig_mod.", Cure = "strip_prefix: \"auto\"",
            Cured = static (module, path) => module.load_pt(path, strip_prefix: "auto"),
        },
        new("saved on a GPU", "torch-2.11/cuda/shared.pt"),
        new("bfloat16 into float32", "torch-2.11/dtype/bfloat16.pt") { ModuleType = torch.float32 },
        new("float16 into float32", "torch-2.11/dtype/float16.pt") { ModuleType = torch.float32 },
        new("float64 into float32", "torch-2.11/dtype/float64.pt") { ModuleType = torch.float32 },
        new("complex64", "torch-2.11/dtype/complex64.pt"),
        new("complex64 into complex128", "torch-2.11/dtype/complex64.pt") { ModuleType = torch.complex128 },
        new("int64", "torch-2.11/dtype/int64.pt"),
        new("bool", "torch-2.11/dtype/bool.pt"),
        new("float8 into float32", "torch-2.11/dtype/float8_e5m2.pt") { ModuleType = torch.float32 },
        new("uint32 into int64", "torch-2.11/dtype/uint32.pt") { ModuleType = torch.int64 },
        Copied(new("quantized", "torch-2.11/quant/qint8_per_tensor.pt"), "load_tensors(dequantize: true)"),
        Copied(new("quantized by channel", "torch-2.11/quant/qint8_per_channel.pt"), "load_tensors(dequantize: true)"),
        Copied(new("sparse", "torch-2.11/sparse/coo_coalesced.pt"), "to_dense()"),
        new("parameters in a plain dict", "torch-2.11/param/parameter_dict_plain.pt"),
        AsData(new("whole module", "torch-2.11/module/tinynet.pt")),
        AsData(new("TorchScript", "objects/jit/seq.pt")),
        new("the format of before PyTorch 1.6", "torch-2.11/legacy/state_dict.pt"),
        new("the same, tied", "torch-2.11/legacy/tied.pt"),
        new("the tar of before 0.1.10", "torch-2.11/tar/state_dict.pt"),
        new("big-endian", State) { Make = MadeFiles.BigEndian },
        new("one bit turned over", State) { Make = MadeFiles.Damaged, MustRefuse = true },
        new("a call of a dangerous function", "torch-2.11/edge/global_os_system.pt") { MustRefuse = true },
        new("safetensors", "torch-2.11/hf/distilbert/model.safetensors"),
        new("shards of a pickle by index", "torch-2.11/hf/distilbert/sharded_bin/pytorch_model.bin.index.json"),
        new("shards of safetensors by index", "torch-2.11/hf/distilbert/sharded_safetensors/model.safetensors.index.json"),
    ];

    private static FileKind AsData(FileKind kind) => kind with
    {
        Cure = "options: new CheckpointOptions { KeepObjects = true }",
        Cured = static (module, path) => module.load_pt(path, options: s_asData),
    };

    // Numbers that are another thing than the module's: by hand, as the message says.
    private static FileKind Copied(FileKind kind, string cure) => kind with
    {
        ModuleType = torch.float32, Cure = cure, Cured = static (module, path) =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using var noGrad = torch.no_grad();
            using Checkpoint checkpoint = Checkpoint.Open(path);
            Dictionary<string, torch.Tensor> parameters = module.state_dict();
            foreach (var (name, tensor) in checkpoint.load_tensors(dequantize: true))
                parameters[name].copy_(tensor.is_sparse ? tensor.to_dense() : tensor);
        },
    };
}
