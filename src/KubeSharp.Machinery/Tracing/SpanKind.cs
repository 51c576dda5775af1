namespace KubeSharp.Machinery.Tracing;

/// <summary>What a span is to its neighbours, in OTLP's numbers.</summary>
public enum SpanKind
{
    /// <summary>Work within.</summary>
    Internal = 1,
    /// <summary>A request that is served.</summary>
    Server = 2,
    /// <summary>A request that is made.</summary>
    Client = 3,
}
