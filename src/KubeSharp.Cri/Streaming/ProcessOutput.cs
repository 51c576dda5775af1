namespace KubeSharp.Cri.Streaming;

/// <param name="IsError">It was written to the standard error.</param>
/// <param name="Content">The bytes.</param>
public readonly record struct ProcessOutput(bool IsError, ReadOnlyMemory<byte> Content);
