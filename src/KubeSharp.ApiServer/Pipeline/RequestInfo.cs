namespace KubeSharp.ApiServer.Pipeline;

/// <summary>What a request is about, read from its method and path alone. Source: upstream's request info.</summary>
public sealed record RequestInfo
{
    /// <summary>The URL's path.</summary>
    public required string Path { get; init; }
    /// <summary>get, list, watch, create, update, patch, delete, deletecollection; empty: the method means none; for what is no resource the method in lower case.</summary>
    public required string Verb { get; init; }
    /// <summary>Is about a resource (under /api/VERSION or /apis/GROUP/VERSION).</summary>
    public bool IsResourceRequest { get; init; }
    /// <summary>API group; empty: core.</summary>
    public string Group { get; init; } = "";
    /// <summary>API version.</summary>
    public string Version { get; init; } = "";
    /// <summary>Namespace; empty: all, or a cluster-wide resource.</summary>
    public string Namespace { get; init; } = "";
    /// <summary>Plural of the resource.</summary>
    public string Resource { get; init; } = "";
    /// <summary>Subresource; empty: none.</summary>
    public string Subresource { get; init; } = "";
    /// <summary>Lasts by its nature: a watch, or what passes streams on. Compat: so does a log, followed or not.</summary>
    public bool IsLongRunning => Verb == "watch" || Subresource is "exec" or "attach" or "portforward" or "proxy" or "log";
    /// <summary>Name of the object; empty: the collection.</summary>
    public string Name { get; init; } = "";
    /// <summary>What follows the subresource (path to proxy to), with its leading slash; empty: nothing.</summary>
    public string Rest { get; init; } = "";
}
