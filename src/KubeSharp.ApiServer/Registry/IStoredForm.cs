using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <summary>How objects lie in the store, where that may differ from how a definition handles them: another version, fields that a schema has since lost or filled in.</summary>
public interface IStoredForm
{
    /// <summary>The objects as the definition handles them, in their order; an object itself where it is so already.</summary>
    /// <exception cref="Machinery.Statuses.StatusException">A webhook that converts fails.</exception>
    ValueTask<ImmutableArray<ObjectNode>> ReadAsync(ImmutableArray<ObjectNode> stored, CancellationToken cancellation);

    /// <summary>The object as it is to be stored.</summary>
    /// <exception cref="Machinery.Statuses.StatusException">A webhook that converts fails.</exception>
    ValueTask<ObjectNode> WriteAsync(ObjectNode value, CancellationToken cancellation);
}
