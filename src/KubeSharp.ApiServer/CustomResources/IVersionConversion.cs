using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>How objects of a custom resource are brought from one version into another.</summary>
public interface IVersionConversion
{
    /// <summary>The objects in the version (GROUP/VERSION), in their order. None of them is in it already.</summary>
    /// <exception cref="Machinery.Statuses.StatusException">500: a webhook fails.</exception>
    ValueTask<ImmutableArray<ObjectNode>> ConvertAsync(ImmutableArray<ObjectNode> values, string groupVersion, CancellationToken cancellation);
}
