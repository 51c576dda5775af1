using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Machinery.Tracing;

/// <summary>Where traces go and how many there are. Source: component-base v1 TracingConfiguration.</summary>
/// <param name="Endpoint">Host and port of a collector that speaks OTLP over gRPC, without TLS; default localhost:4317.</param>
/// <param name="SamplesPerMillion">Traces of a million that are recorded beside those that whoever asks wants recorded; default 0.</param>
public sealed record TracingConfiguration(string Endpoint, int SamplesPerMillion)
{
    private const string DefaultEndpoint = "localhost:4317";
    private const int Million = 1_000_000;

    /// <summary>What an object says; what is wrong with it is noted.</summary>
    /// <param name="fields">The object.</param>
    /// <param name="path">Where it lies; null: it is a document of its own.</param>
    /// <param name="errors">Notes what is wrong.</param>
    public static TracingConfiguration Of(Node fields, FieldPath? path, FieldErrors errors)
    {
        FieldPath At(string name) => path?.Child(name) ?? FieldPath.Of(name);
        var rate = fields.At("samplingRatePerMillion") is NumberNode { IsInteger: true } number ? number.Integer : 0;
        if (rate < 0) { errors.Invalid(At("samplingRatePerMillion"), rate, "sampling rate must be positive"); }
        if (rate > Million) { errors.Invalid(At("samplingRatePerMillion"), rate, "sampling rate per million must be less than or equal to one million"); }
        var endpoint = fields.TextAt("endpoint") is { Length: > 0 } given ? given : DefaultEndpoint;
        if (!Uri.TryCreate("http://" + endpoint, UriKind.Absolute, out var address) || address.PathAndQuery != "/" || endpoint.Contains('/', StringComparison.Ordinal)) { errors.Invalid(At("endpoint"), endpoint, "must be host:port"); }
        return new(endpoint, (int)Math.Clamp(rate, 0, Million));
    }
}
