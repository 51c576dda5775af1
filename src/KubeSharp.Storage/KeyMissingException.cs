namespace KubeSharp.Storage;

/// <summary>What was to be kept of a key (<see cref="PutOperation.KeepsValue"/>) is not there.</summary>
public sealed class KeyMissingException() : Exception("key not found");
