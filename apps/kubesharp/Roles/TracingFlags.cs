using KubeSharp.ApiServer;
using KubeSharp.ApiServer.Tracing;
using KubeSharp.Hosting.Flags;

namespace KubeSharp.Roles;

/// <summary>The flag of kube-apiserver that says where traces go.</summary>
internal sealed class TracingFlags(FlagSet flags)
{
    private readonly Flag<string> _configuration = flags.Text("tracing-config-file", "", "TracingConfiguration: where traces go (OTLP over gRPC), and how many there are");

    /// <summary>The options with what the flag says, and what sends the traces; null: there are none.</summary>
    /// <exception cref="FlagException">The file does not hold.</exception>
    public (ApiServerOptions Options, SpanExporter? Exporter) Apply(ApiServerOptions options, TimeProvider time)
    {
        if (!_configuration.IsGiven) { return (options, null); }
        TracingConfiguration read;
        try { read = TracingConfiguration.Read(File.ReadAllText(_configuration.Value)); }
        catch (FormatException e) { throw new FlagException($"--tracing-config-file: {e.Message}"); }
        var exporter = new SpanExporter(read.Endpoint, $"apiserver-{Environment.MachineName}", time);
        return (options with { Tracer = new Tracer(read, exporter.Take, time, Random.Shared) }, exporter);
    }
}
