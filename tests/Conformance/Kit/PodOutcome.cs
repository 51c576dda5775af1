namespace KubeSharp.Conformance.Tests.Kit;

/// <summary>What a fake node says of a pod.</summary>
public sealed record PodOutcome(string Phase, bool IsReady, int ExitCode, string? Reason = null)
{
    public static PodOutcome Ready { get; } = new("Running", true, 0);

    public static PodOutcome NotReady { get; } = new("Running", false, 0);

    public static PodOutcome Succeeded { get; } = new("Succeeded", false, 0);

    public static PodOutcome Failed(int exitCode, string? reason = null) => new("Failed", false, exitCode, reason);
}
