namespace KubeSharp.Client.Rest;

/// <summary>What to list or watch. Source: the reference page "API Concepts".</summary>
public sealed record ListOptions
{
    /// <summary>Label selector; empty: all.</summary>
    public string LabelSelector { get; init; } = "";
    /// <summary>Field selector; empty: all.</summary>
    public string FieldSelector { get; init; } = "";
    /// <summary>Version to start from; empty: the newest.</summary>
    public string ResourceVersion { get; init; } = "";
    /// <summary>Most items in one answer; 0: all.</summary>
    public int Limit { get; init; }
    /// <summary>Token of the page before.</summary>
    public string Continue { get; init; } = "";
    /// <summary>Seconds after which the server ends a watch; 0: as it likes.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>Everything.</summary>
    public static ListOptions All { get; } = new();
}
