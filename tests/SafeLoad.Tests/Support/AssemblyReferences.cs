using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SafeLoad.Tests.Support;

/// <summary>
/// Everything outside of itself that a compiled assembly refers to: types as <c>Namespace.Type</c>,
/// members as <c>Namespace.Type::Member</c>,
/// P/Invokes as <c>native module::entry</c>, and calls through pointers. What is not in these tables cannot be called without reflection.
/// </summary>
internal static class AssemblyReferences
{
    /// <summary>The references of one assembly, sorted.</summary>
    public static SortedSet<string> Of(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (TypeReferenceHandle handle in metadata.TypeReferences) found.Add(NameOf(metadata, handle));
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            MemberReference member = metadata.GetMemberReference(handle);
            if (OwnerOf(metadata, member.Parent) is { } owner) found.Add(owner + "::" + metadata.GetString(member.Name));
        }
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            if ((method.Attributes & MethodAttributes.PinvokeImpl) != 0)
            {
                MethodImport import = method.GetImport();
                string module = import.Module.IsNil ? "?" : metadata.GetString(metadata.GetModuleReference(import.Module).Name);
                found.Add($"native {module}::{metadata.GetString(import.Name)}");
            }
            else if ((method.ImplAttributes & MethodImplAttributes.CodeTypeMask) == MethodImplAttributes.Native)
                found.Add("native body::" + metadata.GetString(method.Name));
            if (method.RelativeVirtualAddress == 0) continue;
            if (IlCode.Read(file.GetMethodBody(method.RelativeVirtualAddress)).Any(static instruction => instruction.Code == OpCodes.Calli))
                found.Add("native calli::" + metadata.GetString(method.Name));
        }
        // What the command uses of the library is checked where the library is.
        found.RemoveWhere(static reference => reference.StartsWith("SafeLoad.", StringComparison.Ordinal));
        return found;
    }

    /// <summary>Those of some references that could run something, load something, find something by name, or reach the network.</summary>
    /// <param name="references">As <see cref="Of"/> lists them.</param>
    /// <param name="excepted">What a product needs all the same, for a reason that stands beside the exception.</param>
    public static IEnumerable<string> Dangerous(IEnumerable<string> references, params string[] excepted) =>
        references.Where(reference => !excepted.Contains(reference, StringComparer.Ordinal) && IsDangerous(reference));

    private static bool IsDangerous(string reference)
    {
        string type = reference.Split("::")[0], member = reference.Contains("::", StringComparison.Ordinal) ? reference.Split("::")[1] : "";
        if (type.StartsWith("native ", StringComparison.Ordinal)) return true;
        // Attributes only describe the assembly.
        if (type.StartsWith("System.Reflection.", StringComparison.Ordinal)) return !type.EndsWith("Attribute", StringComparison.Ordinal);
        // typeof, its comparison, and nothing that goes from a type to its members or from a name to a type.
        if (type == "System.Type") return member is not ("" or "GetTypeFromHandle" or "op_Equality" or "op_Inequality");
        if (type is "System.Delegate" or "System.MulticastDelegate") return member is not ("" or "Combine" or "Remove" or ".ctor");
        if (type == "System.Environment")
            return member is not ("" or "get_NewLine" or "get_CurrentManagedThreadId" or "get_ProcessorCount" or "get_Is64BitProcess");
        return s_types.Contains(type)
            || s_families.Any(family => type == family || type.StartsWith(family + ".", StringComparison.Ordinal)
                || type.StartsWith(family + "+", StringComparison.Ordinal));
    }

    private static readonly string[] s_types =
    [
        "System.Activator", "System.AppDomain", "System.AppContext", "System.RuntimeMethodHandle", "System.ModuleHandle",
        "System.ArgIterator", "System.TypedReference",
        "System.Runtime.InteropServices.Marshal", "System.Runtime.InteropServices.NativeLibrary",
        "System.Runtime.InteropServices.NativeMemory",
        "System.Runtime.InteropServices.DllImportAttribute", "System.Runtime.InteropServices.LibraryImportAttribute",
        "System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute",
        "System.Runtime.CompilerServices.UnsafeAccessorAttribute", "System.Runtime.CompilerServices.CallSite",
        "System.ComponentModel.TypeDescriptor", "System.ComponentModel.TypeConverter",
        "System.Diagnostics.Process", "System.Diagnostics.ProcessStartInfo", "System.Resources.ResourceReader",
    ];

    private static readonly string[] s_families =
    [
        "System.Linq.Expressions", "System.Runtime.Loader", "System.Runtime.Serialization", "System.Runtime.Remoting", "System.CodeDom",
        "System.Xml", "System.Data", "System.Net",
        "System.Dynamic", "System.Management", "Microsoft.CSharp", "Microsoft.CodeAnalysis", "Microsoft.VisualBasic",
        "Microsoft.Win32.Registry",
    ];

    private static string? OwnerOf(MetadataReader metadata, EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference => NameOf(metadata, (TypeReferenceHandle)parent),
        HandleKind.ModuleReference => "native " + metadata.GetString(metadata.GetModuleReference((ModuleReferenceHandle)parent).Name),
        // Of a generic type the first handle is the type itself; own types are the product's own code,
        // and arrays have no members but theirs.
        HandleKind.TypeSpecification when metadata.GetTypeSpecification((TypeSpecificationHandle)parent)
            .DecodeSignature(TypeHandles.Instance, null) is [var first, ..] && first.Kind == HandleKind.TypeReference =>
            NameOf(metadata, (TypeReferenceHandle)first),
        _ => null,
    };

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        TypeReference type = metadata.GetTypeReference(handle);
        string name = metadata.GetString(type.Name), space = metadata.GetString(type.Namespace);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
            return NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope) + "+" + name;
        return space.Length == 0 ? name : space + "." + name;
    }
}
