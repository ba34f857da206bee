using SafeLoad.Formats;

namespace SafeLoad.Opening;

// Models that are protobuf messages. They have no magic: the fields of the whole message tell them.
internal static partial class FormatTable
{
    private static FormatRow[] Messages() =>
    [
        // tensorflow/core/protobuf/saved_model.proto: the schema's version, and graphs, whose operators read files, write them and call
        // Python.
        Message("savedmodel", "a TensorFlow SavedModel", FormatMark.NotLookedAt, static fields =>
            fields.HasOnly(1, 2) && fields.HasNumber(1, 16) && fields.HasBytes(2,
                static start => !start.IsEmpty && start.Span[0] is 0x0A or 0x12), ".pb"),
        // keras/protobuf/saved_metadata.proto: a Lambda layer is marshalled bytecode in its JSON.
        Message("kerasmetadata", "a keras_metadata.pb, which can hold Python bytecode", FormatMark.NotLookedAt, static fields =>
            fields.HasOnly(1) && fields.HasBytes(1, static start =>
                start.Span.IndexOf("_tf_keras"u8) >= 0)),
        // tensorflow/core/framework/graph.proto: nodes with name and operator.
        Message("tfgraph", "a TensorFlow graph", FormatMark.NotLookedAt, static fields =>
            fields.HasOnly(1, 2, 3, 4, 5) && fields.HasBytes(1, static start =>
                IsGraphNode(start.Span))),
        // mlmodel/format/Model.proto: the version, a description, and the model under the number of its kind. Custom layers are called by
        // name.
        Message("coreml", "a Core ML model", FormatMark.NotLookedAt, static fields =>
            fields.HasNumber(1, 100) && fields.HasBytes(2) && fields.HasAnyFrom(200), ".mlmodel"),
        // paddle/fluid/framework/framework.proto: blocks that begin with index and parent.
        Message("paddle", "a Paddle program", FormatMark.NotLookedAt, static fields =>
            fields.HasOnly(1, 2, 3, 4, 5) && fields.HasBytes(1, static start =>
                start.Span.StartsWith((ReadOnlySpan<byte>)[0x08, 0x00, 0x10])), ".pdmodel"),
        // caffe.proto, NetParameter: a name, layers; a layer can be Python's.
        Message("caffe", "a Caffe model", FormatMark.NotLookedAt, static fields =>
            fields.HasBytes(1, static start => IsPrintable(start.Span))
                && (fields.HasBytes(100) || (fields.HasBytes(2) && fields.HasOnly(1, 2, 3, 4, 5, 6))), ".caffemodel"),
        // caffe2.proto, NetDef: a name, operators, what goes in and out.
        Message("caffe2", "a Caffe2 net", FormatMark.NotLookedAt, static fields =>
            fields.HasBytes(1, static start => IsPrintable(start.Span)) && fields.HasBytes(2)
                && fields.HasOnly(1, 2, 3, 4, 5, 6, 7, 8, 9)),
        // sentencepiece_model.proto: pieces of a text and a score.
        Message("sentencepiece", "a SentencePiece vocabulary", FormatMark.HoldsNoProgram, static fields =>
            fields.HasOnly(1, 2, 3, 4, 5) && fields.HasBytes(1, static start =>
                IsPiece(start.Span))) with { HoldsWeights = false },
        // mindspore/ccsrc/utils/checkpoint.proto: values of a tag and a tensor.
        Message("mindspore", "a checkpoint of MindSpore", FormatMark.HoldsNoProgram, static fields =>
            fields.HasOnly(1) && fields.HasBytes(1, static start =>
                BehindText(start.Span) is [0x12, ..])),
    ];

    private static FormatRow Message(
        string id, string words, FormatMark mark, Predicate<ProtobufFields> isOf, params string[] promises) =>
        Model(id, words, mark, ProtobufFields.Magics, promises) with
        {
            Signature = (in FileHead head) => ProtobufFields.Of(head) is { } fields && isOf(fields),
        };

    // name = 1, op = 2: "MatMul".
    private static bool IsGraphNode(ReadOnlySpan<byte> node) => BehindText(node) is [0x12, > 0 and < 128 and var length, ..] rest
        && rest.Length >= 2 + length && (char.IsAsciiLetterUpper((char)rest[2]) || rest[2] == '_') && IsPrintable(rest.Slice(2, length));

    // piece = 1, score = 2, a float; a piece of score 0 ends with its type or at once.
    private static bool IsPiece(ReadOnlySpan<byte> piece) => BehindText(piece) is [] or [0x15, ..] or [0x18, ..] && piece.Length > 2;

    // What follows a first field of text; null if there is none. Names and pieces are shorter than 128 bytes.
    private static ReadOnlySpan<byte> BehindText(ReadOnlySpan<byte> message) =>
        message is [0x0A, > 0 and < 128 and var length, ..] && message.Length >= 2 + length ? message[(2 + length)..] : [0];

    private static bool IsPrintable(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;
}
