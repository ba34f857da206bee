namespace SafeLoad.Compatibility;

/// <summary>What stops <c>torch.load(weights_only=True)</c>.</summary>
internal enum TorchBlockerKind
{
    /// <summary>A global that is not on the release's list.</summary>
    Global,
    /// <summary>An opcode that the release's restricted unpickler does not have.</summary>
    Opcode,
    /// <summary>A kind of file that the release does not open this way.</summary>
    Container,
    /// <summary>A file that contradicts itself.</summary>
    Damage,
}
