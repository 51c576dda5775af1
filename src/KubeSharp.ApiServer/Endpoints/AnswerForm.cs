namespace KubeSharp.ApiServer.Endpoints;

/// <summary>How a client wants an answer.</summary>
public enum AnswerForm
{
    /// <summary>The object itself.</summary>
    Object,
    /// <summary>meta.k8s.io/v1 Table.</summary>
    Table,
    /// <summary>PartialObjectMetadata: metadata only.</summary>
    Metadata,
    /// <summary>All that is served, in one list.</summary>
    Aggregated,
}
