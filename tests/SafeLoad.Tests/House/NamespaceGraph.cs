using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.House;

/// <summary>Which own type of an assembly refers to which: by base types, fields, signatures, local variables and instructions.</summary>
/// <remarks>Constants are compiled into their users and leave no trace.</remarks>
internal sealed class NamespaceGraph
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly HashSet<Edge> _edges = [];
    private TypeDefinitionHandle _from;

    /// <summary>One reference between two top types; <see cref="External"/> is set where it leaves the assembly.</summary>
    public readonly record struct Edge(string FromNamespace, string FromType, string ToNamespace, string ToType, bool External);

    private NamespaceGraph(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
    }

    public static IReadOnlySet<Edge> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var graph = new NamespaceGraph(file);
        foreach (TypeDefinitionHandle handle in graph._metadata.TypeDefinitions) graph.AddType(handle);
        return graph._edges;
    }

    private void AddType(TypeDefinitionHandle handle)
    {
        _from = handle;
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        Add(type.BaseType);
        AddConstraints(type.GetGenericParameters());
        AddAttributes(type.GetCustomAttributes());
        foreach (InterfaceImplementationHandle implemented in type.GetInterfaceImplementations())
            Add(_metadata.GetInterfaceImplementation(implemented).Interface);
        foreach (FieldDefinitionHandle field in type.GetFields())
            Add(_metadata.GetFieldDefinition(field).DecodeSignature(TypeHandles.Instance, null));
        foreach (MethodDefinitionHandle method in type.GetMethods()) AddMethod(_metadata.GetMethodDefinition(method));
    }

    private void AddMethod(MethodDefinition method)
    {
        Add(method.DecodeSignature(TypeHandles.Instance, null));
        AddConstraints(method.GetGenericParameters());
        AddAttributes(method.GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0) return;
        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            Add([.. _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(TypeHandles.Instance, null)
                .SelectMany(static local => local)]);
        foreach (ExceptionRegion region in body.ExceptionRegions) Add(region.CatchType);
        foreach (var (_, token) in IlCode.Read(body)) Add(token);
    }

    private void AddConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameterHandle parameter in parameters)
        {
            foreach (GenericParameterConstraintHandle constraint in _metadata.GetGenericParameter(parameter).GetConstraints())
                Add(_metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void AddAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttributeHandle attribute in attributes) Add(_metadata.GetCustomAttribute(attribute).Constructor);
    }

    private void Add(MethodSignature<ImmutableArray<EntityHandle>> signature)
    {
        Add(signature.ReturnType);
        foreach (var parameter in signature.ParameterTypes) Add(parameter);
    }

    private void Add(ImmutableArray<EntityHandle> types)
    {
        foreach (EntityHandle type in types) Add(type);
    }

    private void Add(EntityHandle handle)
    {
        if (handle.IsNil) return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition: AddEdge(Top((TypeDefinitionHandle)handle), external: false); break;
            case HandleKind.TypeReference: AddEdge(Top((TypeReferenceHandle)handle), external: true); break;
            case HandleKind.TypeSpecification:
                Add(_metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(TypeHandles.Instance, null)); break;
            case HandleKind.MethodDefinition: Add(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()); break;
            case HandleKind.FieldDefinition: Add(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()); break;
            case HandleKind.MemberReference: Add(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent); break;
            case HandleKind.MethodSpecification:
                MethodSpecification specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                Add(specification.Method);
                Add([.. specification.DecodeSignature(TypeHandles.Instance, null).SelectMany(static argument => argument)]);
                break;
        }
    }

    private void AddEdge((string Namespace, string Name) to, bool external)
    {
        var from = Top(_from);
        _edges.Add(new Edge(from.Namespace, from.Name, to.Namespace, to.Name, external));
    }

    // Lambdas and iterators are types inside of the one that they were written in.
    private (string Namespace, string Name) Top(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil) type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        return (_metadata.GetString(type.Namespace), _metadata.GetString(type.Name));
    }

    private (string Namespace, string Name) Top(TypeReferenceHandle handle)
    {
        TypeReference type = _metadata.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
            type = _metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        return (_metadata.GetString(type.Namespace), _metadata.GetString(type.Name));
    }
}
