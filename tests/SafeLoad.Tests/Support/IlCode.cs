using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace SafeLoad.Tests.Support;

/// <summary>Reads the instructions of compiled methods as far as the house tests need them:
/// opcodes and the tokens that they name.</summary>
/// <remarks>ECMA-335 III.</remarks>
internal static class IlCode
{
    // Every opcode with the size of its operand, out of the runtime's own table.
    private static readonly FrozenDictionary<ushort, OpCode> s_opcodes =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!).ToFrozenDictionary(static code => (ushort)code.Value);

    /// <summary>Every instruction of a body; the token is nil where the instruction names none. Strings are not followed.</summary>
    public static IEnumerable<(OpCode Code, EntityHandle Token)> Read(MethodBodyBlock body)
    {
        var found = new List<(OpCode, EntityHandle)>();
        BlobReader reader = body.GetILReader();
        while (reader.RemainingBytes > 0)
        {
            ushort value = reader.ReadByte();
            if (value == 0xFE) value = (ushort)(0xFE00 | reader.ReadByte());
            OpCode code = s_opcodes[value];
            EntityHandle token = default;
            switch (code.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType
                    or OperandType.InlineSig:
                    token = MetadataTokens.EntityHandle(reader.ReadInt32());
                    break;
                case OperandType.InlineSwitch:
                    int targets = reader.ReadInt32();
                    reader.Offset += targets * 4;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    reader.Offset += 8;
                    break;
                case OperandType.InlineVar:
                    reader.Offset += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    reader.Offset += 1;
                    break;
                case OperandType.InlineNone:
                    break;
                default:
                    reader.Offset += 4;
                    break;
            }
            found.Add((code, token));
        }
        return found;
    }
}
