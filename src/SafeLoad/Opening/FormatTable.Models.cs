using System.Buffers.Binary;
using SafeLoad.Formats;

namespace SafeLoad.Opening;

// Models of other libraries that are told by a magic of their own. Nothing of them is read: what can carry a program is not looked at.
// Signatures as in the libraries' sources and in Netron's (lutzroeder/netron, source/*.js).
internal static partial class FormatTable
{
    private static FormatRow[] Models() =>
    [
        // FlatBuffers: an offset, and the identifier of the schema. Custom operators are called by name.
        Model("tflite", "a TensorFlow Lite model", FormatMark.NotLookedAt,
            static (in FileHead head) => IsFlatBuffer(head, "TFL3"u8), ".tflite"),
        Model("executorch", "an ExecuTorch program (.pte)", FormatMark.NotLookedAt,
            static (in FileHead head) => IsFlatBuffer(head, "ET12"u8), ".pte"),
        Model("executorchdata", "weights of ExecuTorch (.ptd)", FormatMark.HoldsNoProgram,
            static (in FileHead head) => IsFlatBuffer(head, "FT01"u8), ".ptd"),
        Model("ort", "an ONNX Runtime model", FormatMark.NotLookedAt, static (in FileHead head) => IsFlatBuffer(head, "ORTM"u8), ".ort"),
        Model("circle", "a Circle model", FormatMark.NotLookedAt, static (in FileHead head) => IsFlatBuffer(head, "CIR0"u8), ".circle"),
        Model("mslite", "a MindSpore Lite model", FormatMark.NotLookedAt,
            static (in FileHead head) => head.Bytes.Length >= 8 && head.Has(4, "MSL"u8) && IsFlatBuffer(head, head.Bytes[4..8])),
        Model("mnn", "an MNN model", FormatMark.NotLookedAt, static (in FileHead head) => IsMnn(head), ".mnn"),
        // Compiled for a device: code that it runs.
        Model("tensorrt", "a TensorRT engine, compiled for a GPU", FormatMark.NotLookedAt,
            static (in FileHead head) => IsTensorRt(head), ".engine", ".plan"),
        Model("rknn", "an RKNN model, compiled for a Rockchip", FormatMark.NotLookedAt,
            static (in FileHead head) => head.StartsWith("RKNN"u8) || head.StartsWith("CYPTRKNN"u8) || head.StartsWith("RKNX"u8), ".rknn"),
        Model("hailo", "a Hailo model, compiled", FormatMark.NotLookedAt,
            static (in FileHead head) => head.StartsWith([1, .. "HEF"u8]), ".hef"),
        Model("om", "an Ascend model, compiled", FormatMark.NotLookedAt,
            static (in FileHead head) => head.Length >= 256 && (head.StartsWith("IMOD"u8) || head.StartsWith("PICO"u8))),
        Model("kmodel", "a kmodel, compiled for a Kendryte", FormatMark.NotLookedAt,
            static (in FileHead head) => head.StartsWith("LDMK"u8)),
        Model("bmodel", "a bmodel, compiled for a Sophon", FormatMark.NotLookedAt,
            static (in FileHead head) => head.StartsWith([0xEE, 0xAA, 0x55, 0xFF])),
        Model("dlc", "a Snapdragon model (DLC)", FormatMark.NotLookedAt,
            static (in FileHead head) => head.StartsWith([0xD5, 0x0A]) && head.Length > 16 && head.Bytes[3] == 0),
        Model("imgdnn", "an IMG DNN model", FormatMark.NotLookedAt, static (in FileHead head) => head.StartsWith("IMGDNN"u8)),
        Model("megengine", "a MegEngine model", FormatMark.NotLookedAt,

            static (in FileHead head) => head.StartsWith("mgb0001"u8) || head.StartsWith("mgb0000a"u8) || head.StartsWith("MGBS"u8)
                || head.StartsWith("mgbtest0"u8)),
        Model("cntk", "a CNTK model", FormatMark.NotLookedAt, static (in FileHead head) => head.StartsWith("B\0C\0N\0\0\0"u8)),
        Model("mlir", "MLIR bytecode", FormatMark.NotLookedAt, static (in FileHead head) => head.StartsWith([.. "ML"u8, 0xEF, .. "R"u8])),
        // R's readers run what a promise or an active binding holds.
        Model("rdata", "R data", FormatMark.NotLookedAt, static (in FileHead head) => IsRData(head.Bytes), ".rds", ".rdata", ".rda"),
        // Trees and vectors.
        Model("catboost", "a CatBoost model", FormatMark.HoldsNoProgram, static (in FileHead head) => head.StartsWith("CBM1"u8), ".cbm"),
        Model("lightgbm", "a LightGBM model", FormatMark.HoldsNoProgram,
            static (in FileHead head) => head.StartsWith("tree\nversion="u8) || head.StartsWith("tree\r\nversion="u8)),
        Model("xgboost", "an XGBoost model", FormatMark.HoldsNoProgram,

            static (in FileHead head) => head.StartsWith("binf"u8) || head.StartsWith("bs64\t"u8)
                || head.StartsWith([.. "{L\0\0\0\0\0\0"u8]) || head.StartsWith("booster[0]:\n"u8), ".ubj"),
        Model("fasttext", "word vectors of fastText", FormatMark.HoldsNoProgram,
            static (in FileHead head) => head.StartsWith([0xBA, 0x16, 0x4F, 0x2F])),
        Model("word2vec", "word vectors of word2vec", FormatMark.HoldsNoProgram, static (in FileHead head) => IsWord2Vec(head.Bytes)),
        Model("faiss", "a faiss index", FormatMark.HoldsNoProgram, static (in FileHead head) => IsFaiss(head.Bytes), ".faiss"),
        // Weights.
        Model("ggml", "a GGML model from before GGUF", FormatMark.HoldsNoProgram,

            static (in FileHead head) => head.StartsWith("lmgg"u8) || head.StartsWith("fmgg"u8) || head.StartsWith("tjgg"u8)
                || head.StartsWith("algg"u8), ".ggml"),
        Model("ctranslate2", "a CTranslate2 model", FormatMark.HoldsNoProgram, static (in FileHead head) => IsCTranslate2(head.Bytes)),
        Model("mxnet", "parameters of MXNet", FormatMark.HoldsNoProgram,
            static (in FileHead head) => head.StartsWith([0x12, 1, 0, 0, 0, 0, 0, 0]), ".params"),
        Model("tvm", "parameters of TVM", FormatMark.HoldsNoProgram,
            static (in FileHead head) => head.StartsWith([0xB7, 0x9C, 0x04, 0x05, 0x4F, 0x8D, 0xE5, 0xF7])),
        Model("ncnn", "an NCNN model", FormatMark.HoldsNoProgram,

            static (in FileHead head) => head.StartsWith("7767517\n"u8) || head.StartsWith("7767517\r\n"u8)
                || head.StartsWith([0xDD, 0x85, 0x76, 0])),
        Model("paddleparams", "parameters of Paddle", FormatMark.HoldsNoProgram,
            static (in FileHead head) => IsPaddleParameters(head.Bytes), ".pdiparams"),
        Model("darknet", "weights of Darknet", FormatMark.HoldsNoProgram,
            static (in FileHead head) => head.StartsWith([0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0]), ".weights"),
        Model("flax", "parameters of Flax (msgpack)", FormatMark.HoldsNoProgram,
            static (in FileHead head) => IsFlax(head.Bytes), ".msgpack"),
        Model("tensorizer", "tensors of Tensorizer", FormatMark.HoldsNoProgram,
            static (in FileHead head) => head.StartsWith("|TZR|\n"u8), ".tensors"),
    ];

