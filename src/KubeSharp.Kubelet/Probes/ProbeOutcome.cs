namespace KubeSharp.Kubelet.Probes;

/// <param name="Succeeded">The probe's condition holds.</param>
/// <param name="Output">What was answered, or why it failed; shortened.</param>
public readonly record struct ProbeOutcome(bool Succeeded, string Output);
