using KubeSharp.Api;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>A write on its way to the store.</summary>
public sealed record AdmissionRequest
{
    /// <summary>What is done.</summary>
    public required AdmissionOperation Operation { get; init; }
    /// <summary>The resource in the request's version.</summary>
    public required ApiResource Resource { get; init; }
    /// <summary>Subresource; empty: the object itself.</summary>
    public string Subresource { get; init; } = "";
    /// <summary>Namespace; empty: cluster-wide.</summary>
    public string Namespace { get; init; } = "";
    /// <summary>Name; empty where it is still to be generated.</summary>
    public string Name { get; init; } = "";
    /// <summary>The object as it shall be, in the request's version; for a subresource its own kind (Eviction, Scale); null for a deletion.</summary>
    public ObjectNode? Object { get; init; }
    /// <summary>The object as it is; null for a creation.</summary>
    public ObjectNode? OldObject { get; init; }
    /// <summary>CreateOptions, DeleteOptions… as sent.</summary>
    public ObjectNode? Options { get; init; }
    /// <summary>Who.</summary>
    public required UserIdentity User { get; init; }
    /// <summary>Nothing will be stored: no side effects.</summary>
    public bool DryRun { get; init; }
    /// <summary>Version of the API in which the request came; empty: that of <see cref="Resource"/>.</summary>
    public string RequestVersion { get; init; } = "";
    /// <summary>Takes annotations (key, value) for the audit event.</summary>
    public Action<string, string> Annotate { get; init; } = static (_, _) => { };
    /// <summary>What mutating webhooks of this request have to be called again.</summary>
    public Webhooks.Reinvocation Reinvocation { get; } = new();
    /// <summary>Takes texts for the response's Warning headers.</summary>
    public Action<string> Warn { get; init; } = static _ => { };
}
