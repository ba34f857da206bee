namespace SafeLoad.Tests.Support;

/// <summary>A storage as a container holds it.</summary>
/// <param name="Type">Its class: <c>FloatStorage</c>.</param>
/// <param name="Count">How many elements it is said to have, where the container says so itself.</param>
/// <param name="Bytes">The bytes that are there.</param>
internal sealed record StoredElements(string Type, long Count, byte[] Bytes);
