namespace KubeSharp.Cli.Cis;

/// <summary>One check of the CIS Kubernetes Benchmark (v1.10).</summary>
/// <param name="Number">Its number there.</param>
/// <param name="Title">What it asks for.</param>
/// <param name="Judge">Judges what was observed. Pure.</param>
/// <param name="Remediation">What to do where it fails.</param>
public sealed record CisCheck(string Number, string Title, Func<CisFacts, CisVerdict> Judge, string Remediation);
