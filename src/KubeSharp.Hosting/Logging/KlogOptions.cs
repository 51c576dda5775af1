namespace KubeSharp.Hosting.Logging;

/// <summary>What is logged.</summary>
public sealed record KlogOptions
{
    /// <summary>As klog's -v: 0 to 3 information, 4 and 5 debug, from 6 on trace. Default 0.</summary>
    public int Verbosity { get; init; }
}
