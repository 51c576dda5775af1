using KubeSharp.Api.Autoscaling.V2;

namespace KubeSharp.Controllers.Autoscaling;

/// <summary>What one metric proposes; a metric that could not be read has an error in place of it.</summary>
/// <param name="Replicas">How many replicas it wants.</param>
/// <param name="Name">What it is, for people: cpu resource utilization (percentage of request).</param>
/// <param name="Status">What is shown of it.</param>
public sealed record MetricAnswer(int Replicas, string Name, MetricStatus? Status)
{
    /// <summary>Why there is none; empty: there is one.</summary>
    public string Error { get; init; } = "";
    /// <summary>The reason that the condition and the event give for it.</summary>
    public string Reason { get; init; } = "";
}
