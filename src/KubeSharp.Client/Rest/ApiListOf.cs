using KubeSharp.Api.Meta.V1;

namespace KubeSharp.Client.Rest;

/// <summary>The answer to a list.</summary>
/// <param name="Metadata">Resource version, and a continue token where there is more.</param>
/// <param name="Items">The objects.</param>
public sealed record ApiListOf<T>(ListMeta Metadata, IReadOnlyList<T> Items);
