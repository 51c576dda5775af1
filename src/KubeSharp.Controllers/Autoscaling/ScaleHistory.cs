using System.Collections.Immutable;

namespace KubeSharp.Controllers.Autoscaling;

/// <summary>What an autoscaler has wanted and done lately. Immutable.</summary>
public sealed record ScaleHistory
{
    private static readonly TimeSpan _kept = TimeSpan.FromHours(1);

    /// <summary>None yet.</summary>
    public static ScaleHistory Empty { get; } = new();

    /// <summary>Replicas it computed, and when.</summary>
    public ImmutableArray<(DateTimeOffset At, int Replicas)> Recommendations { get; init; } = [];
    /// <summary>By how much it scaled, up (positive) or down, and when.</summary>
    public ImmutableArray<(DateTimeOffset At, int Change)> Changes { get; init; } = [];

    /// <summary>With one more of each; a change of nothing is none. What is older than an hour, the longest window there can be, is forgotten.</summary>
    public ScaleHistory With(DateTimeOffset now, int recommended, int change) => new()
    {
        Recommendations = [.. Recommendations.Where(r => now - r.At < _kept), (now, recommended)],
        Changes = change == 0 ? Changes : [.. Changes.Where(c => now - c.At < _kept), (now, change)],
    };
}
