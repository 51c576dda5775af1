using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Probes;

/// <summary>How many outcomes of one kind a probe had in a row. Pure.</summary>
/// <param name="LastSucceeded">The last outcome; null before the first.</param>
/// <param name="InARow">How often it came in a row.</param>
public readonly record struct ProbeCount(bool? LastSucceeded, int InARow)
{
    /// <summary>One outcome more.</summary>
    public ProbeCount Add(bool succeeded) => LastSucceeded == succeeded ? new(succeeded, InARow + 1) : new(succeeded, 1);

    /// <summary>What the outcomes in a row decide: success, failure, or nothing yet (null).</summary>
    public bool? Decide(Probe probe) => LastSucceeded switch
    {
        true when InARow >= Math.Max(1, probe.SuccessThreshold ?? 1) => true,
        false when InARow >= Math.Max(1, probe.FailureThreshold ?? 3) => false,
        _ => null,
    };
}
