using KubeSharp.ApiServer.Tracing;
using KubeSharp.Hosting.Flags;
using KubeSharp.Machinery.Tracing;

namespace KubeSharp.Roles;

/// <summary>The traces of a role: what makes them and what sends them; neither where nothing is configured.</summary>
internal sealed class Traces : IAsyncDisposable
{
    private readonly SpanExporter? _exporter;

    /// <summary>Those of a service, sent as the configuration says; null: there are none.</summary>
    public Traces(TracingConfiguration? configuration, string service, TimeProvider time)
    {
        if (configuration is null) { return; }
        _exporter = new SpanExporter(configuration.Endpoint, service, $"{service}-{Environment.MachineName}", time);
        Tracer = new Tracer(configuration, _exporter.Take, time, Random.Shared);
    }

    /// <summary>Makes them; null: there are none.</summary>
    public Tracer? Tracer { get; }

    /// <summary>What a file of --tracing-config-file says; null: none is given.</summary>
    /// <exception cref="FlagException">The file does not hold.</exception>
    public static TracingConfiguration? Read(string file)
    {
        if (file.Length == 0) { return null; }
        try { return TracingConfigurationFile.Read(File.ReadAllText(file)); }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException) { throw new FlagException($"--{Flag}: {e.Message}"); }
    }

    /// <summary>The flag that names the file.</summary>
    public const string Flag = "tracing-config-file";

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _exporter?.DisposeAsync() ?? ValueTask.CompletedTask;
}
