using SafeLoad.Formats;

namespace SafeLoad.Opening;

// What stands beside models, or goes into them: data that nobody runs.
internal static partial class FormatTable
{
    private static FormatRow[] Data() =>
    [
        Holding("parquet", "a Parquet file",
            static (in FileHead head) => head.StartsWith("PAR1"u8) || head.StartsWith("PARE"u8), ".parquet"),
        Holding("arrow", "an Arrow or Feather file",
            static (in FileHead head) => head.StartsWith("ARROW1\0\0"u8) || head.StartsWith("FEA1"u8), ".arrow", ".feather"),
        Holding("orc", "an ORC file", static (in FileHead head) => head.StartsWith("ORC"u8) && head.Length > 64),
        Holding("avro", "an Avro file", static (in FileHead head) => head.StartsWith("Obj\x01"u8)),
        Holding("netcdf", "a NetCDF file",
            static (in FileHead head) => head.StartsWith("CDF"u8) && head.Bytes.Length > 8 && head.Bytes[3] is 1 or 2 or 5),
        Holding("matlab", "a MATLAB file",
            static (in FileHead head) => head.StartsWith("MATLAB 5.0 MAT-file"u8) || head.StartsWith("MATLAB 7.3 MAT-file"u8)),
        Holding("sqlite", "an SQLite database", static (in FileHead head) => head.StartsWith("SQLite format 3\0"u8)),
        Holding("spss", "an SPSS file", static (in FileHead head) => head.StartsWith("$FL2@(#)"u8) || head.StartsWith("$FL3@(#)"u8)),
        Holding("pmml", "a PMML model", static (in FileHead head) => MarkupHead.RootOf(head.Bytes).SequenceEqual("PMML"u8), ".pmml"),
        Holding("openvino", "an OpenVINO model",
            static (in FileHead head) => MarkupHead.RootOf(head.Bytes).SequenceEqual("net"u8) && head.Bytes.IndexOf("version="u8) >= 0),
        Holding("xgboost", "an XGBoost model", static (in FileHead head) => JsonHead.HasKey(head.Bytes, "learner"u8)),
        Holding("catboost", "a CatBoost model",
            static (in FileHead head) => JsonHead.HasKey(head.Bytes, "oblivious_trees"u8)
                || JsonHead.HasKey(head.Bytes, "features_info"u8)),
        Holding("tfjs", "a TensorFlow.js model", static (in FileHead head) => JsonHead.HasKey(head.Bytes, "modelTopology"u8)),
        Holding("mxnetsymbol", "a graph of MXNet",
            static (in FileHead head) => JsonHead.HasKey(head.Bytes, "nodes"u8) && JsonHead.HasKey(head.Bytes, "op"u8)),
    ];

    private static FormatRow Holding(string id, string words, FormatSignature signature, params string[] endings) =>
        new(CheckpointFormat.Other, id, words)
    {
        Signature = signature,
        Mark = FormatMark.HoldsNoProgram,
        Endings = [.. endings.Select(static ending => new FormatEnding(ending, EndingUse.Promises))],
    };
}
