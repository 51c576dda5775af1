namespace KubeSharp.Controllers.GarbageCollection;

/// <summary>An owner reference.</summary>
public sealed record GraphOwner(string ApiVersion, string Kind, string Name, string Uid, bool BlocksDeletion);
