namespace KubeSharp.Cli.Cis;

/// <summary>What a check comes to.</summary>
public enum CisOutcome
{
    /// <summary>It is as the benchmark wants it.</summary>
    Pass,
    /// <summary>It is not, or cannot be told by a program alone: somebody should look.</summary>
    Warn,
    /// <summary>It is not.</summary>
    Fail,
}
