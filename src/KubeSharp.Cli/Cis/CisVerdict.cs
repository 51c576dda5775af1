namespace KubeSharp.Cli.Cis;

/// <param name="Outcome">What a check comes to.</param>
/// <param name="Detail">What was found; empty: nothing to say.</param>
public sealed record CisVerdict(CisOutcome Outcome, string Detail = "")
{
    /// <summary>As it should be.</summary>
    public static CisVerdict Pass { get; } = new(CisOutcome.Pass);

    /// <summary>As it should be where this holds.</summary>
    public static CisVerdict Of(bool holds, string detail = "") => holds ? Pass : new(CisOutcome.Fail, detail);

    /// <summary>Somebody should look where this does not hold.</summary>
    public static CisVerdict Look(bool holds, string detail = "") => holds ? Pass : new(CisOutcome.Warn, detail);
}
