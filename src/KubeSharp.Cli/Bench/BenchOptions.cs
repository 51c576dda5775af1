namespace KubeSharp.Cli.Bench;

/// <summary>How much load an API server is given.</summary>
public sealed record BenchOptions
{
    /// <summary>Pods that are made, and are there for reads; default 10,000.</summary>
    public int Objects { get; init; } = 10_000;
    /// <summary>Clients at once, each with a connection of its own; default 32.</summary>
    public int Clients { get; init; } = 32;
    /// <summary>Watchers that each event goes to; default 200.</summary>
    public int Watchers { get; init; } = 200;
    /// <summary>Events sent to them; default 100.</summary>
    public int Events { get; init; } = 100;
    /// <summary>Most seconds a load lasts; default 10.</summary>
    public int SecondsMax { get; init; } = 10;
    /// <summary>Answers may come compressed, as client-go and kubectl ask for; they are not unpacked.</summary>
    public bool AcceptsGzip { get; init; }
    /// <summary>Names of the loads to run; empty: all.</summary>
    public IReadOnlyCollection<string> Only { get; init; } = [];
}
