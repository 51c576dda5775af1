using System.Globalization;

namespace KubeSharp.ApiServer.Endpoints;

/// <param name="Form">Object, table or metadata.</param>
/// <param name="Encoding">JSON, YAML or protobuf.</param>
public readonly record struct MediaType(AnswerForm Form, AnswerEncoding Encoding)
{
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
            "application/yaml" or "application/x-yaml" or "text/yaml" => AnswerEncoding.Yaml,
            "application/vnd.kubernetes.protobuf" when allowsProtobuf => AnswerEncoding.Protobuf,
            _ => null,
        };
        if (encoding is not { } chosen) { return null; }
        return parts.FirstOrDefault(static p => p.StartsWith("as=", StringComparison.Ordinal))?[3..] switch
        {
            null => new(AnswerForm.Object, chosen),
            "Table" when allowsForms && chosen != AnswerEncoding.Protobuf && IsMeta(parts) => new(AnswerForm.Table, chosen),
            "PartialObjectMetadata" or "PartialObjectMetadataList" when allowsForms && IsMeta(parts) => new(AnswerForm.Metadata, chosen),
            _ => null,
        };
    }

    // The form's group and version may be unsaid.
    private static bool IsMeta(string[] parts) => parts.All(p => !p.StartsWith("g=", StringComparison.Ordinal) && !p.StartsWith("v=", StringComparison.Ordinal)
        || p is "g=meta.k8s.io" or "v=v1" or "v=v1beta1");

    private static double Quality(string range)
    {
        var start = range.IndexOf("q=", StringComparison.Ordinal);
        return start >= 0 && double.TryParse(range[(start + 2)..].Split(';')[0], CultureInfo.InvariantCulture, out var quality) ? quality : 1;
    }
}
