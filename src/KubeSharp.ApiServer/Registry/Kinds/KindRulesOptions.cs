namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>What the rules of kinds depend on.</summary>
public sealed record KindRulesOptions
{
    /// <summary>Ranges of service addresses in CIDR notation, the primary family first; default 10.96.0.0/12.</summary>
    public IReadOnlyList<string> ServiceRanges { get; init; } = ["10.96.0.0/12"];
    /// <summary>The lowest node port; default 30000.</summary>
    public int NodePortMin { get; init; } = 30000;
    /// <summary>The highest node port; default 32767.</summary>
    public int NodePortMax { get; init; } = 32767;
    /// <summary>The stored objects.</summary>
    public required IObjects Objects { get; init; }
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
    /// <summary>Where addresses and ports are drawn from.</summary>
    public Random Random { get; init; } = Random.Shared;
}
