using System.Globalization;

namespace KubeSharp.Cli.Bench;

/// <param name="Name">The load.</param>
/// <param name="Clients">Clients at once.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="LatenciesMs">Milliseconds of each operation, sorted.</param>
/// <param name="Bytes">Bytes of all answers.</param>
/// <param name="Failures">Operations that were refused or broke off; not among the others.</param>
public sealed record BenchResult(string Name, int Clients, TimeSpan Elapsed, double[] LatenciesMs, long Bytes, int Failures)
{
    /// <summary>Heads of the columns of <see cref="ToString"/>.</summary>
    public static string Heads { get; } = Row("load", "clients", "ops", "ops/s", "p50 ms", "p99 ms", "max ms", "MB/s", "failed");

    /// <summary>Operations a second.</summary>
    public double Rate => LatenciesMs.Length / Elapsed.TotalSeconds;

    /// <summary>Milliseconds within which that part (0 to 1) of the operations ended.</summary>
    public double Percentile(double part) => LatenciesMs.Length == 0 ? double.NaN : LatenciesMs[Math.Min(LatenciesMs.Length - 1, (int)(LatenciesMs.Length * part))];

    /// <inheritdoc/>
    public override string ToString() => Row(Name, Text(Clients, "0"), Text(LatenciesMs.Length, "0"), Text(Rate, "0.#"), Text(Percentile(0.5), "0.00"), Text(Percentile(0.99), "0.00"), Text(Percentile(1), "0.0"),
        Text(Bytes / 1e6 / Elapsed.TotalSeconds, "0.0"), Text(Failures, "0"));

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Row(string name, params ReadOnlySpan<string> cells)
    {
        var row = name.PadRight(24);
        foreach (var cell in cells) { row += cell.PadLeft(11); }
        return row;
    }
}
