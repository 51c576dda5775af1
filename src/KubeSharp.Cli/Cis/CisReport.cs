using System.Collections.Immutable;

namespace KubeSharp.Cli.Cis;

/// <summary>Runs all checks and prints each with its number, what it comes to, and what to do.</summary>
public static class CisReport
{
    /// <summary>All checks, in the order of their numbers.</summary>
    public static ImmutableArray<CisCheck> Checks { get; } = [.. FileChecks.All, .. ServerChecks.All, .. NodeChecks.All, .. PolicyChecks.All];

    /// <summary>Prints; returns how many failed.</summary>
    public static int Write(CisFacts facts, TextWriter output)
    {
        var results = Checks.Select(c => (Check: c, Verdict: c.Judge(facts))).ToArray();
        foreach (var (check, verdict) in results)
        {
            output.WriteLine($"[{verdict.Outcome.ToString().ToUpperInvariant()}] {check.Number} {check.Title}{(verdict.Detail.Length > 0 ? $": {verdict.Detail}" : "")}");
            if (verdict.Outcome != CisOutcome.Pass) { output.WriteLine($"       remediation: {check.Remediation}"); }
        }
        int Count(CisOutcome outcome) => results.Count(r => r.Verdict.Outcome == outcome);
        output.WriteLine($"\nCIS Kubernetes Benchmark v1.10, the checks that apply: {Count(CisOutcome.Pass)} passed, {Count(CisOutcome.Fail)} failed, {Count(CisOutcome.Warn)} to look at");
        return Count(CisOutcome.Fail);
    }
}
