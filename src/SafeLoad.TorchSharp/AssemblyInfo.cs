using System.Runtime.CompilerServices;

// Native calls take numbers and addresses as they are, so that they can be compiled ahead of time.
[assembly: DisableRuntimeMarshalling]
