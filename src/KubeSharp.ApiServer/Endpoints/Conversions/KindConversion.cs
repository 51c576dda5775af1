using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Endpoints.Conversions;

/// <summary>How a kind looks in a version other than the one it is stored in. apiVersion and kind are set by who asks.</summary>
/// <param name="FromStorage">The stored object as the version shows it.</param>
/// <param name="ToStorage">An object of the version as it is stored.</param>
/// <param name="StorageField">What a selector's field of the version is called in the storage version.</param>
public sealed record KindConversion(Func<ObjectNode, ObjectNode> FromStorage, Func<ObjectNode, ObjectNode> ToStorage, Func<string, string>? StorageField = null);
