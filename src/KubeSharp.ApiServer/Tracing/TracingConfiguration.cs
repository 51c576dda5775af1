using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Tracing;

/// <summary>Where traces go and how many there are, as --tracing-config-file says. Source: apiserver.config.k8s.io/v1 TracingConfiguration.</summary>
/// <param name="Endpoint">Host and port of a collector that speaks OTLP over gRPC, without TLS; default localhost:4317.</param>
/// <param name="SamplesPerMillion">Requests of a million that are recorded beside those whose sender wants it; default 0.</param>
public sealed record TracingConfiguration(string Endpoint, int SamplesPerMillion)
{
    private const string DefaultEndpoint = "localhost:4317";
    private const int Million = 1_000_000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">All that is wrong with it.</exception>
    public static TracingConfiguration Read(string yaml)
    {
        var document = ConfigurationDocument.Read(yaml, "TracingConfiguration", "v1", "v1beta1", "v1alpha1");
        var errors = new FieldErrors();
        ConfigurationDocument.CheckFields(document, null, errors, "kind", "apiVersion", "endpoint", "samplingRatePerMillion");
        var rate = document.Number("samplingRatePerMillion") ?? 0;
        var path = FieldPath.Of("samplingRatePerMillion");
        if (rate < 0) { errors.Invalid(path, rate, "sampling rate must be positive"); }
        if (rate > Million) { errors.Invalid(path, rate, "sampling rate per million must be less than or equal to one million"); }
        var endpoint = document.Text("endpoint") is { Length: > 0 } given ? given : DefaultEndpoint;
        if (!Uri.TryCreate("http://" + endpoint, UriKind.Absolute, out var address) || address.PathAndQuery != "/" || endpoint.Contains('/', StringComparison.Ordinal)) { errors.Invalid(FieldPath.Of("endpoint"), endpoint, "must be host:port"); }
        ConfigurationDocument.ThrowIfAny(errors);
        return new(endpoint, (int)rate);
    }
}