    private static FormatRow Model(string id, string words, FormatMark mark, FormatSignature signature, params string[] promises) =>
        new(CheckpointFormat.OtherModel, id, words)
    {
        Signature = signature,
        Mark = mark,
        HoldsWeights = true,
        Endings = [.. promises.Select(static ending => new FormatEnding(ending, EndingUse.Promises))],
    };

    private static bool IsFlatBuffer(in FileHead head, ReadOnlySpan<byte> identifier) =>
        head.Has(4, identifier) && BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes) is >= 4 and var root && root < head.Length;

    // No identifier: the root is a table behind its own vtable, and the converter leaves its name in the file.
    private static bool IsMnn(in FileHead head)
    {
        if (head.Bytes.Length < 64
            || BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes) is not (>= 4 and < 256 and var root)) return false;
        if (root > head.Bytes.Length - 4) return false;
        int vtable = (int)root - BinaryPrimitives.ReadInt32LittleEndian(head.Bytes[(int)root..]);
        if (vtable < 4 || vtable > head.Bytes.Length - 4
            || BinaryPrimitives.ReadUInt16LittleEndian(head.Bytes[vtable..]) is not (>= 4 and < 128)) return false;
        return head.Bytes.IndexOf("\x03\0\0\0MNN\0"u8) >= 0;
    }

    // Exporters put a length and a text in JSON before the engine.
    private static bool IsTensorRt(in FileHead head)
    {
        if (head.StartsWith("ptrt"u8) || head.StartsWith("ftrt"u8)) return true;
        if (head.Bytes.Length < 8 || head.Bytes[4] != '{') return false;
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes);
        Span<byte> magic = stackalloc byte[4];
        return offset < 1 << 20 && head.Source.Read(4L + offset, magic) == magic.Length && (magic.SequenceEqual("ptrt"u8)
            || magic.SequenceEqual("ftrt"u8));
    }

    // R's serialize: XDR, text or native, version 2 or 3; and the heads of save().
    private static bool IsRData(ReadOnlySpan<byte> head) =>
        head.StartsWith("X\n\0\0\0\x02"u8) || head.StartsWith("X\n\0\0\0\x03"u8) || head.StartsWith("B\n\x02\0\0\0"u8)
            || head.StartsWith("B\n\x03\0\0\0"u8)
        || head.StartsWith("A\n2\n"u8) || head.StartsWith("A\n3\n"u8)
        || (head.Length > 5 && head[..2].SequenceEqual("RD"u8) && head[2] is (byte)'X' or (byte)'A' or (byte)'B'
            && head[3] is (byte)'2' or (byte)'3' && head[4] == '\n');

    // "3 4\n": how many words, how many numbers for each.
    private static bool IsWord2Vec(ReadOnlySpan<byte> head)
    {
        int line = head[..Math.Min(head.Length, 32)].IndexOf((byte)'\n'), blank = line < 0 ? -1 : head[..line].IndexOf((byte)' ');
        return blank > 0 && line - blank > 1 && line + 1 < head.Length
            && head[..blank].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
                && head[(blank + 1)..line].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    private static bool IsFaiss(ReadOnlySpan<byte> head) => head.Length > 8 && BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) < 1 << 20
        && (head.StartsWith("IxF"u8) || head.StartsWith("IxM"u8) || head.StartsWith("IxP"u8) || head.StartsWith("IwF"u8)
            || head.StartsWith("IwP"u8) || head.StartsWith("IHN"u8) || head.StartsWith("IBx"u8));

    // The version, then the name of the specification: a length with the NUL that ends it.
    private static bool IsCTranslate2(ReadOnlySpan<byte> head)
    {
        if (head.Length < 16 || BinaryPrimitives.ReadUInt32LittleEndian(head) is not (>= 1 and < 100)) return false;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(head[4..]);
        return length is > 4 and < 100 && head.Length > 6 + length && head[5 + length] == 0 && head.Slice(6, length - 1).EndsWith("Spec"u8);
    }

    // Two versions of zero, no levels; then a length and the description of a tensor, which begins with its dtype.
    private static bool IsPaddleParameters(ReadOnlySpan<byte> head) =>
        head.Length > 24 && head[..16].IndexOfAnyExcept((byte)0) < 0
            && BinaryPrimitives.ReadInt32LittleEndian(head[16..]) is > 2 and < 1024 && head[20] == 0x08 && head[22] == 0x10;

    // msgpack: a map whose first key is a text, and behind it another map or an array of NumPy's (an extension of type 1).
    private static bool IsFlax(ReadOnlySpan<byte> head)
    {
        int at = head.Length < 8 ? -1 : head[0] is >= 0x81 and <= 0x8F ? 1 : head[0] == 0xDE ? 3 : head[0] == 0xDF ? 5 : -1;
        if (at < 0) return false;
        int length = head[at] is >= 0xA1 and <= 0xBF ? head[at] & 0x1F : head[at] == 0xD9 ? head[++at] : 0, value = at + 1 + length;
        if (length == 0 || value + 4 >= head.Length || head.Slice(at + 1, length).IndexOfAnyExceptInRange((byte)' ',
            (byte)'~') >= 0) return false;
        ReadOnlySpan<byte> rest = head[value..];
        return rest[0] switch
        {
            (>= 0x80 and <= 0x8F) or 0xDE or 0xDF => true,
            0xC7 => rest[2] == 1,
            0xC8 => rest[3] == 1,
            0xC9 => rest.Length > 5 && rest[5] == 1,
            _ => false,
        };
    }
}
