using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>Strategy None: versions differ by name only.</summary>
public sealed class NoConversion : IVersionConversion
{
    /// <summary>The only one.</summary>
    public static NoConversion Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ObjectNode>> ConvertAsync(ImmutableArray<ObjectNode> values, string groupVersion, CancellationToken cancellation) =>
        new([.. values.Select(v => v.Set("apiVersion", groupVersion))]);
}
