using System.Globalization;

namespace KubeSharp.ApiServer.Endpoints;

/// <param name="Form">Object, table or metadata.</param>
/// <param name="Encoding">JSON, YAML or protobuf.</param>
public readonly record struct MediaType(AnswerForm Form, AnswerEncoding Encoding)
{
    /// <summary>Metadata is asked for as of a list.</summary>
    public bool IsList { get; init; }

    /// <summary>YAML instead of JSON.</summary>
    public bool IsYaml => Encoding == AnswerEncoding.Yaml;

    /// <summary>Its name on the wire.</summary>
    public string Name => Encoding switch { AnswerEncoding.Yaml => "application/yaml", AnswerEncoding.Protobuf => "application/vnd.kubernetes.protobuf", _ => "application/json" };

    /// <summary>
    /// Chooses from an Accept header, by quality and then in its order, the first that is served; null: none is. Tables travel in JSON and YAML
    /// only. Source: RFC 9110, Accept; API Concepts, resource representations.
    /// </summary>
    public static MediaType? Negotiate(string accept, bool allowsForms, bool allowsProtobuf = false)
    {
        if (accept.Length == 0) { return default(MediaType); }
        foreach (var range in Ranges(accept))
        {
            if (Read(range, allowsForms, allowsProtobuf) is { } chosen) { return chosen; }
        }
        return null;
    }

    /// <summary>The same where all that is served is listed: an object, or the aggregated form of it; null: neither is accepted.</summary>
    public static MediaType? NegotiateDiscovery(string accept)
    {
        foreach (var range in Ranges(accept))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            var isAggregated = Value(parts, "as") == "APIGroupDiscoveryList" && Value(parts, "g") == "apidiscovery.k8s.io" && Value(parts, "v") == "v2";
            if (Read(isAggregated ? parts[0] : range, false, !isAggregated) is { } chosen) { return isAggregated ? chosen with { Form = AnswerForm.Aggregated } : chosen; }
        }
        return null;
    }

    /// <summary>The ranges of an Accept header, by quality, those that name a type before those that name any, and then in its order.</summary>
    public static string[] Ranges(string accept)
    {
        var ranges = accept.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return ranges.Length > 1 && (accept.Contains("q=", StringComparison.Ordinal) || accept.Contains('*', StringComparison.Ordinal))
            ? [.. ranges.OrderByDescending(Quality).ThenBy(static r => r.Split(';')[0].Count(static c => c == '*'))] : ranges;
    }

    private static MediaType? Read(string range, bool allowsForms, bool allowsProtobuf)
    {
        var parts = range.Split(';', StringSplitOptions.TrimEntries);
        AnswerEncoding? encoding = parts[0] switch
        {
            "application/json" or "*/*" or "application/*" => AnswerEncoding.Json,
            "application/yaml" => AnswerEncoding.Yaml,
            "application/vnd.kubernetes.protobuf" when allowsProtobuf => AnswerEncoding.Protobuf,
            _ => null,
        };
        if (encoding is not { } chosen) { return null; }
        // Compat: another version of the server's own objects, or another form of its streams, is not served.
        if (Value(parts, "sv") is not (null or "" or "v1") || Value(parts, "stream") is not (null or "" or "watch")) { return null; }
        var (form, group, version) = (Value(parts, "as"), Value(parts, "g"), Value(parts, "v"));
        if (form is null && group is null && version is null) { return new(AnswerForm.Object, chosen); }
        if (!allowsForms || group != "meta.k8s.io" || version is not ("v1" or "v1beta1")) { return null; }
        return form switch
        {
            "Table" when chosen != AnswerEncoding.Protobuf => new(AnswerForm.Table, chosen),
            "PartialObjectMetadata" or "PartialObjectMetadataList" => new MediaType(AnswerForm.Metadata, chosen) { IsList = form == "PartialObjectMetadataList" },
            _ => null,
        };
    }

    private static string? Value(string[] parts, string name) => parts.LastOrDefault(p => p.StartsWith(name, StringComparison.Ordinal) && p.AsSpan(name.Length).StartsWith("="))?[(name.Length + 1)..];

    private static double Quality(string range)
    {
        var start = range.IndexOf("q=", StringComparison.Ordinal);
        return start >= 0 && double.TryParse(range[(start + 2)..].Split(';')[0], CultureInfo.InvariantCulture, out var quality) ? quality : 1;
    }
}
