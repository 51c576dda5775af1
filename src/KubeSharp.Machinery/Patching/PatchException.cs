namespace KubeSharp.Machinery.Patching;

/// <summary>A patch that cannot be applied.</summary>
public sealed class PatchException(string message, PatchFault fault = PatchFault.Malformed) : Exception(message)
{
    /// <summary>What is the matter with it.</summary>
    public PatchFault Fault { get; } = fault;
}
